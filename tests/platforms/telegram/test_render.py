from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import Token
from bot.core.messages import Speech
from bot.platforms.telegram.render import alert_of, keyboard_of, texts_of


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_an_ordinary_text_is_one_message_as_it_is() -> None:
    assert texts_of(Speech("<b>Ann</b> & _co_ [x](y)")) == ("<b>Ann</b> & _co_ [x](y)",)


def test_choices_and_doors_are_one_to_a_row_in_their_order() -> None:
    speech = Speech("?", (("Yes", Token("a")), ("No", Token("b"))), (("Read it", "https://x.example"),))
    keyboard = keyboard_of(speech)
    assert keyboard is not None
    assert [[(b.text, b.callback_data, b.url) for b in row] for row in keyboard.inline_keyboard] == [
        [("Yes", "a", None)],
        [("No", "b", None)],
        [("Read it", None, "https://x.example")],
    ]


def test_without_choices_there_is_no_keyboard() -> None:
    assert keyboard_of(Speech("hello")) is None


def test_a_long_label_is_cut_where_it_shows() -> None:
    keyboard = keyboard_of(Speech("?", (("word " * 50, Token("a")),)))
    assert keyboard is not None
    label = keyboard.inline_keyboard[0][0].text
    assert len(label) <= 64
    assert label.endswith("…")


def test_an_address_that_no_button_takes_is_written_out() -> None:
    speech = Speech("Write to us.", doors=(("E-mail", "mailto:a@b.example"),))
    assert texts_of(speech) == ("Write to us.\n\nE-mail: mailto:a@b.example",)
    assert keyboard_of(speech) is None


def test_a_long_text_goes_on_in_the_next_message_at_a_paragraph() -> None:
    paragraphs = [f"{number} " + "word " * 150 for number in range(12)]
    parts = texts_of(Speech("\n\n".join(paragraphs)))
    assert all(units(part) <= 4096 for part in parts)
    assert all(part.split()[0].isdigit() for part in parts)
    assert " ".join(parts).split() == " ".join(paragraphs).split()


def test_a_text_without_a_break_is_cut_between_characters() -> None:
    parts = texts_of(Speech("😀" * 3000))
    assert [units(part) for part in parts] == [4096, 1904]
    assert "".join(parts) == "😀" * 3000


def test_half_a_character_cannot_stop_a_message() -> None:
    (text,) = texts_of(Speech("hello \ud83d there\0"))
    assert text == "hello \ufffd there\ufffd"


def test_an_alert_is_cut_to_200_characters() -> None:
    alert = alert_of(Speech("é" * 500))
    assert alert is not None
    assert len(alert) == 200
    assert alert_of(None) is None
    assert alert_of(Speech("")) is None


@given(st.text(max_size=30).map(lambda piece: (piece + " ") * 600))
def test_every_part_fits_and_nothing_is_lost(text: str) -> None:
    parts = texts_of(Speech(text))
    assert all(units(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.replace("\0", "\ufffd").split())

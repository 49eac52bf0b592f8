"""Texts, markup and keyboards: what is taken and what is refused."""

from typing import Any

import pytest

from tests.sandbox.line import Json, a_hall

KEYBOARD_PROBLEM = "Bad Request: can't parse inline keyboard button: "


async def say(**params: Any) -> Json:
    hall = a_hall()
    message: Json = await hall.line.call("sendMessage", chat_id=hall.group.id, **params)
    return message


async def refused(**params: Any) -> str:
    hall = a_hall()
    return await hall.line.refusal("sendMessage", chat_id=hall.group.id, **params)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<q>x</q>", 'Unsupported start tag "q" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_markup_that_cannot_be_read_is_refused(text: str, why: str) -> None:
    assert await refused(text=text, parse_mode="HTML") == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("<b>hi</b>", "hi", [("bold", 0, 2)]),
        ("👍 <i>hi</i>", "👍 hi", [("italic", 3, 2)]),
        ("  <b> hi </b> ", "hi", [("bold", 0, 2)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("&lt;b&gt; &amp;amp; &quot; &#65;&nbsp;", '<b> &amp; " A&nbsp;', []),
        ("<u></u>x", "x", []),
        ("go to <code>/start</code>", "go to /start", [("code", 6, 6)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
    ],
)
async def test_markup_becomes_entities_counted_in_utf16(
    text: str, plain: str, entities: list[tuple[str, int, int]]
) -> None:
    message = await say(text=text, parse_mode="HTML")
    assert message["text"] == plain
    assert [(e["type"], e["offset"], e["length"]) for e in message.get("entities", [])] == entities


async def test_links_keep_their_address() -> None:
    message = await say(text='<a href="https://a.org/?a=1&amp;b">x</a>', parse_mode="html")
    assert message["entities"] == [{"type": "text_link", "offset": 0, "length": 1, "url": "https://a.org/?a=1&b"}]


async def test_a_link_to_somebody_mentions_whom_the_bot_has_met_and_nobody_else() -> None:
    hall = a_hall()
    text = f'<a href="tg://user?id={hall.ben.id}">Ben</a> <a href="tg://user?id={hall.cy.id}">Cy</a>'
    message = await hall.line.call("sendMessage", chat_id=hall.group.id, text=text, parse_mode="HTML")
    assert [(e["type"], e["user"]["id"]) for e in message["entities"]] == [("text_mention", hall.ben.id)]


async def test_a_block_of_code_names_its_language() -> None:
    message = await say(text='<pre><code class="language-python">x</code></pre>', parse_mode="HTML")
    assert message["entities"] == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


async def test_entities_may_be_given_instead_of_markup() -> None:
    message = await say(text="👍 hi", entities=[{"type": "bold", "offset": 3, "length": 2}])
    assert message["entities"] == [{"type": "bold", "offset": 3, "length": 2}]


@pytest.mark.parametrize(
    ("text", "kind", "offset", "length"),
    [
        ("/start join-evening", "bot_command", 0, 6),
        ("see /help@hall_bot", "bot_command", 4, 14),
        ("hi @somebody!", "mention", 3, 9),
        ("look: https://a.org/x.", "url", 6, 15),
        ("write to a.b@c.org", "email", 9, 9),
        ("#one", "hashtag", 0, 4),
    ],
)
async def test_what_clients_find_by_themselves_is_an_entity(text: str, kind: str, offset: int, length: int) -> None:
    hall = a_hall()
    hall.ben.write(hall.group, text)
    (message,) = hall.line.updates("message")
    assert message["entities"] == [{"type": kind, "offset": offset, "length": length}]


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x", "parse_mode": "Klingon"}, "unsupported parse_mode"),
    ],
)
async def test_a_message_needs_words_but_not_too_many(params: Json, why: str) -> None:
    assert await refused(**params) == f"Bad Request: {why}"


async def test_length_is_counted_after_markup() -> None:
    assert len((await say(text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["text"]) == 4096


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x"}, KEYBOARD_PROBLEM + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, KEYBOARD_PROBLEM + 'Can\'t find field "text"'),
        (
            {"text": "x", "url": "no address"},
            "Bad Request: inline keyboard button URL 'no address' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_wrong_button_is_refused(button: Json, why: str) -> None:
    assert await refused(text="x", reply_markup=keyboard(button)) == why


async def test_callback_data_may_have_64_bytes() -> None:
    buttons = keyboard({"text": "x", "callback_data": "é" * 32})
    assert (await say(text="x", reply_markup=buttons))["reply_markup"] == buttons


async def test_more_than_a_hundred_buttons_are_refused() -> None:
    buttons = [{"text": str(n), "callback_data": str(n)} for n in range(101)]
    assert await refused(text="x", reply_markup=keyboard(*buttons)) == "Bad Request: REPLY_MARKUP_TOO_LONG"
    assert await say(text="x", reply_markup=keyboard(*buttons[:100]))


async def test_a_reply_keyboard_is_shown_to_the_person_and_not_told_to_the_bot() -> None:
    hall = a_hall()
    markup = {"keyboard": [["Yes", "No"]]}
    message = await hall.line.call("sendMessage", chat_id=hall.group.id, text="x", reply_markup=markup)
    assert "reply_markup" not in message
    assert hall.group.messages[-1].reply_markup == markup

"""What is said reads well as plain text and as HTML, and no name becomes markup."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import PrivateText
from bot.core.ids import NativeId, Token
from bot.core.messages import Speech
from bot.platforms.matrix.inbound import private_event
from bot.platforms.matrix.limits import TEXT_MOST
from bot.platforms.matrix.render import BY_A_HALL, contents_of
from bot.platforms.matrix.rooms import Room

YES_NO = (("Yes", Token("y")), ("No,\nnever", Token("n")))


def test_choices_are_numbered_and_stand_below_the_question() -> None:
    [content] = contents_of(Speech("Is it?", YES_NO))
    assert content["body"] == "Is it?\n\n1. Yes\n2. No, never"
    assert content["formatted_body"] == "<p>Is it?</p><ol><li>Yes</li><li>No, never</li></ol>"
    assert content["msgtype"] == "m.text"


def test_where_a_number_may_be_the_answer_itself_choices_bear_none() -> None:
    [content] = contents_of(Speech("How old are you?", YES_NO[:1], numbered=False))
    assert content["body"] == "How old are you?\n\n• Yes"
    assert "<ul><li>Yes</li></ul>" in content["formatted_body"]


def test_doors_are_addresses_that_can_be_opened() -> None:
    [content] = contents_of(
        Speech("Here.", doors=(("The rules", 'https://x.example/?a="b"&c'), ("Odd", "javascript:x")))
    )
    assert 'The rules: https://x.example/?a="b"&c' in content["body"]
    assert 'href="https://x.example/?a=&quot;b&quot;&amp;c"' in content["formatted_body"]
    assert "Odd: javascript:x" in content["formatted_body"]
    assert content["formatted_body"].count("href") == 1


def test_no_name_becomes_markup() -> None:
    [content] = contents_of(Speech("Hello <img src=x> & co", (("<b>", Token("t")),)))
    assert "<img" not in content["formatted_body"]
    assert "<b>" not in content["formatted_body"]
    assert content["body"] == "Hello <img src=x> & co\n\n1. <b>"


def test_nothing_to_say_is_no_message() -> None:
    assert contents_of(Speech("")) == ()


@given(st.text(alphabet=st.sampled_from(" \n<&é😀a"), max_size=3 * TEXT_MOST))
def test_no_message_is_larger_than_an_event_may_be_and_no_word_is_lost(words: str) -> None:
    contents = contents_of(Speech(words, YES_NO))
    assert all(len(json.dumps(content, ensure_ascii=False).encode()) < 48_000 for content in contents)
    assert (
        "".join("".join(content["body"].split()) for content in contents) == "".join(words.split()) + "1.Yes2.No,never"
    )


def test_what_another_bot_like_this_one_says_is_not_answered() -> None:
    me, other = "@hall:example.org", "@porch:example.org"
    [content] = contents_of(Speech("I am a program, and nobody reads what you write here."))
    event = {"type": "m.room.message", "sender": other, "event_id": "$1", "content": content}
    room = Room(NativeId("!chat:example.org"))
    assert private_event(event, room, me, other) is None
    by_hand = {**event, "content": {name: value for name, value in content.items() if name != BY_A_HALL}}
    assert isinstance(private_event(by_hand, room, me, other), PrivateText)

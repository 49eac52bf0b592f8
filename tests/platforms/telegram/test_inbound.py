from __future__ import annotations

import pytest

from bot.core.events import (
    Chat,
    ChoicePressed,
    GroupMessage,
    GroupMessageEdited,
    GroupMoved,
    JoinRequested,
    MemberSeen,
    PrivateFile,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    SentFile,
    User,
    Wordless,
)
from bot.core.ids import NativeId, PlatformName, Token
from tests.platforms.telegram.updates import (
    ANN,
    ANNS_CHAT,
    ANONYMOUS_ADMIN,
    ANOTHER_BOT,
    BASIC_GROUP,
    CHANNEL,
    CHANNEL_BOT,
    NOW,
    SENT,
    SENT_AT,
    SUPERGROUP,
    TELEGRAM_ITSELF,
    THE_BOT,
    Json,
    arrives,
    in_group,
    private,
    update,
)

ann = User(PlatformName.TELEGRAM, NativeId("1001"), "Ann Archer", "ann", "cy")
evening = Chat(PlatformName.TELEGRAM, NativeId("-1001234567890"))
basic = Chat(PlatformName.TELEGRAM, NativeId("-4321"))


def said_by(sender: User | None, text: str = "hello") -> GroupMessage:
    return GroupMessage(evening, sender, text, NativeId("8"))


PRIVATE = {
    "words": (private(text="hello"), PrivateText(ann, "hello", NativeId("7"))),
    "a command": (private(text="/start join-evening"), PrivateText(ann, "/start join-evening", NativeId("7"))),
    "a text that was forwarded": (
        private(text="hi", forward_origin={"type": "hidden_user", "date": SENT, "sender_user_name": "X"}),
        PrivateWordless(ann, Wordless.FORWARDED, "hi"),
    ),
    "a photo": (
        private(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], caption="me"),
        PrivateWordless(ann, Wordless.PHOTO, "me"),
    ),
    "a voice note": (
        private(voice={"file_id": "f", "file_unique_id": "u", "duration": 1}),
        PrivateWordless(ann, Wordless.VOICE),
    ),
    "an animation, which is a document too": (
        private(
            animation={"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1},
            document={"file_id": "f", "file_unique_id": "u"},
        ),
        PrivateWordless(ann, Wordless.VIDEO),
    ),
    "a document": (
        private(
            document={"file_id": "f", "file_unique_id": "u", "file_name": "a\u202eb.csv", "file_size": 7},
            caption="roster",
        ),
        PrivateFile(ann, SentFile("f", "ab.csv", "", 7), "roster"),
    ),
    "a document that was forwarded and of which little is told": (
        private(
            document={"file_id": "f", "file_unique_id": "u", "mime_type": "text/csv"},
            forward_origin={"type": "hidden_user", "date": SENT, "sender_user_name": "X"},
        ),
        PrivateFile(ann, SentFile("f", "", "text/csv")),
    ),
    "a sticker": (
        private(
            sticker={
                "file_id": "f",
                "file_unique_id": "u",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
                "type": "regular",
            }
        ),
        PrivateWordless(ann, Wordless.STICKER),
    ),
    "a place": (
        private(location={"longitude": 1.0, "latitude": 2.0}),
        PrivateWordless(ann, Wordless.LOCATION),
    ),
    "a contact": (
        private(contact={"phone_number": "1", "first_name": "B"}),
        PrivateWordless(ann, Wordless.CONTACT),
    ),
    "a die": (private(dice={"emoji": "🎲", "value": 3}), PrivateWordless(ann, Wordless.OTHER)),
    "a kind of message that is newer than the library": (
        private(hologram={"file_id": "f"}),
        PrivateWordless(ann, Wordless.OTHER),
    ),
    "a service message": (private(message_auto_delete_timer_changed={"message_auto_delete_time": 1}), None),
    "something from another bot": (private(text="hi", **{"from": ANOTHER_BOT}), None),
}

IN_GROUPS = {
    "words": (in_group(text="hello"), said_by(ann)),
    "words under a photo": (
        in_group(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], caption="hello"),
        said_by(ann),
    ),
    "a photo alone": (
        in_group(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]),
        said_by(ann, ""),
    ),
    "an anonymous admin": (
        in_group(text="hello", sender_chat=SUPERGROUP, **{"from": ANONYMOUS_ADMIN}),
        said_by(None),
    ),
    "a channel as sender": (
        in_group(text="hello", sender_chat=CHANNEL, **{"from": CHANNEL_BOT}),
        said_by(None),
    ),
    "the linked channel": (
        in_group(text="hello", sender_chat=CHANNEL, is_automatic_forward=True, **{"from": TELEGRAM_ITSELF}),
        said_by(None),
    ),
    "another bot": (in_group(text="hello", **{"from": ANOTHER_BOT}), None),
    "a message that somebody came": (in_group(new_chat_members=[ANN]), None),
    "a message that somebody went": (in_group(left_chat_member=ANN), None),
    "a new title": (in_group(new_chat_title="Night"), None),
    "a pinned message": (in_group(pinned_message=in_group(text="hello")), None),
    "words in a basic group, whose numbers are not its own": (
        in_group(BASIC_GROUP, text="hello"),
        GroupMessage(basic, ann, "hello", NativeId("-4321/8")),
    ),
    "the end of a basic group": (
        in_group(BASIC_GROUP, migrate_to_chat_id=-1001234567890),
        GroupMoved(PlatformName.TELEGRAM, NativeId("-4321"), NativeId("-1001234567890")),
    ),
    "the beginning of its supergroup": (
        in_group(migrate_from_chat_id=-4321),
        GroupMoved(PlatformName.TELEGRAM, NativeId("-4321"), NativeId("-1001234567890")),
    ),
}


@pytest.mark.parametrize("situation", PRIVATE)
def test_what_is_sent_in_private(situation: str) -> None:
    content, event = PRIVATE[situation]
    assert arrives(update("message", content)).event == event


@pytest.mark.parametrize("situation", IN_GROUPS)
def test_what_is_sent_in_a_group(situation: str) -> None:
    content, event = IN_GROUPS[situation]
    assert arrives(update("message", content)).event == event


def test_a_request_to_join() -> None:
    request = {"chat": SUPERGROUP, "from": ANN, "user_chat_id": 1001, "date": SENT, "bio": "hi"}
    assert arrives(update("chat_join_request", request)).event == JoinRequested(ann, evening)


def pressed(**more: object) -> Json:
    return update("callback_query", {"id": "99", "from": ANN, "chat_instance": "1", "data": "tok", **more})


@pytest.mark.parametrize(
    ("message", "known_as"),
    [
        (private(text="Yes?", **{"from": THE_BOT}), NativeId("7")),
        ({"message_id": 7, "date": 0, "chat": ANNS_CHAT}, None),
        (in_group(text="Yes?", **{"from": THE_BOT}), None),
    ],
)
def test_a_pressed_button_names_its_message_where_that_can_be_found(message: Json, known_as: NativeId | None) -> None:
    arrival = arrives(pressed(message=message))
    assert arrival.event == ChoicePressed(ann, Token("tok"), NativeId("99"), known_as)
    assert arrival.at == NOW


def test_a_button_without_a_message_or_with_forged_data_is_still_pressed() -> None:
    event = arrives(pressed(inline_message_id="abc", data="\ud800 forged " * 5)).event
    assert isinstance(event, ChoicePressed)
    assert event.message is None
    assert event.token.encode()


def test_a_game_button_is_nothing() -> None:
    query = {"id": "99", "from": ANN, "chat_instance": "1", "game_short_name": "chess"}
    assert arrives(update("callback_query", query)).event is None


def test_an_edit_in_private() -> None:
    event = arrives(update("edited_message", private(text="hello!", edit_date=SENT + 9))).event
    assert event == PrivateTextEdited(ann, NativeId("7"), "hello!")


def test_an_edit_of_the_words_under_a_picture() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    event = arrives(update("edited_message", private(photo=photo, caption="us", edit_date=SENT + 9))).event
    assert event == PrivateTextEdited(ann, NativeId("7"), "us")


def test_a_moving_place_says_nothing() -> None:
    moving = private(location={"longitude": 1.0, "latitude": 2.0}, edit_date=SENT + 9)
    assert arrives(update("edited_message", moving)).event is None
    assert arrives(update("edited_message", in_group(location=moving["location"], edit_date=SENT + 9))).event is None


def test_an_edit_in_a_group_says_what_stands_there_now() -> None:
    event = arrives(update("edited_message", in_group(text="hello!", edit_date=SENT + 9))).event
    assert isinstance(event, GroupMessageEdited)
    assert event.text == "hello!"
    before = arrives(update("message", in_group(text="hello"))).event
    assert isinstance(before, GroupMessage)
    assert (event.message, event.by, event.chat) == (before.message, before.by, before.chat)


def reaction(**more: object) -> Json:
    content = {"chat": SUPERGROUP, "message_id": 8, "date": SENT, "old_reaction": [], "new_reaction": []}
    return update("message_reaction", {**content, **more})


def test_whoever_reacts_is_seen_unless_nobody_is_named() -> None:
    assert arrives(reaction(user=ANN)).event == MemberSeen(ann, evening)
    assert arrives(reaction(actor_chat=SUPERGROUP)).event is None
    assert arrives(reaction(user=ANN, chat=ANNS_CHAT)).event is None


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
def test_channels_are_left_alone(kind: str) -> None:
    post = {"message_id": 1, "date": SENT, "chat": CHANNEL, "sender_chat": CHANNEL, "text": "news"}
    assert arrives(update(kind, post)).event is None


def test_a_kind_of_update_that_is_newer_than_the_library_is_nothing() -> None:
    assert arrives(update("hologram_call", {"from": ANN})).event is None


def test_an_arrival_bears_the_updates_id_and_the_events_time() -> None:
    raw = update("message", private(text="hello"))
    arrival = arrives(raw)
    assert arrival.id == str(raw["update_id"])
    assert arrival.at == SENT_AT
    edited = arrives(update("edited_message", private(text="hello", edit_date=SENT + 60)))
    assert (edited.at - SENT_AT).total_seconds() == 60

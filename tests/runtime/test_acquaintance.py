"""Who has been seen where costs nothing the second time, and is forgotten when it must be."""

from __future__ import annotations

from bot.core.events import Chat, GroupMessage, GroupMoved, MemberLeft, PrivateText, User
from bot.core.ids import NativeId, PlatformName
from bot.runtime.acquaintance import Acquaintance

HALL = Chat(PlatformName.TELEGRAM, NativeId("-1"))


def user(number: int) -> User:
    return User(PlatformName.TELEGRAM, NativeId(str(number)), "Ada")


def words(text: str = "Good evening", by: int | None = 1) -> GroupMessage:
    return GroupMessage(HALL, None if by is None else user(by), text, NativeId("5"))


def test_the_second_message_needs_nothing() -> None:
    known = Acquaintance()
    assert not known.needs_nothing(words())
    known.remember(words())
    assert known.needs_nothing(words("Something else"))


def test_a_command_and_a_private_word_always_need_something() -> None:
    known = Acquaintance()
    known.remember(words())
    assert not known.needs_nothing(words("/rules"))
    assert not known.needs_nothing(words("!rules"))
    assert not known.needs_nothing(PrivateText(user(1), "Hello", NativeId("6")))


def test_whoever_speaks_as_a_channel_is_nobody() -> None:
    assert Acquaintance().needs_nothing(words(by=None))


def test_who_has_left_is_looked_up_again() -> None:
    known = Acquaintance()
    known.remember(words())
    known.remember(MemberLeft(user(1), HALL))
    assert not known.needs_nothing(words())


def test_after_a_move_everybody_is_looked_up_again() -> None:
    known = Acquaintance()
    known.remember(words())
    known.remember(GroupMoved(PlatformName.TELEGRAM, NativeId("-1"), NativeId("-2")))
    assert not known.needs_nothing(words())


def test_it_remembers_a_bounded_number_and_forgets_the_longest_silent() -> None:
    known = Acquaintance(most=2)
    known.remember(words(by=1))
    known.remember(words(by=2))
    assert known.needs_nothing(words(by=1))
    known.remember(words(by=3))
    assert known.needs_nothing(words(by=1))
    assert not known.needs_nothing(words(by=2))

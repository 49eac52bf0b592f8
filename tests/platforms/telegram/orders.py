"""Orders as the outbox gives them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from bot.core.effects import (
    AcknowledgePress,
    Admit,
    Effect,
    MakeLink,
    Post,
    RemoveChoices,
    RevokeLink,
    Say,
    TakeOut,
    TurnAway,
)
from bot.core.ids import AccountId, ApplicationId, EffectId, GroupId, NativeId, PlatformName
from bot.core.messages import Speech, message
from bot.core.ports import Order

ANN, APPLICATION, EVENING = AccountId(1), ApplicationId(9), GroupId("northside/evening")
_ids = count(1)


def order(effect: Effect, chat: int | str, user: int | None = None, speech: Speech | None = None) -> Order:
    return Order(
        id=EffectId(next(_ids)),
        effect=effect,
        chat=NativeId(str(chat)),
        user=None if user is None else NativeId(str(user)),
        speech=speech,
    )


def say(chat: int, speech: Speech | str = "hello") -> Order:
    speech = Speech(speech) if isinstance(speech, str) else speech
    return order(Say(to=ANN, message=message()), chat, speech=speech)


def post(chat: int, text: str = "hello") -> Order:
    return order(Post(group=EVENING, platform=PlatformName.TELEGRAM, message=message()), chat, speech=Speech(text))


def take_out(chat: int, message_id: str) -> Order:
    return order(TakeOut(group=EVENING, platform=PlatformName.TELEGRAM, message=NativeId(message_id)), chat)


def acknowledge(chat: int, press: str, text: str | None = None) -> Order:
    speech = Speech(text) if text else None
    return order(AcknowledgePress(to=ANN, press=NativeId(press)), chat, speech=speech)


def remove_choices(chat: int, message_id: str) -> Order:
    return order(RemoveChoices(to=ANN, message=NativeId(message_id)), chat)


def admit(chat: int, user: int) -> Order:
    return order(Admit(to=ANN, group=EVENING, application=APPLICATION), chat, user)


def turn_away(chat: int, user: int) -> Order:
    return order(TurnAway(to=ANN, group=EVENING, application=APPLICATION), chat, user)


def make_link(chat: int, user: int, lasts_for: timedelta = timedelta(hours=1)) -> Order:
    return order(MakeLink(to=ANN, group=EVENING, application=APPLICATION, lasts_for=lasts_for), chat, user)


def revoke_link(chat: int, user: int, link: str) -> Order:
    return order(RevokeLink(to=ANN, group=EVENING, link=link), chat, user)

"""Effects as calls of a homeserver, and its answers as outcomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from bot.core.community.rights import NOT_THERE
from bot.core.effects import (
    LARGEST_FILE,
    AcceptInvitation,
    AcknowledgePress,
    Admit,
    AllowKnocking,
    CannotWrite,
    CloseGroup,
    DeclineInvitation,
    Done,
    Fetched,
    FetchFile,
    FollowGroup,
    Inspect,
    Later,
    Look,
    LookIn,
    MakeLink,
    Mute,
    OpenGroup,
    Outcome,
    Post,
    Remove,
    RemoveChoices,
    RevokeLink,
    Say,
    Seen,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.platforms.matrix import files, refusals
from bot.platforms.matrix.looking import sight_of
from bot.platforms.matrix.power_levels import KIND
from bot.platforms.matrix.private_chats import ChatClosed
from bot.platforms.matrix.sending import transaction_of
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal, MatrixTrouble
from bot.platforms.outage import Outage

if TYPE_CHECKING:
    from bot.core.ids import NativeId
    from bot.core.ports import Order
    from bot.platforms.matrix.choices import Choices
    from bot.platforms.matrix.closing import Closing
    from bot.platforms.matrix.doors import Doors
    from bot.platforms.matrix.restricting import Restricting
    from bot.platforms.matrix.rooms import Rooms
    from bot.platforms.matrix.sending import Sending
    from bot.platforms.matrix.wire import Wire


class Outbound:
    def __init__(
        self,
        wire: Wire,
        rooms: Rooms,
        *,
        sending: Sending,
        choices: Choices,
        doors: Doors,
        restricting: Restricting,
        closing: Closing,
    ) -> None:
        self._wire = wire
        self._rooms = rooms
        self._sending = sending
        self._choices = choices
        self._doors = doors
        self._restricting = restricting
        self._closing = closing
        self._outage = Outage("The homeserver")

    async def carry_out(self, order: Order) -> Outcome:
        try:
            outcome = await self._do(order)
        except AskedToWait as request:
            return Later(timedelta(seconds=request.seconds))
        except ChatClosed:
            outcome = CannotWrite() if isinstance(order.effect, Say) else Done()
        except MatrixRefusal as refusal:
            if refusals.is_unknown_token(refusal):
                return self._outage.met(order.chat, everywhere=True)
            outcome = refusals.outcome_of(order, refusal, present=self._rooms.get(order.chat) is not None)
        except MatrixTrouble:
            return self._outage.met(order.chat)
        self._outage.over()
        return outcome

    async def _do(self, order: Order) -> Outcome:  # noqa: C901, PLR0911, PLR0912 - one case an effect reads best
        match order.effect:
            case Say():
                return await self._sending.say(order)
            case Post():
                return await self._sending.post(order)
            case AcknowledgePress():
                return await self._sending.say(order) if order.speech and order.speech.text else Done()
            case RemoveChoices(message=message):
                return await self._remove_choices(order, message)
            case TakeOut(message=message):
                await self._wire.redact(order.chat, message, transaction_of(order, message))
                return Done()
            case Admit():
                return await self._doors.admit(order.chat, _user(order))
            case TurnAway():
                return await self._doors.turn_away(order.chat, _user(order))
            case MakeLink():
                return await self._doors.invite(order.chat, _user(order))
            case RevokeLink():
                return await self._doors.withdraw_invitation(order.chat, _user(order))
            case Remove() | Look() | Mute() | Unmute():
                return await self._restrict(order, order.effect)
            case FetchFile(file=file):
                return Fetched(await files.content(self._wire, file, LARGEST_FILE))
            case AcceptInvitation(chat=chat):
                return await self._doors.come_in(chat)
            case DeclineInvitation(chat=chat):
                return await self._doors.stay_out(chat)
            case FollowGroup(new=new):
                return await self._follow(order.chat, new)
            case AllowKnocking(allowed=allowed):
                return await self._doors.allow_knocking(order.chat, allowed=allowed)
            case Inspect():
                room = self._rooms.get(order.chat)
                return Seen(NOT_THERE if room is None else sight_of(room, self._wire.me))
            case LookIn():
                return await self._look_in(order.chat)
            case CloseGroup():
                return await self._closing.close(order.chat)
            case OpenGroup(had=had):
                return await self._closing.open(order.chat, had)
            case _:
                assert_never(order.effect)

    async def _look_in(self, number: NativeId) -> Outcome:
        """The levels as they are at this moment: what the last sync told may be a moment old."""
        room = self._rooms.get(number)
        if room is None:
            return Seen(NOT_THERE)
        powers = await self._wire.get_state(number, KIND)
        return Seen(sight_of(replace(room, powers=powers), self._wire.me))

    async def _follow(self, old: NativeId, new: NativeId) -> Outcome:
        room = self._rooms.get(old)
        return Done() if old == new else await self._doors.follow(old, new, room.replaced_by if room else "")

    async def _restrict(self, order: Order, effect: Remove | Look | Mute | Unmute) -> Outcome:
        match effect:
            case Remove():
                return await self._restricting.remove(order.chat, _user(order))
            case Look():
                return await self._restricting.look(order.chat, _user(order))
            case Mute():
                return await self._restricting.mute(order.chat, _user(order))
            case Unmute(had=had):
                return await self._restricting.unmute(order.chat, _user(order), had)

    async def _remove_choices(self, order: Order, message: NativeId) -> Outcome:
        room = self._rooms.private_with(order.chat)
        if room is not None:
            await self._choices.withdraw(room.id, message, transaction_of(order, message))
        return Done()


def _user(order: Order) -> NativeId:
    assert order.user is not None, "an effect that concerns somebody comes with their id"
    return order.user

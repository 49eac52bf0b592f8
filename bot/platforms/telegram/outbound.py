"""Effects as calls of the Bot API, and its answers as outcomes.

An answer may be lost after the thing was done. Everything but sending is therefore such that doing it twice does no
harm: what is done already counts as done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.core.effects import (
    LARGEST_FILE,
    AcceptInvitation,
    AcknowledgePress,
    Admit,
    AllowKnocking,
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
    Moved,
    Mute,
    OpenGroup,
    Outcome,
    Post,
    Refused,
    Remove,
    RemoveChoices,
    RequestGone,
    RevokeLink,
    Say,
    Seen,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.core.ids import NativeId
from bot.platforms.outage import Outage
from bot.platforms.telegram import refusals
from bot.platforms.telegram.closing import Closing
from bot.platforms.telegram.looking import Looking
from bot.platforms.telegram.message_ids import place_of
from bot.platforms.telegram.render import alert_of
from bot.platforms.telegram.restricting import Restricting
from bot.platforms.telegram.wire import AskedToWait

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.ports import Order
    from bot.platforms.telegram.sending import Sending
    from bot.platforms.telegram.wire import Wire


class Outbound:
    """`rejected` is called when Telegram has not accepted the token several times in a row."""

    def __init__(self, wire: Wire, sending: Sending, now: Callable[[], datetime], rejected: Callable[[], None]) -> None:
        self._wire = wire
        self._sending = sending
        self._restricting = Restricting(wire, now)
        self._looking = Looking(wire)
        self._closing = Closing(wire)
        self._now = now
        self._rejected = rejected
        self._outage = Outage("Telegram")
        self._rejections = 0

    async def carry_out(self, order: Order) -> Outcome:
        try:
            outcome = await self._do(order)
        except AskedToWait as request:
            return Later(timedelta(seconds=request.seconds))
        except ChatMigrated as move:
            outcome = _moved(order, move)
        except (Forbidden, BadRequest, EndPointNotFound) as refusal:
            outcome = _refused(order, refusal)
        except TelegramError as error:
            return self._unanswered(order, error)
        self._outage.over()
        self._rejections = 0
        return outcome

    def _unanswered(self, order: Order, error: TelegramError) -> Later:
        token_rejected = isinstance(error, InvalidToken)
        self._rejections = self._rejections + 1 if token_rejected else 0
        if self._rejections >= refusals.CHANCES_FOR_A_TOKEN:
            self._rejected()
        return self._outage.met(order.chat, everywhere=token_rejected)

    async def _do(self, order: Order) -> Outcome:  # noqa: C901, PLR0911, PLR0912 - one case an effect reads best
        match order.effect:
            case Say() | Post():
                return await self._sending.send(order)
            case AcknowledgePress(press=press):
                text = alert_of(order.speech)
                await self._wire.answer_callback_query(press, text=text, show_alert=bool(text))
                return Done()
            case RemoveChoices(message=message):
                chat, number = place_of(message, order.chat)
                await self._wire.edit_message_reply_markup(chat, number)
                return Done()
            case TakeOut(message=message):
                chat, number = place_of(message, order.chat)
                await self._wire.delete_message(chat, number)
                return Done()
            case Admit():
                return await self._admit(order)
            case TurnAway():
                await self._wire.decline_chat_join_request(order.chat, _user(order))
                return Done()
            case MakeLink() | RevokeLink():
                return await self._link(order, order.effect)
            case Remove() | Look() | Mute() | Unmute():
                return await self._restrict(order, order.effect)
            case FetchFile(file=file):
                return Fetched(await self._wire.content(file.where, LARGEST_FILE))
            case AcceptInvitation() | DeclineInvitation():
                return Refused("Nobody is asked on Telegram: whoever may add a bot to a group just does.")
            case FollowGroup():
                return RequestGone()
            case AllowKnocking():
                return Refused("There is no knocking on Telegram.")
            case CloseGroup():
                return await self._closing.close(order.chat)
            case OpenGroup(had=had):
                return await self._closing.open(order.chat, had)
            case Inspect() | LookIn():
                return Seen(await self._looking.at(order.chat))
            case _:
                assert_never(order.effect)

    async def _admit(self, order: Order) -> Outcome:
        """A request that is gone may have been granted by ourselves, if the answer to that was lost."""
        try:
            await self._wire.approve_chat_join_request(order.chat, _user(order))
        except BadRequest as refusal:
            if not refusals.says(refusal, refusals.NO_REQUEST):
                raise
        else:
            return Done()
        inside = await self._restricting.is_inside(order.chat, _user(order))
        return Done() if inside else RequestGone()

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

    async def _link(self, order: Order, effect: MakeLink | RevokeLink) -> Outcome:
        """The name that admins see on a link is the order's number, which tells them nothing of the person."""
        if isinstance(effect, RevokeLink):
            await self._wire.revoke_chat_invite_link(order.chat, effect.link)
            return Done()
        link = await self._wire.create_chat_invite_link(
            order.chat,
            name=str(order.id),
            expire_date=self._now() + effect.lasts_for,
            creates_join_request=True,
        )
        return Done(link.invite_link)


def _user(order: Order) -> int:
    assert order.user is not None, "an effect that concerns somebody comes with their id"
    return int(order.user)


def _moved(order: Order, move: ChatMigrated) -> Outcome:
    """A message that stayed in the old chat can no longer be taken out, and its number means another one in the new."""
    if isinstance(order.effect, TakeOut):
        return Refused("The group has become a supergroup; this message stayed behind.")
    return Moved(NativeId(str(move.new_chat_id)))


def _refused(order: Order, refusal: TelegramError) -> Outcome:
    if refusals.says(refusal, _AS_GOOD_AS_DONE.get(type(order.effect), ())):
        return Done()
    if isinstance(order.effect, FetchFile):
        return Fetched(None)
    if isinstance(order.effect, RemoveChoices) and refusals.cannot_write(refusal):
        return Done()
    return refusals.finally_refused(refusal, private=isinstance(order.effect, Say))


_AS_GOOD_AS_DONE: dict[type, tuple[str, ...]] = {
    AcknowledgePress: refusals.NOBODY_WAITS,
    RemoveChoices: refusals.NO_BUTTONS_LEFT,
    TakeOut: refusals.NOTHING_TO_DELETE,
    Admit: refusals.ALREADY_IN,
    TurnAway: refusals.NO_REQUEST + refusals.ALREADY_IN,
    RevokeLink: refusals.LINK_IS_GONE,
    Remove: refusals.UNKNOWN_PERSON,
}

"""Where the bot is asked to come in: to a private chat by anybody, to a group by the people in charge alone."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.effects import AcceptInvitation, DeclineInvitation
from bot.core.events import InvitedBot
from bot.core.messages import line, message
from handlers import team


async def on_invited(event: InvitedBot, desk: Desk) -> None:
    account = await desk.records.people.meet(event.by, desk.now)
    ours = await desk.records.groups.at(event.chat) is not None
    if event.direct or (ours and team.is_in_charge(desk.policies, event.by)):
        desk.do(AcceptInvitation(to=account.id, chat=event.chat.id))
        return
    desk.do(DeclineInvitation(to=account.id, chat=event.chat.id))
    why = line(
        "Thank you for asking me in. I only come into groups that my policy names, when somebody in charge asks me."
    )
    desk.say(account, message(why))

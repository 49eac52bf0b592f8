"""The first words at the door: what this is about, and that one may stop and go on later."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.membership.application import Application, Came
from bot.core.membership.settings import GateMode
from bot.core.messages import Line, Message, counted, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import welcome
from handlers.brief import brief


def of(
    desk: Desk, account: Account, policy: GroupPolicy, application: Application, *, total: int, later: Line
) -> tuple[Message, ...]:
    """With what the group is for and for how long. `later`: how to go on after a break."""
    title, about = policy.group.title, welcome.invitation(policy)
    number = counted(
        "I have one short question. The group does not see your answer.",
        "I have {number} short questions. The group sees none of your answers.",
        total,
    )
    if application.came is Came.ADDED:
        added = line("Hello! I am a bot. Somebody has added you to {group}.", group=title)
        asked = line("Before you can write there, I ask you something.")
        notice = (policy.gate.notice,) if policy.gate.notice and policy.gate.mode is GateMode.NOTICE else ()
        return (*brief(desk, account.language, added, *about, *notice), message(asked, number, later))
    hello = line("Hello! You would like to join {group}. I am the bot that looks after its door.", group=title)
    return (message(hello, number, later), *brief(desk, account.language, *about))

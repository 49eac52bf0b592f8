"""The first words at the door: what this is about, and that one may stop and go on later."""

from __future__ import annotations

from bot.core.membership.application import Application, Came
from bot.core.messages import Line, Message, counted, line, message
from bot.core.policy import GroupPolicy
from bot.core.words import Words


def of(policy: GroupPolicy, application: Application, *, total: int, later: Line) -> tuple[Message, ...]:
    """`later`: how to go on after a break."""
    title = policy.group.title
    number = counted(
        "I have one short question. The group does not see your answer.",
        "I have {number} short questions. The group sees none of your answers.",
        total,
    )
    if application.came is Came.ADDED:
        return (
            _you_were_added(policy),
            message(line("Before you can write there, I ask you something."), number, later),
        )
    hello = line("Hello! You would like to join {group}. I am the bot that looks after its door.", group=title)
    return (message(hello, number, later),)


def _you_were_added(policy: GroupPolicy) -> Message:
    """What the group is for and how long it goes on, before anything is asked of them."""
    title = policy.group.title
    said: list[Line | Words] = [line("Hello! I am a bot. Somebody has added you to {group}.", group=title)]
    if policy.group.purpose is not None:
        said.append(policy.group.purpose)
    if policy.group.ends is not None:
        said.append(line("It goes on until {day}.", day=policy.group.ends))
    return Message(tuple(said))

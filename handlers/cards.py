"""The card about somebody about whom a person decides, for those who may, in their private chats."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.desk import Desk
from bot.core.effects import ForReview, Say, Urgency
from bot.core.events import User
from bot.core.membership import review
from bot.core.membership.application import Application, Came
from bot.core.messages import Line, Typed, line
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.team.settings import Role
from handlers import names, team
from handlers.brief import brief
from handlers.offering import Way, card

DECIDERS = frozenset({Role.OWNER, Role.STAFF, Role.VOLUNTEER})
DAY_TO_DAY = frozenset({Role.STAFF, Role.VOLUNTEER})


async def put(desk: Desk, application: Application, policy: GroupPolicy) -> None:
    """Before all who may decide in this group, and are not the person themselves."""
    for decider in await deciders(desk, application, policy):
        await show(desk, decider, application, policy)


async def bring_up(desk: Desk, application: Application, policy: GroupPolicy, *, owners_too: bool) -> None:
    """Before them again, since nobody has decided. Owners are left in peace at first, unless there is nobody else."""
    asked = () if owners_too else await deciders(desk, application, policy, DAY_TO_DAY)
    still = line("Nobody has decided about this yet:")
    for decider in asked or await deciders(desk, application, policy):
        await show(desk, decider, application, policy, still)


async def deciders(
    desk: Desk, application: Application, policy: GroupPolicy, roles: frozenset[Role] = DECIDERS
) -> Sequence[Account]:
    """Those who hold one of these roles in the group, but for the person themselves, by whichever account."""
    platform, native = await desk.records.people.native(application.account)
    found: list[User] = [
        user
        for user in team.holding(desk.policies, policy, roles)
        if not team.is_same_person(policy, user, platform, native)
    ]
    return [await desk.records.people.meet(user, desk.now) for user in found]


async def show(desk: Desk, reader: Account, application: Application, policy: GroupPolicy, *first: Line) -> None:
    """Who, where and why; what was answered; and the two ways to decide."""
    applicant = await desk.records.people.account(application.account)
    about = ForReview(application.id)
    who = line("{name} would like to join {group}.", name=await names.in_full(desk, applicant), group=title(policy))
    if application.came is Came.ADDED:
        added = line("Somebody else added them to the group. They can't write there until this is decided.")
        first = (added, *first)
    gate = policy.gate
    asked, answered = (*first, who, *review.reasons(gate, application)), review.answers(gate, application)
    for each in (*brief(desk, reader.language, *asked), *brief(desk, reader.language, *answered)):
        desk.do(Say(to=reader.id, message=each, urgency=Urgency.NOTICE, about=about))
    name, says = names.called(applicant), f"review {application.id}"
    await card(
        desk,
        reader,
        line("May {name} come into {group}?", name=name, group=title(policy)),
        line(
            "You can also type {yes} or {no}. To send them a word first: {word}",
            yes=Typed(f"{says} yes"),
            no=Typed(f"{says} no"),
            word=Typed(f"{says} word"),
        ),
        ways=(
            Way(line("Yes, let {name} in", name=name), f"{says} yes", yes=True),
            Way(line("No, don't let {name} in", name=name), f"{says} no", yes=False),
            Way(line("Send {name} a word first", name=name), f"{says} word"),
        ),
        about=about,
    )


def title(policy: GroupPolicy) -> str:
    return policy.group.title

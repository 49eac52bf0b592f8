"""What the bot lacks in the groups, in words for people in charge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.community.rights import MEANINGS, Right, Shortcoming
from bot.core.desk import Desk
from bot.core.effects import Inspect
from bot.core.ids import PlatformName
from bot.core.messages import Line, Message, Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import places, team

_EACH_BY_ITSELF = 3  # groups; of more people hear in one message
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A group in which something came to be missing, or is there again, and all that is missing now."""

    policy: GroupPolicy
    platform: PlatformName
    remaining: tuple[Shortcoming, ...]


async def check(desk: Desk, account: Account, rest: str) -> None:
    """What is missing in the groups that this person looks after, as it was last seen; each of those is seen anew."""
    del rest
    missing: list[Found] = []
    well = unseen = 0
    for place in places.of(desk, await team.groups_of(desk, account, team.IN_CHARGE)):
        lacking = await desk.records.shortcomings.of(place.group, place.platform)
        if lacking:
            missing.append(Found(place.policy, place.platform, tuple(lacking)))
            desk.do(Inspect(group=place.group, platform=place.platform))
        elif await desk.records.groups.rights(place.group, place.platform) is None:
            unseen += 1
        else:
            well += 1
    if len(missing) > _EACH_BY_ITSELF:
        desk.say(account, _of_many(missing))
    desk.say(account, *(state_of(each.policy, each.platform, each.remaining) for each in missing[:_NAMED]))
    if well or not missing:
        desk.say(account, message(line("Groups in which I have all the rights that I need: {count}", count=well)))
    if unseen:
        desk.say(account, message(line("Groups that I have not looked at yet: {count}", count=unseen)))


def news(found: Sequence[Found]) -> tuple[Message, ...]:
    """For one person: a message for each group or, where there are many, one for all."""
    if len(found) <= _EACH_BY_ITSELF:
        return tuple(_of_one(each) for each in found)
    worse = [each for each in found if each.remaining]
    better = len(found) - len(worse)
    said = []
    if worse:
        of_many = _of_many(worse)
        said.append(
            replace(of_many, lines=(*of_many.lines, line("Type {command} to see more.", command=Typed("check"))))
        )
    if better:
        said.append(message(line("Groups in which I have all the rights that I need again: {count}", count=better)))
    return tuple(said)


def state_of(policy: GroupPolicy, platform: PlatformName, missing: Sequence[Shortcoming]) -> Message:
    """How one group is now."""
    where = {"group": policy.group.title, "platform": _spelt(platform)}
    if not missing:
        return message(line("In {group} on {platform} I have all the rights that I need.", **where))
    if any(each.right is Right.BE_THERE for each in missing):
        return message(
            line("I am not in {group} on {platform}. The policy is not kept there.", **where), _how_in(platform)
        )
    rights = (
        line(
            "{right} ({called}): {without}",
            right=MEANINGS[each.right].name,
            called=each.called,
            without=MEANINGS[each.right].without,
        )
        for each in missing
    )
    return message(
        line("I lack rights in {group} on {platform}:", **where),
        *rights,
        line("Whoever runs the group can give them to me in its settings."),
    )


def _of_many(found: Sequence[Found]) -> Message:
    lines: list[Line | Words] = [line("Groups in which I lack rights: {count}", count=len(found))]
    lines += [_named(each) for each in found[:_NAMED]]
    if len(found) > _NAMED:
        lines.append(line("and more: {count}", count=len(found) - _NAMED))
    return Message(tuple(lines))


def _of_one(found: Found) -> Message:
    if found.remaining:
        return state_of(found.policy, found.platform, found.remaining)
    where = {"group": found.policy.group.title, "platform": _spelt(found.platform)}
    return message(line("Thank you. In {group} on {platform} I have all the rights that I need again.", **where))


def _named(found: Found) -> Line:
    return line("{group} on {platform}", group=found.policy.group.title, platform=_spelt(found.platform))


def _how_in(platform: PlatformName) -> Line:
    if platform is PlatformName.TELEGRAM:
        return line("Please add me there as an administrator.")
    return line("Please invite me there. I come when somebody in charge asks me.")


def _spelt(platform: PlatformName) -> str:
    return platform.value.capitalize()

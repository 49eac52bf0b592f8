"""What the bot lacks in the groups, in words for people in charge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.community.rights import MEANINGS, Right, Shortcoming
from bot.core.ids import PlatformName
from bot.core.messages import Line, Message, Typed, line, message
from bot.core.policy import GroupPolicy
from bot.core.words import Words

_EACH_BY_ITSELF = 3  # groups; of more people hear in one message
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A group in which something came to be missing, or is there again, and all that is missing now."""

    policy: GroupPolicy
    platform: PlatformName
    remaining: tuple[Shortcoming, ...]


def news(found: Sequence[Found]) -> tuple[Message, ...]:
    """For one person: a message for each group or, where there are many, one for all."""
    if len(found) <= _EACH_BY_ITSELF:
        return tuple(_of_one(each) for each in found)
    worse = [each for each in found if each.remaining]
    better = len(found) - len(worse)
    lines: list[Line | Words] = []
    if worse:
        lines.append(line("In {count} groups I can't do all that the policy asks of me:", count=len(worse)))
        lines += [_named(each) for each in worse[:_NAMED]]
        if len(worse) > _NAMED:
            lines.append(line("and {count} more.", count=len(worse) - _NAMED))
    if better:
        lines.append(line("In {count} groups I have all the rights that I need again.", count=better))
    if worse:
        lines.append(line("Type {command} to see what is missing.", command=Typed("check")))
    return (Message(tuple(lines)),)


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

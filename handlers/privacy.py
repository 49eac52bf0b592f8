"""Who can read what is written in a group, and what the bot keeps: for anyone, member or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.desk import Desk
from bot.core.ids import PlatformName
from bot.core.messages import Line, Message, line
from bot.core.people import Account
from bot.core.policy import GroupPolicy, Policy
from bot.core.words import Words
from handlers import belonging
from handlers.brief import brief
from handlers.offering import Way, offer


async def read(desk: Desk, account: Account, rest: str) -> None:
    """For the groups that somebody belongs to; for every group to a stranger. What is the same is said once."""
    del rest
    policies = await belonging.concerning(desk, account)
    desk.say(account, *_who_can_read(desk, account, policies))
    for community in dict.fromkeys(policy.policy.community.key for policy in policies):
        policy = next(each.policy for each in policies if each.policy.community.key == community)
        desk.say(account, *brief(desk, account.language, *_kept(policy)))
    ways = (Way(line("See what I have agreed to"), "consent"), Way(line("Leave a group"), "leave"))
    await offer(desk, account, line("You can look at what you have agreed to, and leave, at any time."), ways=ways)


def _who_can_read(desk: Desk, account: Account, policies: Sequence[GroupPolicy]) -> tuple[Message, ...]:
    """By group only where it is not the same in all."""
    found = {policy.group.title: readers_of(policy, account.platform) for policy in policies}
    if len(set(found.values())) == 1:
        first = line("What is written in our groups can be read by:")
        return brief(desk, account.language, first, *next(iter(found.values())))
    return tuple(
        each
        for title, readers in found.items()
        for each in brief(
            desk, account.language, line("What is written in {group} can be read by:", group=title), *readers
        )
    )


def readers_of(policy: GroupPolicy, platform: PlatformName) -> tuple[Line | Words, ...]:
    """Who can read what is written in this group: in the policy's own words, or what is so in any case."""
    own, archive = policy.policy.privacy.who_can_read, policy.policy.retention.archive
    kept = (
        line("We keep no archive of it.")
        if archive is None
        else line("We keep an archive of it for {time}.", time=archive)
    )
    return (*((own,) if own is not None else _readers(policy, platform)), kept)


def _readers(policy: GroupPolicy, platform: PlatformName) -> Iterator[Line]:
    yield line("- everybody in the group, and those they show it to")
    yield line("- me, the bot, so that I can do my work")
    if policy.group.is_bridged:
        yield line("- everybody on the other side: it is shown on Telegram and on Matrix")
    if platform is PlatformName.TELEGRAM or policy.group.is_bridged:
        yield line("- Telegram, on whose computers it is kept")
    if platform is PlatformName.MATRIX or policy.group.is_bridged:
        yield line("- the servers of all who are in it, unless the room is encrypted")
    yield line("- the team, when somebody reports it")


def _kept(policy: Policy) -> Iterator[Line]:
    name, retention = policy.community.name, policy.retention
    yield line(
        "For {community} I keep your name, your address here, your groups, and what you agreed to. It is kept locked.",
        community=name,
    )
    yield line("Your answers at the door are deleted {time} after they were dealt with.", time=retention.applications)
    yield line("When you leave a group, I delete your answers at once.")
    yield line("If somebody was turned down or barred, I keep that as a code, without a name.")
    yield line("What you write to me here I don't keep, apart from your answers at the door.")
    if policy.policy.privacy is not None:
        yield line("More about this: {address}", address=policy.policy.privacy)

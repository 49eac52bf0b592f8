"""Words of distress in what somebody says to the bot in private: the numbers first, whatever else is going on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.core.content.phrases import says_any
from bot.core.desk import Desk, Policies
from bot.core.effects import Say, Urgency
from bot.core.ids import GroupId, community_of
from bot.core.messages import Line, Message, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import belonging, contacts, team
from handlers.brief import brief

_AN_HOUR = timedelta(hours=1)


async def heed(desk: Desk, account: Account, text: str) -> bool:
    """Whether somebody's words are in the policy's list for a crisis; then they are given the numbers, at once.

    The words of a community are for those who belong to it, and those of all communities for a stranger. The people
    in charge of somebody's groups are told that they may need somebody, not what they wrote.
    """
    groups = spoken(desk.policies, text)
    if not groups:
        return False
    own = await belonging.groups_of(desk, account)
    communities = {community_of(group) for group in groups}
    if own and not any(community_of(group) in communities for group in own):
        return False
    concerned = [group for group in own or groups if community_of(group) in communities]
    policies = belonging.policies_of(desk, concerned)
    for each in _numbers(desk, account, policies):
        desk.do(Say(to=account.id, message=each, urgency=Urgency.SAFETY))
    if own:
        await _tell_the_team(desk, account, policies)
    return True


def spoken(policies: Policies, text: str) -> list[GroupId]:
    """The groups in whose list these words are. Most have the same list, which is looked for once."""
    lists = {group: policy.content.crisis for group in policies.groups() if (policy := policies.of(group))}
    found = {words for words in set(lists.values()) if says_any(text, words)}
    return [group for group, words in lists.items() if words in found]


def _numbers(desk: Desk, account: Account, policies: Iterable[GroupPolicy]) -> tuple[Message, ...]:
    numbers = contacts.listed(contact for policy in policies for contact in policy.contacts.crisis)
    first = line("It sounds as if things are very hard just now. You don't have to be alone with it.")
    if numbers:
        first = line("It sounds as if things are very hard just now. You can talk to somebody at once:")
    danger = line(
        "I am a program, and no person reads this chat. "
        "If you or somebody else is in danger now, please call the emergency services."
    )
    return (*brief(desk, account.language, first, *numbers), message(danger))


async def _tell_the_team(desk: Desk, account: Account, policies: tuple[GroupPolicy, ...]) -> None:
    """Once an hour for each person. The writer is told of it if there is anybody who can be told."""
    everybody: dict[Account, GroupPolicy] = {}
    for policy in policies:
        for user in team.in_charge(desk.policies, policy):
            everybody.setdefault(await desk.records.people.meet(user, desk.now), policy)
    others = {who: policy for who, policy in everybody.items() if who.person != account.person}
    if not others or not await desk.records.told.once(f"crisis {account.person}", _AN_HOUR, desk.now):
        return
    for who, policy in others.items():
        desk.do(Say(to=who.id, message=_about(desk, account, policy), urgency=Urgency.SAFETY))
    if any(who.reachable for who in others):
        name = policies[0].policy.community.name
        told = line("I am letting the team of {community} know that you may need somebody.", community=name)
        how = line("I don't show them what you wrote. They may not see it at once.")
        desk.do(Say(to=account.id, message=message(told, how), urgency=Urgency.SAFETY))


def _about(desk: Desk, account: Account, policy: GroupPolicy) -> Message:
    """With the day: somebody who cannot be reached now reads it later."""
    group, today = policy.group.title, desk.today(policy.policy)
    who: Line = line("{name} ({group}) may be having a very hard time.", name=team.called(account), group=group)
    return message(
        who,
        line("On {day} they used words from the crisis list here with me. I gave them numbers to call.", day=today),
        line("I don't pass on what they wrote. Perhaps you can ask them how they are."),
    )

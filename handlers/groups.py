"""What the bot sees in a group: who is there, what is asked of it, and how it stands itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import Done, FollowGroup, Outcome, Post, Say, TakeOut
from bot.core.events import (
    Chat,
    GroupMessage,
    GroupMessageEdited,
    GroupMessageSealed,
    GroupMoved,
    GroupReplaced,
    MemberLeft,
    MemberSeen,
    User,
)
from bot.core.ids import GroupId
from bot.core.messages import Message, line, message
from bot.core.people import Account
from handlers import added, commands, nights, rules, team, unreached
from handlers.commands import Command
from handlers.typed import read_command

_A_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(weeks=1)


async def on_message(event: GroupMessage, desk: Desk) -> None:
    """`rules` is for all to read; what belongs in private is taken out of the group and goes on in private."""
    group = await desk.records.groups.at(event.chat)
    policy = None if group is None else desk.policies.of(group)
    if group is None or policy is None or event.by is None:
        return
    account = await desk.records.people.meet(event.by, desk.now)
    await desk.records.members.saw(account.id, group, desk.now)
    await nights.remind(desk, policy, account, group)
    command = read_command(event.text, prefix_needed=True, called=desk.called)
    found = None if command is None else await commands.known(desk, account, command.name)
    if command is None or found is None:
        return
    if command.name == "rules":
        if await desk.records.told.once(f"rules {group}", _A_MINUTE, desk.now):
            for each in rules.of(desk, policy, policy.policy.community.language):
                desk.do(Post(group=group, platform=event.chat.platform, message=each))
        return
    desk.do(TakeOut(group=group, platform=event.chat.platform, message=event.message))
    if not account.reachable:
        await unreached.show_the_way(desk, group, event.chat.platform)
    await _answer_in_private(desk, account, found, command.rest, group)


async def _answer_in_private(desk: Desk, account: Account, command: Command, rest: str, group: GroupId) -> None:
    """If they turn out not to have opened a chat, the group is shown the way."""
    before = len(desk.effects)
    await command.run(desk, account, rest)
    desk.effects[before:] = [
        replace(effect, asked_in=group) if isinstance(effect, Say) and effect.to == account.id else effect
        for effect in desk.effects[before:]
    ]


async def on_seen(event: MemberSeen, desk: Desk) -> None:
    await _saw(event.chat, event.who, desk)


async def on_edited(event: GroupMessageEdited, desk: Desk) -> None:
    """A command that somebody has edited is no new one: it may have been carried out."""
    if event.by is not None:
        await _saw(event.chat, event.by, desk)


async def on_sealed(event: GroupMessageSealed, desk: Desk) -> None:
    """Said once in a while: nobody should believe that it is read here."""
    group = await _saw(event.chat, event.by, desk)
    if group is not None and await desk.records.told.once(f"sealed {group}", _A_WEEK, desk.now):
        desk.do(Post(group=group, platform=event.chat.platform, message=_cannot_read()))


def _cannot_read() -> Message:
    return message(
        line("Some of what is written here is locked for me: its key has not come to me, so I can't read it."),
        line("If you want something from me, please write to me in private."),
    )


async def _saw(chat: Chat, who: User, desk: Desk) -> GroupId | None:
    group = await desk.records.groups.at(chat)
    if group is not None:
        account = await desk.records.people.meet(who, desk.now)
        await desk.records.members.saw(account.id, group, desk.now)
    return group


async def on_left(event: MemberLeft, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is not None:
        account = await desk.records.people.meet(event.who, desk.now)
        await added.on_gone(desk, account, group)


async def on_replaced(event: GroupReplaced, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is not None:
        desk.do(FollowGroup(group=group, platform=event.chat.platform, new=event.new))


async def on_followed(effect: FollowGroup, outcome: Outcome, desk: Desk) -> None:
    policy = desk.policies.of(effect.group)
    if policy is None or isinstance(outcome, Done):
        return
    if await desk.records.told.once(f"followed {effect.group}", _A_DAY, desk.now):
        words = line("{group} goes on in a new room, and I can't get in.", group=policy.group.title)
        await team.tell(desk, policy, message(words, line("Please invite me there, and I follow.")))


async def on_moved(event: GroupMoved, desk: Desk) -> None:
    group = await desk.records.groups.at(Chat(event.platform, event.old))
    await desk.records.groups.moved(event.platform, event.old, event.new)
    policy = None if group is None else desk.policies.of(group)
    if policy is not None:
        words = line("{group} goes on in a new place, and I have moved there too.", group=policy.group.title)
        new = line("Please put its new id into the policy file: {id}", id=event.new)
        await team.tell(desk, policy, message(words, new))

"""What the bot sees in a group: who is there, what is asked of it, and how it stands itself."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.effects import Post, TakeOut
from bot.core.events import BotStanding, GroupMessage, GroupMoved, MemberLeft, MemberSeen
from handlers import admission, commands
from handlers.typed import read_command


async def on_message(event: GroupMessage, desk: Desk) -> None:
    """`rules` is for all to read; what belongs in private is taken out of the group and goes on in private."""
    group = await desk.records.groups.at(event.chat)
    policy = None if group is None else desk.policies.of(group)
    if group is None or policy is None or event.by is None:
        return
    account = await desk.records.people.meet(event.by, desk.now)
    await desk.records.members.saw(account.id, group, desk.now)
    command = read_command(event.text, prefix_needed=True)
    if command is None or command.name not in commands.PRIVATE:
        return
    if command.name == "rules":
        for each in admission.rules(policy):
            desk.do(Post(group=group, platform=event.chat.platform, message=each))
        return
    desk.do(TakeOut(group=group, platform=event.chat.platform, message=event.message))
    await commands.PRIVATE[command.name](desk, account, command.rest)


async def on_seen(event: MemberSeen, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is not None:
        account = await desk.records.people.meet(event.who, desk.now)
        await desk.records.members.saw(account.id, group, desk.now)


async def on_left(event: MemberLeft, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is not None:
        account = await desk.records.people.meet(event.who, desk.now)
        await desk.records.members.left(account.id, group, desk.now)


async def on_moved(event: GroupMoved, desk: Desk) -> None:
    await desk.records.groups.moved(event.platform, event.old, event.new)


async def on_standing(event: BotStanding, desk: Desk) -> None:
    await desk.records.groups.stands(event.chat, present=event.present, rights=event.rights)

"""A member suggests somebody for a group. Nothing goes to the team before they have seen it and said yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.desk import Desk
from bot.core.ids import GroupId, community_of
from bot.core.membership.suggestion import LONGEST, MOST_OPEN, Stage, Suggestion
from bot.core.messages import Line, line, message
from bot.core.people import Account
from bot.core.policy import GroupKind
from bot.core.team.settings import Role
from bot.core.words import Words
from handlers import belonging, doors, suggested, team
from handlers.brief import brief
from handlers.offering import Way, offer
from handlers.typed import first_word

_SEND, _DROP = "send", "drop"
_DRAFTS_LAST = timedelta(days=1)
_ANY_ROLE = frozenset(Role)


async def suggest(desk: Desk, account: Account, rest: str) -> None:
    """Ask step by step: `suggest`, `suggest evening`, `suggest evening Jo, who is @jo`."""
    verb, words = first_word(rest)
    if verb in {_SEND, _DROP} and words.isdecimal():
        await _answered(desk, account, words, send=verb == _SEND)
        return
    groups = await _groups(desk, account)
    found = doors.named(desk, groups, rest)
    if len(found) == 1:
        words = ""
    else:
        found = doors.named(desk, groups, verb) if verb else found
    if not groups:
        desk.say(account, message(line("Members of a group can suggest somebody. You are in none that I know of.")))
    elif len(found) == 1:
        await _for_group(desk, account, found[0], words)
    else:
        await _ask_which(desk, account, [group for group in found or groups if _takes(desk, group)])


async def _groups(desk: Desk, account: Account) -> tuple[GroupId, ...]:
    """Those of their own communities; of the groups for staff only their own."""
    own = {*await belonging.joined(desk, account), *await team.groups_of(desk, account, _ANY_ROLE)}
    communities = {community_of(group) for group in own}
    return tuple(
        group
        for group in desk.policies.groups()
        if community_of(group) in communities and (group in own or not _is_for_staff(desk, group))
    )


def _is_for_staff(desk: Desk, group: GroupId) -> bool:
    policy = desk.policies.of(group)
    return policy is not None and policy.group.kind is GroupKind.STAFF


def _takes(desk: Desk, group: GroupId) -> bool:
    policy = desk.policies.of(group)
    return policy is not None and policy.gate.suggestions


async def _ask_which(desk: Desk, account: Account, groups: Sequence[GroupId]) -> None:
    if groups:
        await doors.ask_which(desk, account, groups, _WHICH)
    else:
        desk.say(account, message(line("Your groups take no suggestions.")))


def _way(group: str) -> Line:
    return line("Suggest somebody for {group}", group=group)


_WHICH = doors.Which(line("For which group would you like to suggest somebody?"), _way, "suggest")


async def _for_group(desk: Desk, account: Account, group: GroupId, words: str) -> None:
    title = doors.title_of(desk, group)
    if not _takes(desk, group):
        desk.say(account, message(line("{group} takes no suggestions.", group=title)))
    elif await desk.records.suggestions.count_open(account.person) >= MOST_OPEN:
        desk.say(account, message(line("The team still has some suggestions of yours. Please wait for its answer.")))
    elif not words:
        await _ask_for_words(desk, account, group)
    elif len(words) > LONGEST:
        await _ask_for_words(desk, account, group, line("Please use at most {most} characters.", most=LONGEST))
    else:
        await _show(desk, account, group, words)


async def _ask_for_words(desk: Desk, account: Account, group: GroupId, *first: Line) -> None:
    await offer(
        desk,
        account,
        *first,
        line("Whom do you suggest for {group}, and how can we reach them?", group=doors.title_of(desk, group)),
        line("Please ask them first if they like the idea. Type it in one message; I show it to you before I send it."),
        ways=(Way(line("Suggest nobody"), "menu"),),
        awaits=f"suggest {group}",
    )


async def _show(desk: Desk, account: Account, group: GroupId, words: str) -> None:
    draft = Suggestion(
        account=account.id,
        group=group,
        stage=Stage.DRAFT,
        words=words,
        made_at=desk.now,
        ends_at=desk.now + _DRAFTS_LAST,
    )
    draft = await desk.records.suggestions.add(draft)
    title = doors.title_of(desk, group)
    will_read = line("This is what the team of {group} will read:", group=title)
    desk.say(account, *brief(desk, account.language, will_read, Words.of(words)))
    await offer(
        desk,
        account,
        line("Nobody else reads it, and it is deleted once they have said yes or no. Shall I send it?"),
        ways=(
            Way(line("Yes, send it to the team"), f"suggest {_SEND} {draft.id}", yes=True),
            Way(line("No, don't send it"), f"suggest {_DROP} {draft.id}", yes=False),
        ),
    )


async def _answered(desk: Desk, account: Account, number: str, *, send: bool) -> None:
    draft = await suggested.numbered(desk, number)
    if draft is None or draft.account != account.id or draft.stage is not Stage.DRAFT:
        desk.say(account, message(line("That has been sent or deleted already. Nothing more has happened.")))
    elif not send:
        await desk.records.suggestions.forget(draft.id)
        desk.say(account, message(line("I have deleted it. The team has not seen it.")))
    elif await desk.records.suggestions.count_open(account.person) >= MOST_OPEN:
        await _for_group(desk, account, draft.group, "")
    else:
        await _send(desk, account, draft)


async def _send(desk: Desk, account: Account, draft: Suggestion) -> None:
    policy = desk.policies.of(draft.group)
    if policy is None or not policy.gate.suggestions:
        await desk.records.suggestions.forget(draft.id)
        desk.say(account, message(line("That group takes no suggestions any more, so I have deleted it.")))
        return
    kept = policy.policy.retention.applications
    sent = replace(draft, stage=Stage.OPEN, ends_at=desk.now + kept)
    await desk.records.suggestions.save(sent)
    desk.say(account, message(line("Thank you. The team has it now, and I tell you what they say.")))
    await suggested.put(desk, sent, policy)

"""What becomes of a suggestion: the people in charge say yes or no, and a yes makes a way in for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.desk import Desk
from bot.core.effects import ForSuggestion, Say, Urgency
from bot.core.ids import GroupId, SuggestionId, Token, key_of
from bot.core.membership.suggestion import Stage, Suggestion, new_token, token_in
from bot.core.messages import Line, Message, StartLink, Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.team.settings import Role
from bot.core.words import Words
from handlers import doors, names, on_roster, team
from handlers.brief import brief
from handlers.offering import Way, card, offer
from handlers.typed import first_word

APPROVERS = frozenset({Role.OWNER, Role.STAFF})
_AT_ONCE = 50
_MOST = 20  # in one list
_LONGEST_NUMBER = 12  # figures


async def put(desk: Desk, suggestion: Suggestion, policy: GroupPolicy) -> None:
    """Before everybody who may say yes to it."""
    for approver in await _approvers(desk, policy):
        await _show(desk, approver, suggestion, policy)


async def suggestions(desk: Desk, account: Account, rest: str) -> None:
    """Decide: `suggestions` lists, `suggestions 7` shows, `suggestions 7 yes` and `no` decide."""
    number, verb = first_word(rest)
    said = verb.strip().casefold()
    if not number:
        await _list(desk, account)
        return
    suggestion = await numbered(desk, number)
    policy = None if suggestion is None else desk.policies.of(suggestion.group)
    theirs = await team.groups_of(desk, account, APPROVERS)
    if suggestion is None or policy is None or suggestion.group not in theirs or suggestion.stage is Stage.DRAFT:
        desk.say(account, message(line("I can't find a suggestion with that number.")))
    elif suggestion.stage is not Stage.OPEN:
        desk.say(account, message(line("That has been decided already. Nothing more is to be done.")))
    elif said in {"yes", "no"}:
        await _decide(desk, account, suggestion, policy, yes=said == "yes")
    else:
        await _show(desk, account, suggestion, policy)


async def numbered(desk: Desk, number: str) -> Suggestion | None:
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    return await desk.records.suggestions.get(SuggestionId(int(number)))


async def run_out(desk: Desk) -> bool:
    """What nobody has settled in the policy's time is deleted; whoever made it is told so."""
    ended = await desk.records.suggestions.ended(desk.now, _AT_ONCE)
    for each in ended:
        await desk.records.suggestions.forget(each.id)
        if each.stage is Stage.OPEN:
            account = await desk.records.people.account(each.account)
            group = doors.title_of(desk, each.group)
            late = line("Nobody could say yes or no to your suggestion for {group} in time.", group=group)
            desk.say(account, message(late, line("I have deleted it. You are welcome to suggest somebody again.")))
    return len(ended) == _AT_ONCE


@dataclass(frozen=True, slots=True)
class Door:
    """What came of the words behind `join`: the group that is open to this person by a way in of their own.

    Without one, `rest` is what was said of the group. `shut`: they have been told why it is not for them.
    """

    rest: str
    group: GroupId | None = None
    shut: bool = False


async def door(desk: Desk, account: Account, rest: str) -> Door:
    """The first who comes by a way in is the one for whom it was made."""
    named, token = token_in(rest)
    found = None if token is None else await desk.records.suggestions.bearing(token)
    policy = None if found is None else desk.policies.of(found.group)
    if found is None or policy is None or found.ends_at <= desk.now:
        return Door(rest if found is None and doors.named(desk, desk.policies.groups(), rest) else named)
    if found.bound is not None:
        holder = await desk.records.people.account(found.bound)
        if holder.person == account.person:
            return Door(named, found.group)
        await _is_used(desk, account, found.group, policy)
        return Door(named, shut=True)
    if not doors.lives_on(policy, account.platform):
        desk.say(account, message(line("That group lives in another app. Please write to me there.")))
        return Door(named, shut=True)
    maker = await desk.records.people.account(found.account)
    if maker.person == account.person:
        desk.say(account, message(line("That is for the person whom you have suggested. Please pass it on to them.")))
        return Door(named, shut=True)
    if not await desk.records.members.is_member(account.id, found.group):
        await desk.records.suggestions.save(replace(found, bound=account.id))
        await on_roster.take_up(desk, account, policy, found.group)
    return Door(named, found.group)


async def _is_used(desk: Desk, account: Account, group: GroupId, policy: GroupPolicy) -> None:
    used = line("That way in was made for one person, and somebody has used it already.")
    ways: tuple[Way, ...] = ()
    if doors.is_open(policy, account.platform):
        word = doors.word_for(desk, desk.policies.groups(), group)
        ways = (Way(line("Join {group}", group=policy.group.title), f"join {word}"),)
    await offer(desk, account, used, line("If it was meant for you, please tell whoever gave it to you."), ways=ways)


async def _list(desk: Desk, account: Account) -> None:
    ways = []
    for group in await team.groups_of(desk, account, APPROVERS):
        for each in await desk.records.suggestions.open_in(group):
            label = line("{number}: somebody for {group}", number=str(each.id), group=doors.title_of(desk, group))
            ways.append(Way(label, f"suggestions {each.id}"))
    if ways:
        await offer(desk, account, line("Which suggestion would you like to see?"), ways=ways[:_MOST])
    else:
        desk.say(account, message(line("There are no suggestions before you.")))


async def _approvers(desk: Desk, policy: GroupPolicy) -> Sequence[Account]:
    users = team.holding(desk.policies, policy, APPROVERS)
    return [await desk.records.people.meet(user, desk.now) for user in users]


async def _show(desk: Desk, reader: Account, suggestion: Suggestion, policy: GroupPolicy) -> None:
    maker = await desk.records.people.account(suggestion.account)
    about, says = ForSuggestion(suggestion.id), f"suggestions {suggestion.id}"
    who = line("{name} suggests somebody for {group}:", name=await names.in_full(desk, maker), group=policy.group.title)
    for each in brief(desk, reader.language, who, Words.of(suggestion.words)):
        desk.do(Say(to=reader.id, message=each, urgency=Urgency.NOTICE, about=about))
    await card(
        desk,
        reader,
        line("Shall I make a way in for this person? They are asked the same questions as everybody."),
        line("You can also type {yes} or {no}.", yes=Typed(f"{says} yes"), no=Typed(f"{says} no")),
        ways=(
            Way(line("Yes, make a way in for them"), f"{says} yes", yes=True),
            Way(line("No, don't invite them"), f"{says} no", yes=False),
        ),
        about=about,
    )


async def _decide(desk: Desk, account: Account, suggestion: Suggestion, policy: GroupPolicy, *, yes: bool) -> None:
    """What was written about somebody is deleted with the decision."""
    maker = await desk.records.people.account(suggestion.account)
    if yes:
        await _make_a_way_in(desk, account, maker, suggestion, policy)
        done = line("There is a way in now for whom {name} suggested.", name=names.called(maker))
    else:
        await desk.records.suggestions.forget(suggestion.id)
        desk.say(maker, *_not_now(policy))
        done = line("Whom {name} suggested is not invited. I tell them kindly.", name=names.called(maker))
    desk.say(account, message(line("Thank you."), done))
    for other in await _approvers(desk, policy):
        if other.person not in {account.person, maker.person}:
            told = message(line("A suggestion for {group} has been settled:", group=policy.group.title), done)
            desk.do(Say(to=other.id, message=told, urgency=Urgency.NOTICE, only_if_reachable=True))


async def _make_a_way_in(
    desk: Desk, account: Account, maker: Account, suggestion: Suggestion, policy: GroupPolicy
) -> None:
    token = new_token()
    until = desk.now + policy.policy.retention.applications
    approved = replace(suggestion, stage=Stage.APPROVED, words="", decided_by=account.id, ends_at=until)
    await desk.records.suggestions.save(approved)
    await desk.records.suggestions.give_out(suggestion.id, token)
    good = line("Good news: the team says yes to your suggestion for {group}.", group=policy.group.title)
    last = desk.today(policy.policy) + policy.policy.retention.applications
    for reader in {maker.id: maker, account.id: account}.values():
        first = (good,) if reader.id == maker.id else ()
        desk.say(reader, message(*first, line("Please pass this on to the person:")))
        desk.say(reader, _pass_on(policy, suggestion.group, token))
        desk.say(reader, message(line("It works for one person, until {day}.", day=last)))


def _pass_on(policy: GroupPolicy, group: GroupId, token: Token) -> Message:
    link = StartLink(f"{doors.JOIN}{key_of(group)}-{token}")
    how: Line = line(
        "You are welcome to join {group}. Open {link}, or write to me: {words}",
        group=policy.group.title,
        link=link,
        words=f"join {key_of(group)} {token}",  # without a prefix: it may go to somebody on the other platform
    )
    return message(how)


def _not_now(policy: GroupPolicy) -> tuple[Message, ...]:
    group = policy.group.title
    thanks = line("Thank you for your suggestion for {group}. The team can't take it up just now.", group=group)
    return (message(thanks, line("That says nothing about the person, or about you.")),)

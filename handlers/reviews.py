"""Deciding about people whom the questions alone do not let in: by those who moderate that very group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import ForReview, Say, Urgency
from bot.core.events import User
from bot.core.ids import ApplicationId
from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import end
from bot.core.messages import Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import cards, names, team, verdict
from handlers.cards import DECIDERS, title
from handlers.offering import Way, offer
from handlers.typed import first_word

LONGEST_WORD = 1000
_MOST = 20  # in one list
_LONGEST_NUMBER = 12  # figures
_AT_ONCE = 50
_OWNERS_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Matter:
    """An application in a group that this person moderates."""

    application: Application
    applicant: Account
    policy: GroupPolicy


async def review(desk: Desk, account: Account, rest: str) -> None:
    """Decide: `review` lists, `review 12` shows, `review 12 yes` and `no` decide, `review 12 word Hello!` writes."""
    number, what = first_word(rest)
    verb, words = first_word(what)
    if not number:
        await _list(desk, account)
        return
    matter = await _matter(desk, account, number)
    if matter is None:
        desk.say(account, message(line("There is nothing to decide under that number.")))
    elif await _is_about(desk, account, matter):
        desk.say(account, message(line("This is about you, so somebody else decides.")))
    elif matter.application.standing is not Standing.HELD:
        desk.say(account, message(line("That has been decided already. Nothing more is to be done.")))
    elif verb.casefold() in {"yes", "no"}:
        await _decide(desk, account, matter, yes=verb.casefold() == "yes")
    elif verb.casefold() == "word":
        await _word(desk, account, matter, words)
    else:
        await cards.show(desk, account, matter.application, matter.policy)


async def reply(desk: Desk, account: Account, rest: str) -> None:
    """`reply 12 I am new here.`: an answer to the team, by somebody about whom it decides."""
    number, words = first_word(rest)
    if number.isdecimal():
        application = await _application(desk, number)
    else:
        application, words = await desk.records.applications.held(account.person), rest
    policy = None if application is None else desk.policies.of(application.group)
    theirs = application is not None and application.person == account.person
    if application is None or policy is None or not theirs or application.standing is not Standing.HELD:
        desk.say(account, message(line("The team is not waiting for an answer from you.")))
    elif not words.strip():
        await _ask_for_reply(desk, account, application, policy)
    elif len(words) > LONGEST_WORD:
        await _ask_for_reply(desk, account, application, policy, too_long=True)
    else:
        await _hand_on(desk, account, application, policy, words.strip())


async def ways_to_reply(desk: Desk, account: Account) -> tuple[Way, ...]:
    """For whoever writes while the team decides about them."""
    held = await desk.records.applications.held(account.person)
    return () if held is None else (Way(line("Write to the team"), f"reply {held.id}"),)


async def bring_up(desk: Desk) -> bool:
    """What nobody has decided is brought up again, a day after it came up and then daily, with owners after three."""
    due = await desk.records.applications.to_bring_up(desk.now, _AT_ONCE)
    for application in due:
        await desk.records.applications.save(replace(application, bring_up_at=desk.now + verdict.BRING_UP_AFTER))
        policy = desk.policies.of(application.group)
        if policy is not None:
            waited = desk.now - (application.held_at or application.started_at)
            await cards.bring_up(desk, application, policy, owners_too=waited >= _OWNERS_AFTER)
    return len(due) == _AT_ONCE


async def _list(desk: Desk, account: Account) -> None:
    ways = []
    for group in await team.groups_of(desk, account, DECIDERS):
        for application in await desk.records.applications.held_in(group):
            applicant = await desk.records.people.account(application.account)
            policy = desk.policies.of(group)
            if policy is not None and not await _is_about(desk, account, _Matter(application, applicant, policy)):
                label = line(
                    "{number}: {name}, {group}",
                    number=str(application.id),
                    name=names.called(applicant),
                    group=title(policy),
                )
                ways.append(Way(label, f"review {application.id}"))
    if ways:
        await offer(desk, account, line("About whom would you like to decide?"), ways=ways[:_MOST])
    else:
        desk.say(account, message(line("Nobody waits for you to decide.")))


async def _matter(desk: Desk, account: Account, number: str) -> _Matter | None:
    application = await _application(desk, number)
    policy = None if application is None else desk.policies.of(application.group)
    if application is None or policy is None:
        return None
    if application.group not in await team.groups_of(desk, account, DECIDERS):
        return None
    if application.standing is not Standing.HELD and application.held_at is None:
        return None  # it never was for a person to decide
    return _Matter(application, await desk.records.people.account(application.account), policy)


async def _application(desk: Desk, number: str) -> Application | None:
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    try:
        return await desk.records.applications.get(ApplicationId(int(number)))
    except KeyError:
        return None


async def _is_about(desk: Desk, account: Account, matter: _Matter) -> bool:
    if account.person == matter.applicant.person:
        return True
    platform, native = await desk.records.people.native(account.id)
    user = User(*await desk.records.people.native(matter.applicant.id), "")
    return team.is_same_person(matter.policy, user, platform, native)


async def _decide(desk: Desk, account: Account, matter: _Matter, *, yes: bool) -> None:
    """The first word counts. The others who were asked are told, so that nobody goes on wondering."""
    application, applicant = matter.application, matter.applicant
    decided = replace(application, decided_by=account.id, decided_at=desk.now, bring_up_at=None)
    if yes:
        await desk.records.applications.save(replace(decided, standing=Standing.ACCEPTED, expires_at=None))
        verdict.may_come_in(desk, applicant, application)
    else:
        await desk.records.applications.save(end(decided, Standing.REFUSED, desk.now))
        verdict.refused(desk, applicant, application)
    name, group = names.called(applicant), title(matter.policy)
    thanks = line("Thank you.")
    done = line("{name} may come into {group}. I see to it.", name=name, group=group) if yes else None
    refused = line("{name} is not let into {group}. I tell them kindly.", name=name, group=group)
    desk.say(account, message(thanks, done or refused))
    for other in await cards.deciders(desk, application, matter.policy):
        if other.id != account.id:
            told = message(line("It has been decided about {name}:", name=name), done or refused)
            desk.do(Say(to=other.id, message=told, urgency=Urgency.NOTICE, only_if_reachable=True))


async def _word(desk: Desk, account: Account, matter: _Matter, words: str) -> None:
    name, number = names.called(matter.applicant), matter.application.id
    go_back = Way(line("Write nothing to {name}", name=name), f"review {number}")
    if not words or len(words) > LONGEST_WORD:
        first = [line("Please use at most {most} characters.", most=LONGEST_WORD)] if words else []
        ask = line("Please type what {name} should read. They see that it is from the team, not from whom.", name=name)
        await offer(desk, account, *first, ask, ways=(go_back,), awaits=f"review {number} word")
        return
    await offer(
        desk,
        matter.applicant,
        line("The team of {group} has a word for you:", group=title(matter.policy)),
        Words.of(words),
        ways=(Way(line("Answer the team"), f"reply {number}"),),
        urgency=Urgency.GATE,
    )
    done = line("{name} gets that from the team. An answer comes to all of you.", name=name)
    away = line("I can't write to {name} at present. They read it once they open our chat.", name=name)
    desk.say(account, message(done if matter.applicant.reachable else away))


async def _ask_for_reply(
    desk: Desk, account: Account, application: Application, policy: GroupPolicy, *, too_long: bool = False
) -> None:
    first = [line("Please use at most {most} characters.", most=LONGEST_WORD)] if too_long else []
    await offer(
        desk,
        account,
        *first,
        line("Please type your answer. I give it to the team of {group}.", group=title(policy)),
        ways=(Way(line("Write nothing to the team"), "menu"),),
        awaits=f"reply {application.id}",
    )


async def _hand_on(desk: Desk, account: Account, application: Application, policy: GroupPolicy, words: str) -> None:
    said = message(
        line("{name}, who would like to join {group}, writes:", name=names.called(account), group=title(policy)),
        Words.of(words),
        line("To decide, type {review}.", review=Typed(f"review {application.id}")),
    )
    for decider in await cards.deciders(desk, application, policy):
        desk.do(Say(to=decider.id, message=said, urgency=Urgency.NOTICE, about=ForReview(application.id)))
    desk.say(account, message(line("Thank you. I have given that to the team.")))

"""A guardian's consent for somebody young: recorded by those in charge, who have seen it, and taken back by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import RevokeLink
from bot.core.membership.application import Application, Standing
from bot.core.membership.gate import conclude
from bot.core.membership.roster import Entry, Guardian, found
from bot.core.messages import Line, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from handlers import on_roster, quiz, team
from handlers.kept_rosters import Meant, Roster, choose, person
from handlers.offering import Way, offer


async def record(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """`guardian Jo` asks; `guardian #17 yes` records, `guardian #17 back` takes it back."""
    who, _, what = words.partition(" ") if words.startswith("#") else (words, "", "")
    entries = found(await desk.records.rosters.entries(roster.key), who)
    if not entries:
        ask = line("Whose guardian has agreed? Type the name of the young person.")
        if who:
            ask = line("I find nobody of that name there. Put them on the roster first, or type the name again.")
        leave = Way(line("Leave it as it is"), roster.says("leave"))
        await offer(desk, account, ask, ways=(leave,), awaits=roster.says("guardian"))
    elif len(entries) > 1:
        await choose(desk, account, roster, entries, Meant("guardian", _label))
    elif what == "yes" and entries[0].guardian is None:
        await _record(desk, account, roster, entries[0])
    elif what == "back" and entries[0].guardian is not None:
        await _take_back(desk, account, roster, entries[0])
    else:
        await _ask(desk, account, roster, entries[0])


async def look_again(desk: Desk, account: Account, roster: Roster) -> None:
    """Whether those who wait for a guardian's yes may go on now; of others, what is still missing."""
    for group in roster.groups:
        policy = desk.policies.of(group)
        if policy is None or policy.gate.guardian_age is None:
            continue
        for application in await desk.records.applications.waiting_for_guardian(group):
            if not await go_on(desk, application, policy):
                await _remind(desk, account, roster, application)


async def go_on(desk: Desk, application: Application, policy: GroupPolicy) -> bool:
    """Where they stopped, if a guardian's consent is on record by now."""
    account = await desk.records.people.account(application.account)
    listed = await on_roster.listed(desk, account, policy, application.group)
    if not listed.guardian_seen:
        return False
    yes = line("Good news: a grown-up has said yes.")
    if await desk.records.applications.in_front(account.person) is not None:
        waits = replace(application, standing=Standing.WAITING, expires_at=None)
        await desk.records.applications.save(waits)
        desk.say(account, message(yes, line("We go on with {group} after this.", group=policy.group.title)))
        return True
    steps = quiz.steps(policy, account)
    opened = replace(application, standing=Standing.OPEN)
    after = conclude(opened, steps, gate=policy.gate, listed=listed, now=desk.now)
    await quiz.goes_on(desk, account, after, yes)
    return True


async def _ask(desk: Desk, account: Account, roster: Roster, entry: Entry) -> None:
    name, says = person(entry.row), roster.says(f"guardian #{entry.id}")
    if entry.guardian is None:
        ask = line("Have you seen that a guardian of {name} agrees? Your name and the day go on record.", name=name)
        yes = Way(line("Yes, I have seen it"), f"{says} yes", yes=True)
        no = Way(line("No, not yet"), roster.says("leave"), yes=False)
        await offer(desk, account, ask, ways=(yes, no))
        return
    known = line(
        "{staff} has seen the consent of a guardian of {name}, on {day}.",
        staff=entry.guardian.seen_by,
        name=name,
        day=entry.guardian.on,
    )
    stays = Way(line("Leave it as it is"), roster.says("leave"))
    await offer(desk, account, known, ways=(stays, Way(line("Take the consent back"), f"{says} back")))


async def _record(desk: Desk, account: Account, roster: Roster, entry: Entry) -> None:
    seen = Guardian(await _name_of(desk, account, roster), desk.today(roster.policy))
    await desk.records.rosters.save(replace(entry, guardian=seen))
    noted = line("Thank you. I have noted that you have seen the consent of a guardian of {name}.", name=entry.row.name)
    undo = Way(line("Take the consent back"), roster.says(f"guardian #{entry.id} back"))
    await offer(desk, account, noted, ways=(undo,))
    await look_again(desk, account, roster)


async def _take_back(desk: Desk, account: Account, roster: Roster, entry: Entry) -> None:
    await desk.records.rosters.save(replace(entry, guardian=None))
    undo = Way(line("Record the consent again"), roster.says(f"guardian #{entry.id}"))
    gone = line("The consent of a guardian of {name} is no longer on record.", name=entry.row.name)
    stay = line("If they are in a group now, please decide with the guardian if they may stay.")
    await offer(desk, account, gone, stay, ways=(undo,))
    await hold_back(desk, roster)


async def hold_back(desk: Desk, roster: Roster) -> None:
    """Whoever is about to come in on the strength of it waits again."""
    for group in roster.groups:
        policy = desk.policies.of(group)
        if policy is None or policy.gate.guardian_age is None:
            continue
        applications = desk.records.applications
        for application in (*await applications.held_in(group), *await applications.accepted_in(group)):
            young = await desk.records.people.account(application.account)
            listed = await on_roster.listed(desk, young, policy, group)
            if listed.guardian_seen or not any(answer.young for answer in application.answers):
                continue
            if application.link:
                desk.do(RevokeLink(to=young.id, group=group, link=application.link))
            await on_roster.wait_for_guardian(desk, young, replace(application, link=""), policy)


async def _remind(desk: Desk, account: Account, roster: Roster, application: Application) -> None:
    """Of those who have come onto this roster and wait for nothing but the consent."""
    young = await desk.records.people.account(application.account)
    entries = await on_roster.entries_of(desk, young, application.group)
    here = {entry.id for entry in await desk.records.rosters.entries(roster.key)}
    waits: Sequence[Entry] = [entry for entry in entries if entry.id in here]
    if waits:
        ask = line("{name} is waiting at the door, and a guardian's consent is missing.", name=waits[0].row.name)
        way = Way(_label(waits[0].row.name), roster.says(f"guardian #{waits[0].id}"))
        await offer(desk, account, ask, ways=(way, Way(line("Leave it as it is"), roster.says("leave"))))


async def _name_of(desk: Desk, account: Account, roster: Roster) -> str:
    """As the policy names them, or as they call themselves."""
    platform, native = await desk.records.people.native(account.id)
    for member in roster.policy.team:
        if any((user.platform, user.id) == (platform, native) for user in team.accounts_of(member)):
            return member.name
    return account.name or account.username or native


def _label(name: str) -> Line:
    return line("Record a guardian's consent for {name}", name=name)

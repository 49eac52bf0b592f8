"""Whom of the team the bot cannot write to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.app.findings import Findings, Section
from bot.core.errors import NotYet
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.core.policy import Policy
from bot.core.ports import Inspection, Reach
from bot.storage.database import Database
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class _Somebody:
    """By their name in the policy, and never by an id that it does not give."""

    called: str
    accounts: Mapping[PlatformName, NativeId]


async def look_for_the_team(
    policies: Sequence[Policy],
    settings: Settings,
    inspections: Sequence[Inspection],
    database: Database | None,
    findings: Findings,
) -> None:
    """Somebody who cannot be written to anywhere is a problem; on one platform of two, a warning."""
    there = {each.name: each for each in inspections}
    reached = 0
    for somebody in _team(policies, settings):
        tried = {name: native for name, native in somebody.accounts.items() if name in there}
        if not somebody.accounts:
            findings.warn(Section.TEAM, f"{somebody.called} has no id in the policy, so that nothing reaches them.")
        results = {name: await _reach(there[name], native, database) for name, native in tried.items()}
        reached += any(reach is Reach.OPEN for reach in results.values())
        hopeless = bool(results) and all(reach in _SAID for reach in results.values())
        for name, reach in results.items():
            if reach in _SAID:
                words = f"{somebody.called} {_SAID[reach]} on {name.value.capitalize()}. {_HOW[name, reach]}"
                (findings.fault if hopeless else findings.warn)(Section.TEAM, words)
            elif reach is Reach.UNTRIED:
                words = f"{somebody.called} has not been written to on {name.value.capitalize()} yet: it cannot be told"
                findings.note(Section.TEAM, f"{words} whether they can be.")
    if reached:
        findings.fine(Section.TEAM, f"{reached} of the team can be written to.")


def _team(policies: Sequence[Policy], settings: Settings) -> Iterator[_Somebody]:
    named: set[tuple[PlatformName, NativeId]] = set()
    for policy in policies:
        for member in policy.team:
            accounts: dict[PlatformName, NativeId] = {}
            if member.telegram is not None:
                accounts[PlatformName.TELEGRAM] = NativeId(str(member.telegram))
            if member.matrix is not None:
                accounts[PlatformName.MATRIX] = NativeId(member.matrix)
            named.update(accounts.items())
            yield _Somebody(f"{member.name} ({member.role.value})", accounts)
    for number, owner in enumerate(settings.owners, start=1):
        if (owner.platform, owner.native) not in named:
            yield _Somebody(f"Number {number} of OWNERS", {owner.platform: owner.native})


async def _reach(inspection: Inspection, person: NativeId, database: Database | None) -> Reach:
    """As the platform says or, where it does not, as it was when they were last written to."""
    try:
        reach = await inspection.can_write_to(person)
    except NotYet:
        return Reach.UNTRIED
    if reach is not Reach.UNTRIED or database is None:
        return reach
    async with database.work() as work:
        account = await work.people.known(User(inspection.name, person, ""))
    if account is None:
        return reach
    return Reach.OPEN if account.reachable else Reach.CLOSED


_SAID = {Reach.CLOSED: "cannot be written to", Reach.NO_SUCH: "has no account"}
_LOOK_AT_THE_ID = "Look at the id in the policy."
_HOW = {
    (PlatformName.TELEGRAM, Reach.CLOSED): "They have to open a chat with the bot and press Start.",
    (PlatformName.TELEGRAM, Reach.NO_SUCH): _LOOK_AT_THE_ID,
    (PlatformName.MATRIX, Reach.CLOSED): "They have left the chat, or refuse invitations: let them write to the bot.",
    (PlatformName.MATRIX, Reach.NO_SUCH): _LOOK_AT_THE_ID,
}

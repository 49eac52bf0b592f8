"""`roster`: who belongs, kept by owners and staff in their private chat, by a file or by one person a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.desk import Desk
from bot.core.membership.roster import Entry, found
from bot.core.messages import Line, line, message
from bot.core.people import Account
from handlers import guardians, kept_rosters, roster_changes, struck_off
from handlers.brief import brief
from handlers.kept_rosters import Does, Roster, person
from handlers.offering import Way, offer
from handlers.typed import first_word

_SHOWN = 30


async def keep(desk: Desk, account: Account, rest: str) -> None:
    """`roster`, `roster evening`, `roster evening add Jo, @jo_smith`: with arguments it acts, without it asks."""
    if rest.strip().casefold() == "leave":
        desk.say(account, message(line("All right. Nothing has changed.")))
        return
    rosters = await kept_rosters.kept_by(desk, account)
    which, words = _which(rosters, rest)
    if len(which) != 1:
        await kept_rosters.ask_which(desk, account, which or rosters)
        return
    verb, more = first_word(words)
    does = _DOES.get(verb.casefold(), _show_state)
    await does(desk, account, which[0], more)


async def read(desk: Desk, account: Account, rest: str, text: str) -> None:
    """A file that was sent for `rest`: the whole list, as it is to be from now on."""
    rosters = await kept_rosters.kept_by(desk, account)
    which, _ = _which(rosters, rest)
    if len(which) == 1:
        await roster_changes.take_file(desk, account, which[0], text)
    else:
        await kept_rosters.ask_which(desk, account, which or rosters)


def _which(rosters: Sequence[Roster], rest: str) -> tuple[Sequence[Roster], str]:
    """Which are meant, and what follows their name; with one roster alone it need not be named."""
    first, words = first_word(rest)
    by_key = kept_rosters.named(rosters, first) if first else ()
    if by_key:
        return by_key, words
    title = rest.strip().casefold()
    by_title = tuple(each for each in rosters if title and str(each.title).casefold() == title)
    if by_title:
        return by_title, ""
    alone = len(rosters) == 1 and (not first or first.casefold() in _DOES)
    return (rosters if alone else ()), rest.strip()


async def _show_state(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """How many there are, and what can be done."""
    del words
    count = await desk.records.rosters.count(roster.key)
    ways = [
        Way(line("Show me who is on it"), roster.says("show")),
        Way(line("Strike somebody off"), roster.says("strike")),
        Way(line("Record a guardian's consent"), roster.says("guardian")),
        Way(line("See which members are not on it"), roster.says("members")),
        Way(line("Leave it as it is"), roster.says("leave")),
    ]
    await offer(
        desk,
        account,
        line("People on the roster of {group}: {count}.", group=roster.title, count=count),
        line("Send me the whole list as a CSV file. Or type whom to add, one person a line: Jo Smith, @jo_smith"),
        ways=ways if count else [ways[-2], ways[-1]],
        awaits=roster.says("add"),
    )


async def _show(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    entries = await desk.records.rosters.entries(roster.key)
    shown = found(entries, words) if words else entries
    if not shown:
        await offer(desk, account, line("I find nobody of that name there."), awaits=roster.says("show"))
        return
    lines: list[Line] = [_line_of(entry) for entry in shown[:_SHOWN]]
    if len(shown) > _SHOWN:
        lines.append(line("And {more} more. Type part of a name to find somebody.", more=len(shown) - _SHOWN))
    *before, last = brief(desk, account.language, *lines)
    desk.say(account, *before)
    await offer(desk, account, *last.lines, awaits=roster.says("show"))


def _line_of(entry: Entry) -> Line:
    if entry.guardian is None:
        return line("{name}", name=person(entry.row))
    name, seen = person(entry.row), entry.guardian
    return line("{name}. Guardian's consent seen by {staff}, {day}.", name=name, staff=seen.seen_by, day=seen.on)


async def _leave(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    del roster, words
    desk.say(account, message(line("All right. Nothing has changed.")))


_DOES: Mapping[str, Does] = {
    "add": roster_changes.add,
    "accept": roster_changes.accept,
    "drop": roster_changes.drop,
    "strike": roster_changes.strike,
    "guardian": guardians.record,
    "members": struck_off.show_members,
    "remove": struck_off.remove,
    "show": _show,
    "leave": _leave,
}

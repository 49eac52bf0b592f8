"""Changing a roster: what will change is shown first, and only a yes to just that changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.desk import Desk
from bot.core.membership.roster import DRAFTS_LAST, Changes, Draft, Row, compare, fingerprint, found, with_more
from bot.core.membership.roster_file import Read, read_file, read_lines
from bot.core.messages import Line, line, message
from bot.core.people import Account
from handlers import guardians, struck_off
from handlers.brief import brief
from handlers.kept_rosters import Meant, Roster, choose, names, person
from handlers.offering import Way, offer

_WRONG_SHOWN = 8


async def take_file(desk: Desk, account: Account, roster: Roster, text: str) -> None:
    """The whole list: whoever is not on it is to be struck off."""
    read = read_file(text)
    if read.wrong:
        await _tell_wrong(desk, account, roster, read)
    else:
        await _show_changes(desk, account, roster, read.rows)


async def add(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """These people as well, one a line."""
    if not words:
        ask = line("Whom shall I add? Type one person a line: Jo Smith, @jo_smith, @jo:example.org, jo@example.org")
        await offer(desk, account, ask, ways=(_leave(roster),), awaits=roster.says("add"))
        return
    read = read_lines(words)
    if read.wrong:
        await _tell_wrong(desk, account, roster, read)
    else:
        entries = await desk.records.rosters.entries(roster.key)
        await _show_changes(desk, account, roster, with_more(entries, read.rows))


async def accept(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """Yes to what was shown, if it still is what would change."""
    draft = await desk.records.rosters.drafted(account.id)
    fits = draft is not None and draft.roster == roster.key and words == str(draft.id)
    if draft is None or not fits or desk.now - draft.made_at > DRAFTS_LAST:
        gone = line("That list is no longer waiting for your yes. Nothing has changed.")
        desk.say(account, message(gone))
        return
    await desk.records.rosters.drop(account.id)
    entries = await desk.records.rosters.entries(roster.key)
    if fingerprint(entries) != draft.seen:
        meanwhile = line("Somebody has changed this roster meanwhile. Nothing has changed now. Please send it again.")
        await offer(desk, account, meanwhile, awaits=roster.says("add"))
        return
    await _apply(desk, account, roster, compare(entries, draft.rows))


async def drop(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """No to it."""
    del roster, words
    await desk.records.rosters.drop(account.id)
    desk.say(account, message(line("All right. Nothing has changed.")))


async def strike(desk: Desk, account: Account, roster: Roster, words: str) -> None:
    """One person, who is named first."""
    who, _, sure = words.partition(" ") if words.startswith("#") else (words, "", "")
    entries = found(await desk.records.rosters.entries(roster.key), who)
    if not who or not entries:
        ask = line("I find nobody of that name there.") if who else line("Whom shall I strike off? Type their name.")
        await offer(desk, account, ask, ways=(_leave(roster),), awaits=roster.says("strike"))
    elif len(entries) > 1:
        await choose(desk, account, roster, entries, Meant("strike", _strike_label))
    elif sure == "yes":
        await _apply(desk, account, roster, Changes(struck=(entries[0],)))
    else:
        whom = person(entries[0].row)
        ask = line("Strike {name} off the roster of {group}?", name=whom, group=roster.title)
        yes = Way(line("Yes, strike them off"), roster.says(f"strike #{entries[0].id} yes"), yes=True)
        await offer(desk, account, ask, ways=(_no(roster, "leave"), yes))


async def _apply(desk: Desk, account: Account, roster: Roster, changes: Changes) -> None:
    await desk.records.rosters.apply(roster.key, changes)
    count = await desk.records.rosters.count(roster.key)
    done = line("Done. People on the roster of {group} now: {count}.", group=roster.title, count=count)
    desk.say(account, message(done))
    await struck_off.follow(desk, account, roster, changes)
    if changes.struck or changes.moved:
        await guardians.hold_back(desk, roster)
    await guardians.look_again(desk, account, roster)


async def _show_changes(desk: Desk, account: Account, roster: Roster, rows: Sequence[Row]) -> None:
    entries = await desk.records.rosters.entries(roster.key)
    changes = compare(entries, rows)
    if changes.nothing:
        await desk.records.rosters.drop(account.id)
        desk.say(account, message(line("That is what the roster says already. Nothing changes.")))
        return
    draft = await desk.records.rosters.draft(
        Draft(account=account.id, roster=roster.key, rows=tuple(rows), seen=fingerprint(entries), made_at=desk.now)
    )
    yes = Way(line("Yes, change the roster"), roster.says(f"accept {draft.id}"), yes=True)
    no = _no(roster, f"drop {draft.id}")
    *before, last = brief(desk, account.language, *_in_words(roster, changes, len(entries), rows))
    desk.say(account, *before)
    await offer(desk, account, *last.lines, ways=(no, yes) if changes.struck else (yes, no))


def _in_words(roster: Roster, changes: Changes, before: int, rows: Sequence[Row]) -> list[Line]:
    lines = [
        line(
            "The roster of {group}: {before} people now, {after} after this.",
            group=roster.title,
            before=before,
            after=len(rows),
        )
    ]
    if changes.added:
        lines.append(line("Added, {count}: {names}", count=len(changes.added), names=names(changes.added)))
    if changes.changed:
        changed = [after.row for _, after in changes.changed]
        lines.append(line("Changed, {count}: {names}", count=len(changed), names=names(changed)))
    if changes.struck:
        struck = [entry.row for entry in changes.struck]
        lines.append(line("Struck off, {count}: {names}", count=len(struck), names=names(struck)))
    if changes.unchanged:
        lines.append(line("Unchanged: {count}", count=changes.unchanged))
    unknowable = [row for row in changes.added if not row.can_be_known]
    if unknowable:
        words = line(
            "Without Telegram or Matrix, so I can't know them at the door, {count}: {names}",
            count=len(unknowable),
            names=names(unknowable),
        )
        lines.append(words)
    if changes.consent_lost:
        lines.append(line("A guardian's consent has to be seen again for: {names}", names=names(changes.consent_lost)))
    return lines


async def _tell_wrong(desk: Desk, account: Account, roster: Roster, read: Read) -> None:
    lines = [line("I can't take this list yet. Nothing has changed.")]
    lines += [line("Line {number}: {what}", number=each.line, what=each.what) for each in read.wrong[:_WRONG_SHOWN]]
    more = len(read.wrong) - _WRONG_SHOWN
    if more > 0:
        lines.append(line("And {more} more like these.", more=more))
    lines.append(line("Please put it right and send it again."))
    *before, last = brief(desk, account.language, *lines)
    desk.say(account, *before)
    await offer(desk, account, *last.lines, ways=(_leave(roster),), awaits=roster.says("add"))


def _strike_label(name: str) -> Line:
    return line("Strike off {name}", name=name)


def _no(roster: Roster, does: str) -> Way:
    return Way(line("No, leave it as it is"), roster.says(does), yes=False)


def _leave(roster: Roster) -> Way:
    return Way(line("Leave it as it is"), roster.says("leave"))

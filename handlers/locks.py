"""`lock`, `unlock` and `cooldown`: a group closed by people in charge, for a while or until they open it."""

from __future__ import annotations

from datetime import timedelta

from bot.core.desk import Desk
from bot.core.durations import parse_duration
from bot.core.keeping.orders import Ordered
from bot.core.messages import line, message
from bot.core.people import Account
from handlers import hours_kept
from handlers.doors import Which
from handlers.hours_kept import Meant
from handlers.offering import Way, offer
from handlers.typed import first_word

_ASK = "for"  # before a group's name, by a button: it has yet to be asked for how long
_LENGTHS = ("15m", "2h", "24h")
_COOLDOWN = timedelta(minutes=15)
_LOCK = Which(
    question=line("Which group do you want to lock?"),
    label=lambda title: line("Lock {group}", group=title),
    command=f"lock {_ASK}",
)
_COOL = Which(
    question=line("Which group shall cool down for 15 minutes?"),
    label=lambda title: line("Let {group} cool down", group=title),
    command="cooldown",
)
_UNLOCK = Which(
    question=line("Which group do you want to unlock?"),
    label=lambda title: line("Unlock {group}", group=title),
    command="unlock",
)


async def lock(desk: Desk, account: Account, rest: str) -> None:
    """`lock evening` until somebody unlocks it, `lock evening 2h` for so long; `lock` alone asks."""
    first, named = first_word(rest)
    asked = first.casefold() == _ASK
    about = await hours_kept.meant(desk, account, named if asked else rest, _LOCK)
    if about is None:
        return
    if asked or not rest.strip():
        await _ask_how_long(desk, account, about)
    else:
        await _lock(desk, account, about, None)


async def cooldown(desk: Desk, account: Account, rest: str) -> None:
    """`cooldown evening 15m`: a lock that always ends by itself."""
    about = await hours_kept.meant(desk, account, rest, _COOL)
    if about is not None:
        await _lock(desk, account, about, _COOLDOWN)


async def unlock(desk: Desk, account: Account, rest: str) -> None:
    """Whatever else keeps it closed still does, and is said."""
    about = await hours_kept.meant(desk, account, rest, _UNLOCK)
    if about is None:
        return
    if not (await desk.records.orders.of(about.group)).locked(desk.now):
        desk.say(account, message(line("{group} is not locked.", group=about.title)))
        return
    lacking = await hours_kept.give(desk, account, about, Ordered.UNLOCK)
    why = hours_kept.why_closed(desk, about, await desk.records.orders.of(about.group))
    still = () if why is None else (why,)
    again = Way(line("Lock {group} again", group=about.title), f"lock {about.word}")
    said = line("{group} is not locked any more.", group=about.title)
    await offer(desk, account, said, *still, *lacking, ways=[again])


async def _lock(desk: Desk, account: Account, about: Meant, otherwise: timedelta | None) -> None:
    """For as long as the words say; without words for as long as `otherwise` does, None being without an end."""
    try:
        length = parse_duration(about.words) if about.words else otherwise
    except ValueError:
        desk.say(account, message(line("I can't read that length of time. Please write it like 15m, 2h or 7d.")))
        return
    until = None if length is None else desk.now + length
    lacking = await hours_kept.give(desk, account, about, Ordered.LOCK, until)
    why = hours_kept.why_closed(desk, about, await desk.records.orders.of(about.group))
    still = line("The team can still write there.")
    undo = Way(line("Unlock {group}", group=about.title), f"unlock {about.word}")
    await offer(desk, account, *(() if why is None else (why,)), still, *lacking, ways=[undo])


async def _ask_how_long(desk: Desk, account: Account, about: Meant) -> None:
    ways = [
        Way(line("Lock {group} for {time}", group=about.title, time=parse_duration(each)), f"lock {about.word} {each}")
        for each in _LENGTHS
    ]
    ways.append(Way(line("Lock {group} until somebody unlocks it", group=about.title), f"lock {about.word}"))
    await offer(desk, account, line("For how long?"), ways=ways)

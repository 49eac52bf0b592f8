"""`quiet`: a group's quiet hours, opened in an emergency, begun early, or as the policy has them again."""

from __future__ import annotations

from datetime import timedelta

from bot.core.desk import Desk
from bot.core.keeping.closing import hours_of, is_quiet, night, quiet_until
from bot.core.keeping.orders import Ordered, Orders
from bot.core.messages import Line, Typed, line
from bot.core.people import Account
from bot.core.quiet_hours.settings import QuietMode
from handlers import hours_kept, nights
from handlers.doors import Which
from handlers.hours_kept import Meant
from handlers.offering import Way, offer

_EARLY = timedelta(hours=24)
_WHICH = Which(
    question=line("Whose quiet hours?"),
    label=lambda title: line("The quiet hours of {group}", group=title),
    command="quiet",
)


async def quiet(desk: Desk, account: Account, rest: str) -> None:
    """`quiet evening` shows; `off` opens it until the next quiet time is over, `now` begins early, `on` undoes both."""
    about = await hours_kept.meant(desk, account, rest, _WHICH)
    if about is None:
        return
    match about.words.casefold():
        case "off":
            await _open(desk, account, about)
        case "now":
            await _begin(desk, account, about)
        case "on":
            await _as_written(desk, account, about)
        case _:
            await _show(desk, account, about)


async def _show(desk: Desk, account: Account, about: Meant, *first: Line) -> None:
    orders = await desk.records.orders.of(about.group)
    ahead = night(about.policy, desk.now)
    said = [_state(desk, about, orders)]
    changed = orders.about_hours(desk.now) is not Ordered.AS_WRITTEN
    if changed and orders.hours is not None:
        by = await desk.records.people.account(orders.hours.by)
        said.append(line("{name} has changed that for now.", name=by.name))
    why = hours_kept.why_closed(desk, about, orders)
    lines = dict.fromkeys((*first, *said, *([why] if why is not None else ())))
    await offer(desk, account, *lines, ways=_ways(desk, about, orders, changed=changed) if ahead else ())


def _state(desk: Desk, about: Meant, orders: Orders) -> Line:
    ahead = night(about.policy, desk.now)
    if hours_of(about.policy).mode is QuietMode.OFF or (ahead is None and not is_quiet(about.policy, orders, desk.now)):
        return line("{group} has no quiet hours.", group=about.title)
    if is_quiet(about.policy, orders, desk.now):
        until = quiet_until(about.policy, orders, desk.now)
        if until is None:
            return line("It is always quiet in {group}.", group=about.title)
        return line(
            "It is quiet in {group} until {time}.", group=about.title, time=nights.when(desk, about.policy, until)
        )
    until = orders.hours.until if orders.hours is not None else None
    if orders.about_hours(desk.now) is Ordered.OPEN and until is not None:
        return line(
            "{group} is open until {time}, whatever the hour.",
            group=about.title,
            time=nights.when(desk, about.policy, until),
        )
    begins = desk.now if ahead is None else ahead[0]
    return line(
        "It is not quiet in {group} now. The next quiet time begins at {time}.",
        group=about.title,
        time=nights.when(desk, about.policy, begins),
    )


def _ways(desk: Desk, about: Meant, orders: Orders, *, changed: bool) -> list[Way]:
    title, word = about.title, about.word
    if changed:
        return [Way(line("Go by the policy in {group} again", group=title), f"quiet {word} on")]
    opening = Way(line("Open {group} until the quiet time is over", group=title), f"quiet {word} off")
    beginning = Way(line("Begin the quiet time in {group} now", group=title), f"quiet {word} now")
    return [opening] if is_quiet(about.policy, orders, desk.now) else [beginning, opening]


async def _open(desk: Desk, account: Account, about: Meant) -> None:
    ahead = night(about.policy, desk.now)
    if ahead is None:
        await _show(desk, account, about)
        return
    lacking = await hours_kept.give(desk, account, about, Ordered.OPEN, ahead[1])
    await _show(desk, account, about, *lacking)


async def _begin(desk: Desk, account: Account, about: Meant) -> None:
    ahead = night(about.policy, desk.now)
    orders = await desk.records.orders.of(about.group)
    if ahead is None or is_quiet(about.policy, orders, desk.now):
        await _show(desk, account, about)
    elif ahead[0] - desk.now > _EARLY:
        far = line(
            "The next quiet time in {group} is far off. To close it for a while, type {command}.",
            group=about.title,
            command=Typed(f"lock {about.word} 2h"),
        )
        await offer(desk, account, far)
    else:
        lacking = await hours_kept.give(desk, account, about, Ordered.QUIET, ahead[1])
        await _show(desk, account, about, *lacking)


async def _as_written(desk: Desk, account: Account, about: Meant) -> None:
    lacking = await hours_kept.give(desk, account, about, Ordered.AS_WRITTEN)
    await _show(desk, account, about, *lacking)

"""What is said when a group closes, and to those who write while it is quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.desk import Desk
from bot.core.effects import Post, Say, Urgency
from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.closing import Reason, closed, hours_of, is_quiet, quiet_until, zone_of
from bot.core.keeping.orders import Orders
from bot.core.messages import Line, Value, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.quiet_hours.settings import QuietMode
from handlers import contacts, team

_ONE_NIGHT = timedelta(days=2)  # in which the end of the night names it
_NUMBERS = 3
_SOON = timedelta(hours=24)


async def announce(desk: Desk, group: GroupId, platform: PlatformName) -> None:
    """Once for each time that it closes: until when, and where else there is somebody to talk to."""
    policy = desk.policies.of(group)
    if policy is None:
        return
    orders = await desk.records.orders.of(group)
    reason = closed(policy, orders, desk.now)
    if reason is None or reason is Reason.ENDED:
        return
    until = _end_of(reason, policy, orders, desk.now)
    if await desk.records.told.once(f"closed {group} {platform} {reason} {until}", _ONE_NIGHT, desk.now):
        numbers = contacts.listed(policy.contacts.crisis)[:_NUMBERS]
        help_ = (line("If you need help at once:"), *numbers) if numbers else ()
        said = message(_closed_until(desk, policy, until), *help_, line("You can still write to me in private."))
        desk.do(Post(group=group, platform=platform, message=said))


async def remind(desk: Desk, policy: GroupPolicy, account: Account, group: GroupId) -> None:
    """Whoever writes while it is quiet gets one word a night, in private or not at all. The team knows."""
    hours = hours_of(policy)
    if hours.mode is not QuietMode.REMIND or not hours.all_spans:
        return
    orders = await desk.records.orders.of(group)
    if not is_quiet(policy, orders, desk.now):
        return
    who = await desk.records.people.native(account.id)
    until = quiet_until(policy, orders, desk.now)
    if who in team.everybody(desk.policies, policy):
        return
    if await desk.records.told.once(f"quiet hours {account.id} {until}", _ONE_NIGHT, desk.now):
        said = message(hours.reminder or _quiet_until(desk, policy, until))
        desk.do(Say(to=account.id, message=said, urgency=Urgency.NOTICE, only_if_reachable=True))


def when(desk: Desk, policy: GroupPolicy, moment: datetime) -> Value:
    """As clocks in the community show it; with the day where it is not within a day from now."""
    local = moment.astimezone(zone_of(policy))
    time = f"{local.hour}:{local:%M}"
    if abs(moment - desk.now) < _SOON:
        return time
    return line("{time} on {day}", time=time, day=local.date())


def _end_of(reason: Reason, policy: GroupPolicy, orders: Orders, now: datetime) -> datetime | None:
    if reason is Reason.LOCKED:
        return None if orders.lock is None else orders.lock.until
    return quiet_until(policy, orders, now)


def _closed_until(desk: Desk, policy: GroupPolicy, until: datetime | None) -> Line:
    if until is None:
        return line("This group is closed for now. The team can still write here.")
    return line("This group is quiet until {time}.", time=when(desk, policy, until))


def _quiet_until(desk: Desk, policy: GroupPolicy, until: datetime | None) -> Line:
    group = policy.group.title
    if until is None:
        return line("It is a quiet time in {group} now. Your message is there; others may read it later.", group=group)
    return line(
        "It is a quiet time in {group} until {time}. Your message is there; others may read it later.",
        group=group,
        time=when(desk, policy, until),
    )

"""Who was barred by hand on the platform, and who no longer is."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.events import BarLifted, MemberBarred
from bot.core.membership.application import Standing
from bot.core.membership.bars import Bar
from bot.core.membership.gate import end
from handlers import added, quiz, verdict


async def on_barred(event: MemberBarred, desk: Desk) -> None:
    """For as long as it lasts there; what they had begun at this group's door ends as any other that cannot be."""
    group = await desk.records.groups.at(event.chat)
    if group is None:
        return
    account = await desk.records.people.meet(event.who, desk.now)
    await desk.records.bars.add(account.id, Bar(place=group, at=desk.now, until=event.until, on_platform=True))
    application = await desk.records.applications.newest(account.id, group)
    if application is not None and not application.standing.is_over:
        await desk.records.prompts.close(application.id)
        await desk.records.applications.save(end(application, Standing.REFUSED, desk.now))
        verdict.refused(desk, account, application)
        await quiz.next_in_line(desk, account)
    await added.on_gone(desk, account, group)


async def on_lifted(event: BarLifted, desk: Desk) -> None:
    """By hand too. What the people in charge have decided with the bot stays."""
    group = await desk.records.groups.at(event.chat)
    if group is not None:
        account = await desk.records.people.meet(event.who, desk.now)
        await desk.records.bars.lift(account.id, group, on_platform=True)

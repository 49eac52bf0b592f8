"""Files that people send in private: fetched only for a command that reads them, and only from those who may use it."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.effects import LARGEST_FILE, Fetched, FetchFile, Outcome
from bot.core.events import PrivateFile, PrivateWordless, SentFile, Wordless
from bot.core.messages import Line, Typed, line, message
from bot.core.people import Account
from bot.core.text_files import may_be_text, text_of
from handlers import commands, crisis, private
from handlers.offering import offer
from handlers.typed import Command, read_command


async def on_file(event: PrivateFile, desk: Desk) -> None:
    """For the command in its caption, or the one that waits for words. Of anybody else's not a byte is fetched."""
    account = await desk.records.people.meet(event.by, desk.now)
    reader = await commands.reading_files(desk, account)
    if reader is None:
        await private.on_wordless(PrivateWordless(event.by, Wordless.DOCUMENT, event.caption), desk)
        return
    await desk.records.people.set_reachable(account.id, reachable=True)
    await crisis.heed(desk, account, event.caption)
    wanted = await _wanted(desk, account, event.caption)
    if wanted is None:
        desk.say(
            account, message(line("What is this file for? Type {command}, then send it again.", command=Typed(reader)))
        )
        return
    unfit = _unfit(event.file)
    if unfit is None:
        desk.do(FetchFile(to=account.id, file=event.file, awaits=wanted))
    else:
        await offer(desk, account, unfit, awaits=wanted)


async def on_fetched(effect: FetchFile, outcome: Outcome, desk: Desk) -> None:
    """What was in it goes to the command, if it is still theirs to use; it is kept nowhere."""
    account = await desk.records.people.account(effect.to)
    command = await _reading(desk, account, effect.awaits)
    found = None if command is None else await commands.known(desk, account, command.name)
    if command is None or found is None or found.reads is None:
        await offer(desk, account, line("That is no longer yours to do. Nothing has happened."))
        return
    content = outcome.content if isinstance(outcome, Fetched) else None
    if content is None:
        again = line("I could not fetch that file. Please send it once more.")
        await offer(desk, account, again, awaits=effect.awaits)
        return
    text = text_of(content)
    if text is None:
        await offer(desk, account, _no_text(), awaits=effect.awaits)
    else:
        await found.reads(desk, account, command.rest, text)


async def _wanted(desk: Desk, account: Account, caption: str) -> str | None:
    """The command for which a file is sent, as it would be typed."""
    offered = await desk.records.offers.newest(account.id)
    for said in (caption, "" if offered is None else offered.awaits):
        command = await _reading(desk, account, said)
        if command is not None:
            return f"{command.name} {command.rest}".strip()
    return None


async def _reading(desk: Desk, account: Account, said: str) -> Command | None:
    command = read_command(said, prefix_needed=False, called=desk.called)
    found = None if command is None else await commands.known(desk, account, command.name)
    return None if found is None or found.reads is None else command


def _unfit(file: SentFile) -> Line | None:
    if not may_be_text(file.name, file.kind):
        return _no_text()
    if file.size is not None and file.size > LARGEST_FILE:
        return line("That file is too large for me: it may have {most} kilobytes.", most=LARGEST_FILE // 1024)
    return None


def _no_text() -> Line:
    return line("I can only read text in a file. In your spreadsheet, choose Save As and then CSV, and send me that.")

"""The private chat: words, buttons, and everything that is neither."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.effects import AcknowledgePress, RemoveChoices
from bot.core.events import (
    ChoicePressed,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    User,
    Wordless,
)
from bot.core.membership.application import Application
from bot.core.messages import Line, Typed, line, message
from bot.core.people import Account
from handlers import belonging, commands, crisis, offering, quiz, reviews, unreached
from handlers.offering import Way
from handlers.typed import read_command


async def on_text(event: PrivateText, desk: Desk) -> None:
    """A command, an answer to what was offered or asked last, or words that nobody reads.

    Words from the policy's list for a crisis bring the numbers first, whatever they answer.
    """
    account = await _meet(event.by, desk)
    in_crisis = await crisis.heed(desk, account, event.text)
    application = await quiz.asked(desk, account)
    offered = await desk.records.offers.newest(account.id)
    words_awaited = application is not None or (offered is not None and bool(offered.awaits))
    command = read_command(event.text, prefix_needed=words_awaited, called=desk.called)
    found = None if command is None else await commands.known(desk, account, command.name)
    answer = None if offered is None else offering.answered(offered, event.text)
    if command is not None and found is not None:
        await desk.records.offers.close(account.id)
        await found.run(desk, account, command.rest)
    elif answer is not None:
        await desk.records.offers.close(account.id)
        await commands.say(desk, account, answer)
    elif in_crisis:
        await _go_on(desk, account, application)
    elif command is not None and event.text.lstrip().startswith(("/", "!")):
        words = line("I don't know that word. Type {menu} to see what I can do.", menu=Typed("menu"))
        desk.say(account, message(words))
    elif application is not None:
        await quiz.typed(desk, account, application, event.text)
    else:
        await nobody_reads(desk, account)


async def _go_on(desk: Desk, account: Account, application: Application | None) -> None:
    """After the numbers, the question that was open; the words are no answer to it."""
    if application is not None:
        words = line("Take all the time you need. When you want to go on, this is the question again.")
        await quiz.ask_next(desk, account, application, words)


async def on_wordless(event: PrivateWordless, desk: Desk) -> None:
    """A picture, a sticker, something forwarded: received kindly, looked at by nobody."""
    account = await _meet(event.by, desk)
    in_crisis = await crisis.heed(desk, account, event.text)
    application = await quiz.asked(desk, account)
    if in_crisis:
        await _go_on(desk, account, application)
    elif application is not None:
        await quiz.ask_next(desk, account, application, _unread(event.kind))
    elif event.kind is Wordless.SEALED:
        desk.say(account, message(_unread(event.kind)))
    else:
        await nobody_reads(desk, account)


def _unread(kind: Wordless) -> Line:
    if kind is Wordless.SEALED:
        return line("I could not read that: it is locked, and its key has not come to me. Please send it once more.")
    return line("I can only read typed words and buttons.")


async def on_edited(event: PrivateTextEdited, desk: Desk) -> None:
    account = await _meet(event.by, desk)
    in_crisis = await crisis.heed(desk, account, event.text)
    application = await quiz.asked(desk, account)
    if in_crisis:
        await _go_on(desk, account, application)
    elif application is None:
        await nobody_reads(desk, account)
    else:
        words = line("You have changed a message. To change an answer, go back one question: type back.")
        await quiz.ask_next(desk, account, application, words)


async def on_pressed(event: ChoicePressed, desk: Desk) -> None:
    account = await desk.records.people.meet(event.by, desk.now)
    prompt = await desk.records.prompts.bearing(event.token)
    if prompt is None:
        await _pressed_offer(desk, account, event)
        return
    if prompt.account != account.id:
        _acknowledge(desk, account, event, _not_yours())
        return
    if event.message is not None:
        desk.do(RemoveChoices(to=account.id, message=event.message))
    value = prompt.value_of(event.token)
    application = await quiz.asked(desk, account)
    if not prompt.open or value is None or application is None or application.id != prompt.application:
        _acknowledge(desk, account, event, line("That question is closed. Nothing has happened."))
        return
    _acknowledge(desk, account, event, None if account.reachable else _press_start())
    await quiz.chosen(desk, account, application, prompt, value)


async def _pressed_offer(desk: Desk, account: Account, event: ChoicePressed) -> None:
    offered = await desk.records.offers.bearing(event.token)
    says = None if offered is None or offered.account != account.id else offered.says(event.token)
    if says is None:
        _acknowledge(desk, account, event, _not_yours())
        return
    if event.message is not None:
        desk.do(RemoveChoices(to=account.id, message=event.message))
    _acknowledge(desk, account, event, None if account.reachable else _press_start())
    if offered is not None and offered.open:
        await desk.records.offers.close(account.id)
    await commands.say(desk, account, says)


async def on_blocked(event: PrivateChatBlocked, desk: Desk) -> None:
    account = await desk.records.people.meet(event.by, desk.now)
    await desk.records.people.set_reachable(account.id, reachable=False)
    await unreached.on_blocked(desk, account)


async def on_unblocked(event: PrivateChatUnblocked, desk: Desk) -> None:
    await _meet(event.by, desk)


async def nobody_reads(desk: Desk, account: Account) -> None:
    """Words that are for no one, or for a person: whom to turn to, and what the bot itself can do."""
    nobody = line("I am a program, and nobody reads what you write here.")
    contacts = {policy.contacts.admin for policy in await belonging.concerning(desk, account)} - {None}
    person = contacts.pop() if len(contacts) == 1 else None
    lines = (nobody,) if person is None else (nobody, line("To reach a person, write to {contact}.", contact=person))
    to_team = await reviews.ways_to_reply(desk, account)
    ways = (*to_team, Way(line("See whom I can turn to"), "help"), Way(line("See what this bot can do"), "menu"))
    await offering.offer(desk, account, *lines, ways=ways)


async def _meet(user: User, desk: Desk) -> Account:
    """Whoever writes to the bot can be written to from then on."""
    account = await desk.records.people.meet(user, desk.now)
    await desk.records.people.set_reachable(account.id, reachable=True)
    return account


def _not_yours() -> Line:
    return line("This button is not for you, or it is too old. Nothing has happened.")


def _press_start() -> Line:
    return line("Thank you, I have noted that. To go on, open our chat and press Start.")


def _acknowledge(desk: Desk, account: Account, event: ChoicePressed, words: Line | None) -> None:
    text = None if words is None else message(words)
    desk.do(AcknowledgePress(to=account.id, press=event.press, text=text))

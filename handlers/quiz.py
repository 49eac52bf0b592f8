"""The quiz at the gate: asking the next question, and taking an answer by button or by typing."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot.core.consent.given import Consent
from bot.core.desk import Desk
from bot.core.effects import Say, Urgency
from bot.core.ids import PlatformName, Token, community_of
from bot.core.membership.application import Application, Came, Prompt, Standing
from bot.core.membership.gate import History, Position, conclude, decide, end, position, step_back
from bot.core.membership.steps.order import Doorway, steps_of
from bot.core.membership.steps.step import Asking, Fails, Further, Option, Reading, Step, Unclear, mark
from bot.core.messages import Choice, Line, StartLink, line, message
from bot.core.people import Account
from bot.core.policy import GroupPolicy
from bot.core.words import Words
from handlers import greeting, muting, notices, on_roster, tongue, verdict
from handlers.typed import pick

BACK = "back"
CANCEL = "cancel"


def steps(policy: GroupPolicy, account: Account) -> tuple[Step, ...]:
    """What somebody with this account is asked at the door of this group."""
    doorway = Doorway(
        gate=policy.gate,
        platform=account.platform,
        community=policy.policy.community.name,
        agreement=policy.agreement,
        bridged=policy.group.is_bridged,
        languages=policy.policy.community.all_languages,
        told_language=account.told_language,
    )
    return steps_of(doorway)


async def begin(desk: Desk, account: Account, application: Application) -> None:
    """Say hello, say how to go on later, and put the first question; unless they are kept out."""
    policy = desk.policies.of(application.group)
    if policy is None:
        return
    if await _is_kept_out(desk, account, application, policy):
        await desk.records.applications.save(end(application, Standing.REFUSED, desk.now))
        verdict.refused(desk, account, application)
        await next_in_line(desk, account)
        return
    if await on_roster.is_missing(desk, account, application, policy):
        await on_roster.turn_away(desk, account, application, policy)
        await next_in_line(desk, account)
        return
    if notices.is_all(policy, application):
        notices.tell(desk, account, application, policy)
        return
    total = len(steps(policy, account))
    for each in greeting.of(desk, account, policy, application, total=total, later=_go_on_later(account)):
        desk.do(Say(to=account.id, message=each, urgency=Urgency.GATE))
    await ask_next(desk, account, application)


async def _is_kept_out(desk: Desk, account: Account, application: Application, policy: GroupPolicy) -> bool:
    """Barred, or without an attempt left. Whoever was added is asked: a changed answer goes to a person then."""
    if await desk.records.bars.keeping_out(account.id, application.group, desk.now):
        return True
    history = await _history(desk, account, application)
    return application.came is not Came.ADDED and history.exhausted(policy.gate)


def _go_on_later(account: Account) -> Line:
    if account.platform is PlatformName.TELEGRAM:
        return line("You can stop and go on later: open {link} and press Start.", link=StartLink(verdict.GO_ON))
    return line("You can stop and go on later: just write to me here again.")


async def asked(desk: Desk, account: Account) -> Application | None:
    """The one that they are being asked about in this chat, and not on another platform."""
    application = await desk.records.applications.in_front(account.person)
    return application if application is not None and application.account == account.id else None


async def next_in_line(desk: Desk, account: Account) -> None:
    """Begin with the next group that this person has asked for, if there is one, on the platform where they have.

    Not while they are being asked about another: what has just ended may have been none that stood in front.
    """
    if await desk.records.applications.in_front(account.person) is not None:
        return
    waiting = await desk.records.applications.waiting(account.person)
    if waiting is not None:
        application = replace(waiting, standing=Standing.OPEN)
        await desk.records.applications.save(application)
        await begin(desk, await desk.records.people.account(waiting.account), application)


async def ask_next(desk: Desk, account: Account, application: Application, *first: Line | Words) -> None:
    """Put the question that is next, after the lines in `first`; with none left, what follows from the answers."""
    where = await _where(desk, account, application)
    policy = desk.policies.of(application.group)
    if where is not None:
        await _put(desk, account, application, where, where.step.ask(), *first)
    elif policy is not None and not notices.is_all(policy, application):
        listed = await on_roster.listed(desk, account, policy, application.group)
        after = conclude(application, steps(policy, account), gate=policy.gate, listed=listed, now=desk.now)
        await goes_on(desk, account, after)


async def typed(desk: Desk, account: Account, application: Application, text: str) -> None:
    """Words that were typed while a question is open."""
    where = await _where(desk, account, application)
    if where is None:
        return
    prompt = await desk.records.prompts.open_for(application.id)
    if prompt is None or prompt.step != mark(where.step):
        await ask_next(desk, account, application)
        return
    numbered = where.step.ask().numbered
    value = pick(text, _offered(where.step, prompt), desk.speak, account.language, numbered=numbered)
    if value is None:
        reading = where.step.typed(text, desk.today(_policy(desk, application).policy))
        await _take(desk, account, application, where, reading)
    else:
        await chosen(desk, account, application, prompt, value)


async def chosen(desk: Desk, account: Account, application: Application, prompt: Prompt, value: str) -> None:
    """An option of the open question, by its button or by its words."""
    if value == CANCEL:
        await give_up(desk, account, application)
        return
    if value == BACK:
        await go_back(desk, account, application)
        return
    where = await _where(desk, account, application)
    if where is not None and prompt.step != mark(where.step):
        await ask_next(desk, account, application, line("The question has changed. Please answer this one."))
    elif where is not None:
        reading = where.step.chosen(value, desk.today(_policy(desk, application).policy))
        await _take(desk, account, application, where, reading)


async def cancel(desk: Desk, account: Account, rest: str) -> None:
    """The word for stopping."""
    del rest
    application = await asked(desk, account)
    if application is None:
        desk.say(account, message(line("There is nothing to stop: I am not asking you anything.")))
    else:
        await give_up(desk, account, application)


async def back(desk: Desk, account: Account, rest: str) -> None:
    """The word for going back."""
    del rest
    application = await asked(desk, account)
    if application is None:
        desk.say(account, message(line("There is no question to go back to.")))
    else:
        await go_back(desk, account, application)


async def go_back(desk: Desk, account: Account, application: Application) -> None:
    """Ask the question before this one again."""
    earlier = step_back(application)
    await desk.records.applications.save(earlier)
    await ask_next(desk, account, earlier)


async def give_up(desk: Desk, account: Account, application: Application) -> None:
    """They don't want to join after all."""
    await desk.records.prompts.close(application.id)
    ended = end(application, Standing.DECLINED, desk.now)
    await desk.records.applications.save(ended)
    verdict.stopped(desk, account, application)
    await next_in_line(desk, account)


async def _take(desk: Desk, account: Account, application: Application, where: Position, reading: Reading) -> None:
    if isinstance(reading, Unclear):
        await ask_next(desk, account, application, reading.hint)
        return
    if isinstance(reading, Further):
        await _put(desk, account, application, where, reading.asking)
        return
    policy = _policy(desk, application)
    community = community_of(application.group)
    history = await _history(desk, account, application)
    after = decide(
        application,
        steps(policy, account),
        where.step,
        reading,
        gate=policy.gate,
        history=history,
        now=desk.now,
        listed=await on_roster.listed(desk, account, policy, application.group),
        language=account.language,
    )
    await desk.records.prompts.close(application.id)
    if isinstance(reading, Fails):
        await desk.records.refusals.add(account.id, community, where.step.key, desk.now)
    account = await tongue.heed(desk, account, where.step.key, reading)
    await goes_on(desk, account, after, failed=reading if isinstance(reading, Fails) else None)


async def goes_on(
    desk: Desk, account: Account, application: Application, *first: Line | Words, failed: Fails | None = None
) -> None:
    """What comes of the answers so far. `failed`: the last of them did not fit."""
    policy = _policy(desk, application)
    after = replace(application, expires_at=None)  # the time runs from the next question's delivery
    await desk.records.applications.save(after)
    if after.standing is Standing.OPEN:
        await ask_next(desk, account, after, *first)
        return
    if after.standing is Standing.GUARDIAN:
        await on_roster.wait_for_guardian(desk, account, after, policy)
    elif after.standing is Standing.REFUSED and failed is None:
        await on_roster.turn_away(desk, account, after, policy)
    else:
        await _record_consents(desk, account, after)
        await verdict.tell(desk, account, after, young=failed is not None and failed.young)
    await next_in_line(desk, account)


async def _history(desk: Desk, account: Account, application: Application) -> History:
    community = community_of(application.group)
    return History(tuple(await desk.records.refusals.steps(account.id, community)))


async def _record_consents(desk: Desk, account: Account, application: Application) -> None:
    """Once everything is answered, each yes to a statement goes on record, as it was shown and when it was given."""
    policy = _policy(desk, application)
    stated = {step.key: step.statement for step in steps(policy, account) if step.statement is not None}
    for answer in application.answers:
        statement = stated.get(answer.step)
        if answer.value == "yes" and statement is not None:
            await desk.records.consents.record(
                Consent(
                    person=account.person,
                    group=application.group,
                    key=answer.step,
                    statement=desk.speak(message(statement), answer.language).text,
                    language=tongue.shown_in(desk, policy.policy, statement, answer.language),
                    policy_version=policy.policy.policy.version,
                    platform=account.platform,
                    given_at=answer.given_at,
                )
            )


async def _put(
    desk: Desk, account: Account, application: Application, where: Position, asking: Asking, *first: Line | Words
) -> None:
    await desk.records.offers.close(account.id)  # the newest question is the one that is meant
    offered = (*asking.options, *_aside(application))
    tokens = tuple((Token(secrets.token_urlsafe(16)), option.value) for option in offered)
    prompt = await desk.records.prompts.ask(
        Prompt(account=account.id, application=application.id, step=mark(where.step), options=tokens)
    )
    progress = line("Question {number} of {total}", number=where.number, total=where.total)
    choices = tuple(
        Choice(label=option.label, token=token, yes=_YES_OR_NO.get(value))
        for option, (token, value) in zip(offered, tokens, strict=True)
    )
    foreign = tongue.only_there_in(desk, _policy(desk, application).policy, account.language, *asking.lines)
    words = message(*first, progress, *asking.lines, *foreign, choices=choices, numbered=asking.numbered)
    desk.do(Say(to=account.id, message=words, prompt=prompt.id, urgency=Urgency.GATE))


_YES_OR_NO = {"yes": True, "no": False}
_GO_BACK = Option(BACK, line("Go back one question"), line("back, go back"))
_STOP = Option(CANCEL, line("Stop, I don't want to join"), line("cancel, stop, quit"))


def _aside(application: Application) -> tuple[Option, ...]:
    """What can be said at every question; last, so that nobody leaves by a slip of the thumb."""
    return (_GO_BACK, _STOP) if application.answers else (_STOP,)


def _offered(step: Step, prompt: Prompt) -> tuple[Option, ...]:
    aside = {BACK: _GO_BACK, CANCEL: _STOP}
    found = (aside.get(value) or step.option(value) for _, value in prompt.options)
    return tuple(option for option in found if option is not None)


async def _where(desk: Desk, account: Account, application: Application) -> Position | None:
    """The question that is next. If no policy names the group any more, the application ends here.

    Where a notice is all, it is said again.
    """
    policy = desk.policies.of(application.group)
    if policy is not None and notices.is_all(policy, application):
        notices.tell(desk, account, application, policy)
        return None
    if policy is not None:
        return position(steps(policy, account), application)
    await desk.records.prompts.close(application.id)
    await desk.records.applications.save(end(application, Standing.EXPIRED, desk.now))
    await muting.unmute(desk, application.account, application.group, muting.AT_THE_GATE)
    desk.say(account, message(line("That group is no longer looked after by me, so I have deleted your answers.")))
    await next_in_line(desk, account)
    return None


def _policy(desk: Desk, application: Application) -> GroupPolicy:
    policy = desk.policies.of(application.group)
    if policy is None:
        raise LookupError("an application for a group that no policy names")
    return policy

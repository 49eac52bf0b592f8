"""The word by which somebody chooses the language that the bot speaks with them."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.membership.steps.language import AS_THE_DEVICE_SAYS, named
from bot.core.messages import LanguageName, Line, line, message
from bot.core.people import Account
from bot.core.words import base_language
from handlers import belonging, quiz, tongue
from handlers.offering import Way, offer
from handlers.typed import pick


async def choose(desk: Desk, account: Account, rest: str) -> None:
    """`language cy`, by tag or by name, or `language` alone, which asks. A question that is open comes again in it."""
    tags = await _known(desk, account)
    options = [named(tag, tag) for tag in tags]
    wanted = pick(rest, options, desk.speak, account.language, numbered=False)
    if rest.strip().casefold() == AS_THE_DEVICE_SAYS:
        await _from_now_on(desk, account, "")
    elif wanted is not None:
        await _from_now_on(desk, account, wanted)
    else:
        await _ask(desk, account, tags, rest)


async def _known(desk: Desk, account: Account) -> tuple[str, ...]:
    """What the communities of this person speak, and what the bot speaks; first what their platform says they read."""
    spoken = dict.fromkeys(
        tag for policy in await belonging.concerning(desk, account) for tag in policy.policy.community.all_languages
    )
    spoken_bases = {base_language(tag) for tag in spoken}
    tags = [*spoken, *(tag for tag in desk.languages if base_language(tag) not in spoken_bases)]
    told = base_language(account.told_language)
    return tuple(sorted(tags, key=lambda tag: base_language(tag) != told))


async def _ask(desk: Desk, account: Account, tags: tuple[str, ...], rest: str) -> None:
    ways = [Way(line("{language}", language=LanguageName(tag)), f"language {tag}") for tag in tags]
    if account.told_language:
        ways.append(Way(line("Keep the language of my device"), f"language {AS_THE_DEVICE_SAYS}"))
    hint = (line("I don't know that language."),) if rest.strip() else ()
    await offer(desk, account, *hint, line("Which language would you like to read?"), ways=ways)


async def _from_now_on(desk: Desk, account: Account, tag: str) -> None:
    account = await tongue.choose(desk, account, tag)
    now = tag or account.told_language
    said: Line = line("From now on I write to you in {language}.", language=LanguageName(now))
    if not tag:
        said = line("From now on I go by the language of your device.")
    elif not tongue.is_spoken(desk, tag):
        said = line(
            "I will show you texts of the community in {language} where they are there. My own words stay in English.",
            language=LanguageName(now, own=False),
        )
    application = await quiz.asked(desk, account)
    if application is None:
        desk.say(account, message(said))
    else:
        await quiz.ask_next(desk, account, application, said)

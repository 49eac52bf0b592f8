"""In which language somebody is shown what they are shown."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.membership.steps.language import AS_THE_DEVICE_SAYS, LANGUAGE
from bot.core.membership.steps.step import Fits, Reading
from bot.core.messages import LanguageName, Line, line
from bot.core.people import Account
from bot.core.policy import Policy
from bot.core.words import Words, base_language

_WRITTEN_IN = "en"  # our own sentences, where no catalogue has them


async def heed(desk: Desk, account: Account, step: str, reading: Reading) -> Account:
    """The account as it is after this answer at the gate: whoever chooses a language is from now on spoken to in it."""
    if step != LANGUAGE or not isinstance(reading, Fits):
        return account
    return await choose(desk, account, "" if reading.value == AS_THE_DEVICE_SAYS else reading.value)


async def choose(desk: Desk, account: Account, tag: str) -> Account:
    """From now on in this language; with an empty tag, in the one that their platform says."""
    await desk.records.people.choose_language(account.id, tag)
    return replace(account, language=tag or account.told_language)


def shown_in(desk: Desk, policy: Policy, words: Line | Words, reader: str) -> str:
    """The tag of the language in which somebody who reads `reader` is shown these words."""
    reader = reader or desk.policies.communities()[0].community.language
    if isinstance(words, Words):
        return words.language_for(reader) or policy.community.language
    return spoken_in(desk, reader)


def spoken_in(desk: Desk, reader: str) -> str:
    """The tag of the language in which somebody gets our own sentences."""
    reader = reader or desk.policies.communities()[0].community.language
    return reader if is_spoken(desk, reader) else _WRITTEN_IN


def is_spoken(desk: Desk, tag: str) -> bool:
    """Whether the bot's own sentences are there in this language."""
    return base_language(tag) in {_WRITTEN_IN, *map(base_language, desk.languages)}


def only_there_in(desk: Desk, policy: Policy, reader: str, *lines: Line | Words) -> tuple[Line, ...]:
    """To be said below texts of the policy that are not there in the reader's language.

    Somebody whose language neither the community nor the bot speaks is taken to read English.
    """
    reads = {base_language(reader)}
    if not reads & set(map(base_language, policy.community.all_languages)) and not is_spoken(desk, reader):
        reads.add(_WRITTEN_IN)
    shown = (shown_in(desk, policy, each, reader) for each in lines if isinstance(each, Words))
    others = dict.fromkeys(tag for tag in shown if base_language(tag) not in reads)
    return tuple(
        line("This text is only there in {language}.", language=LanguageName(tag, own=False)) for tag in others
    )

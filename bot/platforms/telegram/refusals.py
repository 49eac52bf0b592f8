"""Telegram's refusals, told apart by their words, and put into outcomes or into sentences for the log.

The words are those of https://github.com/tdlib/telegram-bot-api; python-telegram-bot drops "Bad Request: " and writes
all but the first letter small.
"""

from __future__ import annotations

import re

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.core.effects import CannotWrite, Outcome, Refused
from bot.platforms.telegram.wire import AskedToWait, ServerFailing

UNKNOWN_TOKEN = (
    "Telegram does not know this TELEGRAM_TOKEN. Copy it once more from @BotFather (or have a new one made there) "  # noqa: S105
    "and start again."
)
CHANCES_FOR_A_TOKEN = 3
"""Telegram errs here too now and then: while running, a token is wrong only when it is wrong so often in a row."""
ALREADY_IN = ("user_already_participant",)
NO_REQUEST = ("hide_requester_missing",)
LINK_IS_GONE = ("invite_hash_expired",)
UNKNOWN_PERSON = ("participant_id_invalid", "member not found", "user not found", "user_not_participant")
BASIC_GROUP = ("method is available for supergroup",)
NOTHING_TO_DELETE = ("message to delete not found", "message_id_invalid")
NOBODY_WAITS = ("query is too old", "query_id_invalid")
NO_BUTTONS_LEFT = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)
NEVER_MET = ("chat not found", "peer_id_invalid", "user_is_blocked", "input_user_deactivated")

_CODE = re.compile(r"[A-Z][a-z0-9]*(_[a-z0-9]+)+")
_QUOTED = re.compile(r"""(?<!\w)(["'])(?:(?!\1).)*\1(?!\w)""", re.DOTALL)
_WORDS_MOST = 200


def says(refusal: TelegramError, words: tuple[str, ...]) -> bool:
    return refusal.message.lower().startswith(words)


def words_of(refusal: TelegramError) -> str:
    """What Telegram said, with codes in capitals as it writes them, and without anything it quotes from us."""
    words = _QUOTED.sub("…", refusal.message)[:_WORDS_MOST]
    return words.upper() if _CODE.fullmatch(words) else words


def cannot_write(refusal: TelegramError) -> bool:
    """Whether it was refused because this person has not opened a chat with the bot, or has closed it."""
    if isinstance(refusal, Forbidden):
        return "to the bot" not in refusal.message.lower() and "send messages to bots" not in refusal.message.lower()
    return says(refusal, NEVER_MET)


def finally_refused(refusal: TelegramError, *, private: bool) -> Outcome:
    if private and cannot_write(refusal):
        return CannotWrite()
    return Refused(words_of(refusal))


def trouble(error: TelegramError) -> str:
    """Why nothing can be fetched at the moment, in one sentence for an operator."""
    if isinstance(error, Conflict) and "webhook" in error.message:
        return "Telegram hands nothing out, as a webhook is set: another program uses this TELEGRAM_TOKEN."
    if isinstance(error, BadRequest | Forbidden):
        return f"Telegram refuses to hand anything out: {words_of(error)}."
    return next(sentence for kind, sentence in _TROUBLES if isinstance(error, kind))


_TROUBLES: tuple[tuple[type[TelegramError], str], ...] = (
    (Conflict, "Another program is fetching for this bot: only one may run with this TELEGRAM_TOKEN."),
    (AskedToWait, "Telegram asks for patience before anything more is fetched."),
    (ServerFailing, "Telegram answers with an error of its own."),
    (TimedOut, "Telegram does not answer."),
    (InvalidToken, "Telegram does not accept the TELEGRAM_TOKEN at the moment."),
    (TelegramError, "Telegram cannot be reached."),
)

"""Somebody whom a member suggests for a group, and the way in that one person gets where the team says yes."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import AccountId, GroupId, SuggestionId, Token

UNSAVED = SuggestionId(0)
MOST_OPEN = 5  # that one person may have before the team at a time
LONGEST = 600  # characters

# No letter that is easily taken for another. Sixteen of them, behind `join-` and a key of forty characters, stay under
# the 64 that a Telegram start link may carry: https://core.telegram.org/bots/features#deep-linking
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH = 16
_WITH_TOKEN = re.compile(rf"(?P<rest>.*?)(?:^|[\s-])(?P<token>[{_SIGNS}]{{{_LENGTH}}})", re.DOTALL)


class Stage(StrEnum):
    DRAFT = "draft"  # shown to whoever wrote it, and not sent yet
    OPEN = "open"  # before the team
    APPROVED = "approved"  # there is a way in


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`account` made it. `words`, about somebody else, are empty once it is settled. `bound`: who came by the way in.

    At `ends_at` it is forgotten, whatever has become of it.
    """

    id: SuggestionId = UNSAVED
    account: AccountId
    group: GroupId
    stage: Stage
    words: str
    made_at: datetime
    ends_at: datetime
    bound: AccountId | None = None
    decided_by: AccountId | None = None


def new_token() -> Token:
    """Eighty bits that nobody guesses."""
    return Token("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)))


def token_in(rest: str) -> tuple[str, Token | None]:
    """What was said behind `join`, without the token at its end, and that token if there is something like one."""
    found = _WITH_TOKEN.fullmatch(rest.strip().casefold())
    return (rest, None) if found is None else (found["rest"].strip(" -"), Token(found["token"]))

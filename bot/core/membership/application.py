"""A person's way into one group: what they were asked, what they said, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.ids import AccountId, ApplicationId, GroupId, PersonId, PromptId, Token

UNSAVED = ApplicationId(0)
UNASKED = PromptId(0)
REQUEST_GONE = ":request-gone"  # stands among the steps that call for a review; no step can be called so


class Came(StrEnum):
    """Which of the two doors somebody knocked at; or neither."""

    BY_REQUEST = "request"
    BY_THE_BOT = "bot"
    ADDED = "added"  # by somebody else, and asked once they were in


class Standing(StrEnum):
    OPEN = "open"
    WAITING = "waiting"  # behind another of this person's applications, which is asked first
    HELD = "held"  # a person decides
    GUARDIAN = "guardian"  # younger than the guardian age: a guardian's consent has to be recorded before it goes on
    ACCEPTED = "accepted"  # everything answered; the platform has yet to let them in
    ADMITTED = "admitted"
    REFUSED = "refused"
    DECLINED = "declined"  # they said no to a consent, or cancelled
    EXPIRED = "expired"

    @property
    def is_over(self) -> bool:
        return self in {Standing.ADMITTED, Standing.REFUSED, Standing.DECLINED, Standing.EXPIRED}


@dataclass(frozen=True, slots=True)
class Answer:
    """`asked` is the fingerprint of the words of the question: a changed question is asked again.

    `value` is what the policy needs and no more. Of an age it is nothing: only `until`, the last day on which it
    fits, is kept, and `young`: that it is below the age from which nobody else has to agree. `language` is the IETF
    tag in which it was asked.
    """

    step: str
    asked: str
    value: str
    given_at: datetime
    until: date | None = None
    language: str = ""
    young: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One attempt. `id` is 0 until it has been saved.

    `expires_at` is None until a question was delivered: nobody loses anything for not answering what they were
    never asked.
    """

    id: ApplicationId = UNSAVED
    person: PersonId
    account: AccountId
    group: GroupId
    came: Came
    standing: Standing
    answers: tuple[Answer, ...] = ()
    started_at: datetime
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    requested: bool = False  # there is a request to join on the platform that has not been settled
    request: str = ""  # what the platform calls the latest one, where it has a name for it
    link: str = ""
    eligible_until: date | None = None
    review: tuple[str, ...] = ()  # why a person has to decide: the keys of the steps that call for it
    held_at: datetime | None = None
    bring_up_at: datetime | None = None  # when those who decide are to hear of it again
    decided_by: AccountId | None = None  # who said yes or no to it, where a person did
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One asking of one question. Its buttons are bound to it, and so to the account and the step.

    `step` is the mark of the step, which changes with its words: an old button is no answer to a new question.
    `options` pairs each token with the value it stands for. Only the newest prompt of an application is open.
    """

    id: PromptId = UNASKED
    account: AccountId
    application: ApplicationId
    step: str
    options: tuple[tuple[Token, str], ...] = ()
    open: bool = True

    def value_of(self, token: Token) -> str | None:
        return next((value for known, value in self.options if known == token), None)

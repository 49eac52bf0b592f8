"""Who is let in, and how they are asked (`[gate]`)."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.core.consent.settings import ConsentStatement, Reconfirmation
from bot.core.words import Words


class GateMode(StrEnum):
    """How the door opens.

    `quiz`: who answers as the policy asks is let in. `notice`: who asks to join is told the notice and let
    in. `roster`: who stands on the roster is let in, after the same questions. `review`: quiz, then a
    moderator.
    """

    QUIZ = "quiz"
    NOTICE = "notice"
    ROSTER = "roster"
    REVIEW = "review"


class StruckOff(StrEnum):
    """What becomes of members who are no longer on the roster: listed for a yes, or removed at once."""

    LIST = "list"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeQuestion:
    """Asked as years or a birth date; who is at least `min` and at most `max` years old is eligible.

    No birth date is kept, only until when somebody is eligible. Either bound may be left out.
    """

    key: str
    kind: Literal["age"] = "age"
    min: int | None = None
    max: int | None = None
    question: Words | None = None
    sensitive: bool = False
    visible_to_staff: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmQuestion:
    """Yes or no; yes is eligible. With `unsure`, "I'm not sure yet" is offered too and goes to a person."""

    key: str
    question: Words
    kind: Literal["confirm"] = "confirm"
    sensitive: bool = False
    unsure: bool = True
    visible_to_staff: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOption:
    key: str
    label: Words
    eligible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion:
    """One of several answers, some of which may not be eligible."""

    key: str
    question: Words
    options: tuple[ChoiceOption, ...]
    kind: Literal["choice"] = "choice"
    sensitive: bool = False
    visible_to_staff: bool | None = None

    def option(self, key: str) -> ChoiceOption:
        """The option with this key.

        Raises:
            KeyError: there is none.
        """
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion:
    """An answer in the person's own words, at most `max_length` characters; never judged by the program."""

    key: str
    question: Words
    kind: Literal["text"] = "text"
    max_length: int = 300
    optional: bool = False
    sensitive: bool = False
    visible_to_staff: bool | None = None


Question: TypeAlias = AgeQuestion | ConfirmQuestion | ChoiceQuestion | TextQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The door of a group. Below `guardian_age` years a roster entry with a guardian's consent is needed."""

    mode: GateMode = GateMode.QUIZ
    attempts: int = 3
    expires: timedelta = timedelta(hours=48)
    eligibility: tuple[Question, ...] = ()
    consent: tuple[ConsentStatement, ...] = ()
    sensitive_consent: Words | None = None
    closing: Words | None = None
    notice: Words | None = None
    knock: bool | None = None
    guardian_age: int | None = None
    struck_off: StruckOff = StruckOff.LIST
    suggestions: bool = True
    reconfirm: Reconfirmation = field(default_factory=Reconfirmation)

    @property
    def asks_sensitive(self) -> bool:
        """Whether any answer is special-category data, so that a consent of its own comes before it."""
        return any(question.sensitive for question in self.eligibility)

    @property
    def asks_age(self) -> bool:
        return any(isinstance(question, AgeQuestion) for question in self.eligibility)

    @property
    def may_knock(self) -> bool:
        """Whether people may knock on Matrix. All members see a knock, so never where it tells something."""
        if self.asks_sensitive:
            return False
        return True if self.knock is None else self.knock

    def shows_to_staff(self, question: Question) -> bool:
        """Whether those who decide may see its answer: of a sensitive one only where the policy says so outright."""
        return not question.sensitive if question.visible_to_staff is None else question.visible_to_staff

    def question(self, key: str) -> Question:
        """The question with this key.

        Raises:
            KeyError: there is none.
        """
        for question in self.eligibility:
            if question.key == key:
                return question
        raise KeyError(key)

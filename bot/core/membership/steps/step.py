"""What every step of the gate has in common: it can be asked, and what is said to it can be read."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from bot.core.messages import Line
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: what its button says, and what that means to the step.

    `also`: comma-separated words that mean the same when they are typed.
    """

    value: str
    label: Line | Words
    also: Line | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question and its options.

    `numbered`: a number that is typed picks an option; not so where it may be the answer itself.
    """

    lines: tuple[Line | Words, ...]
    options: tuple[Option, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Fits:
    """The answer is one with which somebody may come in.

    `value` is what may be kept of it; `until` the last day on which it fits. `young`: a guardian has to agree as well.
    """

    value: str
    until: date | None = None
    young: bool = False


@dataclass(frozen=True, slots=True)
class Fails:
    """The group is not for somebody who answers so. `young`: they have said that they are under 18."""

    young: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """A person has to look at it."""


@dataclass(frozen=True, slots=True)
class Declines:
    """They don't agree, which is their right: nothing is held against them."""


@dataclass(frozen=True, slots=True)
class Further:
    """Something more has to be asked before this is an answer."""

    asking: Asking


@dataclass(frozen=True, slots=True)
class Unclear:
    """It could not be understood; `hint` says what can."""

    hint: Line


Reading = Fits | Fails | Unsure | Declines | Further | Unclear


class Step(Protocol):
    """One step of the gate.

    A new kind of question is a file beside this one with a class that does this, and a line in `order.step_for`.
    """

    @property
    def key(self) -> str:
        """Unique within a gate, and the same for as long as the policy calls the question so."""
        ...

    @property
    def asked(self) -> str:
        """A fingerprint of what is asked: when it changes, an earlier answer no longer counts."""
        ...

    @property
    def statement(self) -> Line | Words | None:
        """What an answer that fits is a consent to; None for a mere question."""
        ...

    def ask(self) -> Asking: ...

    def option(self, value: str) -> Option | None:
        """The option that stands for this value, in `ask` or in whatever further asking has offered it."""
        ...

    def chosen(self, value: str, today: date) -> Reading:
        """Read the value of an option that `ask`, or a `Further`, has offered. `today` is the community's."""
        ...

    def typed(self, text: str, today: date) -> Reading:
        """Read words that are none of the options."""
        ...


def among(options: tuple[Option, ...], value: str) -> Option | None:
    return next((option for option in options if option.value == value), None)


class _Question(Protocol):
    @property
    def key(self) -> str: ...


_Q = TypeVar("_Q", bound=_Question)


@dataclass(frozen=True, slots=True)
class Asked(ABC, Generic[_Q]):
    """A step that asks a question of the policy, and is a consent to nothing."""

    question: _Q

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def asked(self) -> str:
        return fingerprint(self.question)

    @property
    def statement(self) -> None:
        return None

    @abstractmethod
    def ask(self) -> Asking: ...

    def option(self, value: str) -> Option | None:
        return among(self.ask().options, value)


def mark(step: Step) -> str:
    """Which step, and in which words."""
    return f"{step.key} {step.asked}"


def fingerprint(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

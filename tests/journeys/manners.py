"""How people go about joining: what each has in mind, and how they go about it. The same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

POLICY = """
[community]
name = "Northside Peer Support"
key = "northside"
timezone = "Europe/London"
language = "en"

[policy]
version = "1.0"

[contacts]
admin = "hello@northside.example"
crisis = [{ name = "Samaritans", contact = "116 123" }]

[gate]
closing = "I agree to help keep this a safe space."

[[gate.eligibility]]
key = "condition"
kind = "confirm"
question = "Do you live with MS?"
unsure = false

[[team]]
name = "Sam"
role = "owner"

[[groups]]
key = "evening"
title = "Northside Evening Group"
kind = "support"
telegram = -1001000000001
"""

GREETING = "Hello! You would like to join"
WAY_IN = "Here is your way into"
SORRY = "I'm sorry, I can't let you into"
ALL_RIGHT = "That is quite all right"
LAST = "that was the last question"
WELCOME = "You are in. Welcome"

BACK = ("Go back one question", "back")
STOP = ("Stop, I don't want to join", "stop")


class Asked(StrEnum):
    """The questions of this policy, by words that stand in no other."""

    VISIBLE = "Is that all right with you"
    CONDITION = "Do you live with MS"
    CLOSING = "safe space"


YES = {
    Asked.VISIBLE: ("Yes, others may see that", "yes"),
    Asked.CONDITION: ("Yes", "Yes!"),
    Asked.CLOSING: ("Yes, I agree to this", "i agree"),
}
NO = {
    Asked.VISIBLE: ("No, I don't want that", "no"),
    Asked.CONDITION: ("No", "nope"),
    Asked.CLOSING: ("No, I don't agree to this", "I don't agree"),
}


class Wish(StrEnum):
    """What somebody will do in the end."""

    GETS_IN = "answers everything rightly"
    DOES_NOT_FIT = "says no where yes is needed"
    DECLINES = "does not agree to the last statement"
    THINKS_AGAIN = "stops in the middle, asks again, and answers everything rightly"


class Oddity(StrEnum):
    """Something that makes the conversation longer."""

    NONE = "comes to the point"
    MUMBLES = "first says what nobody can understand"
    GOES_BACK = "goes back one question from the last"
    SAYS_THANKS = "says thank you to a program"


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody goes about it. `arrives_after` and `pauses` are seconds."""

    wish: Wish
    by_request: bool
    types: dict[Asked, bool]  # where False, presses
    doubles: frozenset[Asked]  # where they press twice
    presses_old: frozenset[Asked]  # where they press a button of the first question too
    oddity: Oddity
    arrives_after: float
    pauses: tuple[float, ...]

    @classmethod
    def of(cls, chance: random.Random) -> Manner:
        def some(share: float) -> frozenset[Asked]:
            return frozenset(asked for asked in Asked if chance.random() < share)

        wish = chance.choices(list(Wish), weights=(5, 2, 2, 2))[0]
        oddity = chance.choices(list(Oddity), weights=(3, 1, 1, 1))[0]
        return cls(
            wish=wish,
            by_request=chance.random() < 0.6,
            types={asked: chance.random() < 0.4 for asked in Asked},
            doubles=some(0.3),
            presses_old=some(0.3),
            oddity=Oddity.NONE if wish is Wish.THINKS_AGAIN else oddity,
            arrives_after=chance.uniform(0.0, 2.0),
            pauses=tuple(chance.uniform(0.0, 0.3) for _ in range(16)),
        )

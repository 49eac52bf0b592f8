"""The community itself: its name and policy, whom to turn to, what it sends and what it watches over."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.core.team.settings import Role
from bot.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Who we are; all local times and dates are in the IANA zone `timezone`.

    `title_prefix`: how the title of an official group begins. `names`: what else goes by our name, so that
    an unofficial group that carries it is noticed. `languages`: in which it speaks besides its `language`.
    """

    name: Words
    key: str
    timezone: str = "UTC"
    language: str = "en"
    languages: tuple[str, ...] = ()
    title_prefix: str | None = None
    names: tuple[str, ...] = ()

    @property
    def all_languages(self) -> tuple[str, ...]:
        """The community's language, then the others in which it speaks."""
        return (self.language, *(each for each in self.languages if each != self.language))


class AgreementTopic(StrEnum):
    """What an agreement speaks about; the check names each topic that one leaves out."""

    CONFIDENTIALITY = "confidentiality"
    SAFETY = "safety"
    EQUALITY = "equality"
    INCLUSION = "inclusion"
    BULLYING = "bullying"
    LANGUAGE = "language"
    RESPECT = "respect"
    NON_JUDGEMENT = "non-judgement"
    BOUNDARIES = "boundaries"
    PROFESSIONALS = "professionals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Who must agree before a changed policy takes effect: `needed` people with the `role`."""

    role: Role = Role.TRUSTEE
    needed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """The paper behind the file.

    `review_every` is the longest time between ratifying and review. `remind` is how long before the review
    staff are told. On `rules_day` ("09-01": month and day) everybody is sent the rules each year;
    `rules_every` reminds members of rules and consequences at that interval.
    """

    version: str
    title: Words | None = None
    ratified: date | None = None
    review_by: date | None = None
    review_every: timedelta = timedelta(days=3 * 365)
    remind: tuple[timedelta, ...] = (timedelta(days=60), timedelta(days=14))
    agreement: Words | None = None
    agreement_covers: tuple[AgreementTopic, ...] | None = None
    privacy: Words | None = None
    complaints: Words | None = None
    rules: tuple[Words, ...] = ()
    consequences: Words | None = None
    rules_day: str | None = None
    rules_every: timedelta | None = None
    approvals: Approvals = field(default_factory=Approvals)

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """Compares versions as people count them: 1.9 comes before 1.10."""
        parts = re.findall(r"[0-9]+|[^0-9.\s]+", self.version)
        return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: Words
    contact: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Whom to turn to.

    `elsewhere` is for those who cannot be let in, `young` for those of them who are under 18, `worried` for whoever
    worries about somebody.
    """

    admin: Words | None = None
    safeguarding: Words | None = None
    manager: Words | None = None
    press: Words | None = None
    crisis: tuple[Contact, ...] = ()
    elsewhere: tuple[Contact, ...] = ()
    young: tuple[Contact, ...] = ()
    worried: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What the welcome says besides what it always says.

    `notes` stand in the place of ours: that nobody is vetted, to keep the device locked, that words may become public.
    """

    text: Words | None = None
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionTemplate:
    """A group's description for one audience, the longest form first; the longest that fits is set.

    `{community}`, `{purpose}`, `{moderators}`, `{agreement}`, `{contact}` and `{ends}` are filled in.
    """

    audience: str
    forms: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """`a_day`: how many a day at most. `second_person`: whether somebody else has to agree first."""

    a_day: int = 3
    second_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """Groups without a message for `idle_after` are named; so are pairs that share more than `overlap`.

    `overlap` is a share of the smaller group's members, from 0 to 1.
    """

    idle_after: timedelta = timedelta(days=90)
    overlap: float = 0.8

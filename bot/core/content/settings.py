"""What may be posted (`[content]`). Word lists hold words or phrases: see `phrases.says_any`."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.core.team.settings import Role
from bot.core.words import Words


class Links(StrEnum):
    """Whose links pass: anybody's, those to the listed domains, or the team's alone."""

    ANY = "any"
    LISTED = "listed"
    STAFF = "staff"


class Treatment(StrEnum):
    """What happens to a message: nothing, a private word, out of the group, or held for a moderator."""

    OFF = "off"
    REMIND = "remind"
    REMOVE = "remove"
    HOLD = "hold"


class Media(StrEnum):
    """Pictures and films: pass; held until permission is confirmed; held until staff say yes."""

    ANY = "any"
    ASK = "ask"
    STAFF = "staff"


class Polls(StrEnum):
    ANY = "any"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """More than `messages` by one person within `within`: a private word, then one message per `slow_to`."""

    messages: int = 8
    within: timedelta = timedelta(seconds=60)
    slow_to: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something the community does not discuss in its name: who writes one of the words is reminded."""

    name: Words
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The lists and how they are treated.

    `serious` is held at once and a moderator decides; `unwelcome` is removed and counts on the ladder; `mild`
    is reminded about first; `sensitive` brings a kind word and never counts; `crisis` brings the numbers and
    is never punished; `watch` only tells those in `watch_role`. A link to one of the `fundraisers` (domains)
    passes, a plea for money does not.
    """

    serious: tuple[str, ...] = ()
    unwelcome: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    crisis: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    watch_role: Role = Role.STAFF
    topics: tuple[Topic, ...] = ()
    sensitive_spoiler: bool = False
    links: Links = Links.ANY
    allowed_domains: tuple[str, ...] = ()
    unlisted_links: Treatment = Treatment.REMOVE
    invite_links: Treatment = Treatment.REMOVE
    repeated: Treatment = Treatment.REMOVE
    fundraisers: tuple[str, ...] = ()
    pleas_for_money: Treatment = Treatment.HOLD
    personal_details: Treatment = Treatment.OFF
    full_names: Treatment = Treatment.OFF
    media: Media = Media.ANY
    polls: Polls = Polls.ANY
    before_posting: tuple[Words, ...] = ()
    flood: Flood | None = field(default_factory=Flood)

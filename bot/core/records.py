"""What the core and the handlers need to remember, said by them and kept by the storage.

Everything here belongs to one transaction: it is saved together with the effects that follow from it, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.community.rights import Power, Right, Shortcoming
from bot.core.consent.records import Consents, Tellings
from bot.core.events import Chat, User
from bot.core.ids import (
    AccountId,
    ApplicationId,
    CommunityKey,
    GroupId,
    NativeId,
    PersonId,
    PlatformName,
    RosterKey,
    SuggestionId,
    Token,
)
from bot.core.keeping.records import Closings, GroupOrders
from bot.core.membership.application import Application, Prompt
from bot.core.membership.bars import Bar, Place
from bot.core.membership.mute import MuteHeld
from bot.core.membership.roster import Changes, Draft, Entry
from bot.core.membership.suggestion import Suggestion
from bot.core.offers import Offer
from bot.core.people import Account


class People(Protocol):
    async def meet(self, user: User, now: datetime) -> Account:
        """The account of this user, made at the first meeting; name, username and language are kept up to date.

        A language that they have chosen stays.
        A user without a name is one that is known by id alone: what is known of them stays.
        """
        ...

    async def account(self, account: AccountId) -> Account:
        """Raises KeyError if there is no such account."""
        ...

    async def native(self, account: AccountId) -> tuple[PlatformName, NativeId]:
        """What its platform calls this account. Raises KeyError if there is no such account."""
        ...

    async def choose_language(self, account: AccountId, language: str) -> None:
        """From now on that language goes before what their platform says; an empty one gives way to it again."""

    async def unite(self, account: AccountId, other: AccountId) -> None:
        """Both belong to one person from now on, and with them everything that is kept of either.

        Raises KeyError if there is no such account.
        """
        ...

    async def inside(self, group: GroupId) -> Sequence[tuple[Account, NativeId]]:
        """Those who were seen in this group and have not left, with what their platform calls them."""
        ...

    async def set_reachable(self, account: AccountId, *, reachable: bool) -> None:
        """From False to True, what was waiting to be said to them is due again."""
        ...


class Applications(Protocol):
    async def get(self, application: ApplicationId) -> Application:
        """Raises KeyError if there is no such application."""
        ...

    async def in_front(self, person: PersonId) -> Application | None:
        """The one that is being asked about: OPEN. A person has at most one."""
        ...

    async def waiting(self, person: PersonId) -> Application | None:
        """The oldest of those that are WAITING."""
        ...

    async def accepted(self, person: PersonId) -> Application | None:
        """The oldest that is ACCEPTED: answered, and not let in yet."""
        ...

    async def accepted_in(self, group: GroupId) -> Sequence[Application]: ...

    async def waiting_for_guardian(self, group: GroupId) -> Sequence[Application]:
        """Those for this group that are GUARDIAN, oldest first."""
        ...

    async def undecided(self, person: PersonId) -> Sequence[Application]:
        """All of theirs that are not over, oldest first."""
        ...

    async def held_in(self, group: GroupId) -> Sequence[Application]:
        """Those about which a person is to decide, the oldest first."""
        ...

    async def held(self, person: PersonId) -> Application | None:
        """The oldest of theirs about which a person is to decide."""
        ...

    async def to_bring_up(self, now: datetime, most: int) -> Sequence[Application]:
        """Those that are HELD and whose `bring_up_at` is at or before `now`, the longest due first."""
        ...

    async def newest(self, account: AccountId, group: GroupId) -> Application | None:
        """The latest with this account for this group, however it ended. On each platform one comes in by itself."""
        ...

    async def all_for(self, person: PersonId, group: GroupId) -> Sequence[Application]:
        """Every one for this group, oldest first."""
        ...

    async def add(self, application: Application) -> Application:
        """Save a new one; the answer bears its id."""
        ...

    async def save(self, application: Application) -> None: ...

    async def expired(self, now: datetime, most: int) -> Sequence[Application]:
        """Those that are not over and whose `expires_at` is at or before `now`, the oldest first."""
        ...

    async def forget(self, ended_before: datetime, community: CommunityKey) -> int:
        """Delete those that are over and ended before that moment, with their prompts; how many there were."""
        ...


class Prompts(Protocol):
    async def ask(self, prompt: Prompt) -> Prompt:
        """Save a new question as the open one of its application, closing the earlier ones; the answer bears its id."""
        ...

    async def open_for(self, application: ApplicationId) -> Prompt | None: ...

    async def bearing(self, token: Token) -> Prompt | None:
        """The prompt that this button belongs to, open or not; None for a token that was never given out."""
        ...

    async def close(self, application: ApplicationId) -> None:
        """From now on none is open, and what their buttons stood for is forgotten."""
        ...


class Offers(Protocol):
    async def make(self, offer: Offer) -> Offer:
        """Save a new one; the answer bears its id. An open one is from now on the newest, and closes those before."""
        ...

    async def newest(self, account: AccountId) -> Offer | None:
        """The one that is open, if there is one."""
        ...

    async def bearing(self, token: Token) -> Offer | None:
        """The offer that this button belongs to, open or not; None for a token that was never given out."""
        ...

    async def close(self, account: AccountId) -> None:
        """From now on none is open: nothing is waited for. Their buttons still say what they say."""
        ...

    async def forget(self, made_before: datetime) -> int:
        """Delete those that were made before that moment, with their buttons; how many there were."""
        ...


class Rosters(Protocol):
    """The lists of those who belong, and what somebody has sent to change one."""

    async def entries(self, roster: RosterKey) -> Sequence[Entry]:
        """In the order in which they came onto it."""
        ...

    async def count(self, roster: RosterKey) -> int: ...

    async def matching(
        self, rosters: Sequence[RosterKey], platform: PlatformName, native: NativeId, username: str
    ) -> Sequence[Entry]:
        """Those on any of these rosters that are about this account."""
        ...

    async def apply(self, roster: RosterKey, changes: Changes) -> None: ...

    async def save(self, entry: Entry) -> None:
        """Changes nothing if it was struck off meanwhile."""
        ...

    async def draft(self, draft: Draft) -> Draft:
        """Keep it in place of an earlier one of the same account; the answer bears its id."""
        ...

    async def drafted(self, account: AccountId) -> Draft | None: ...

    async def drop(self, account: AccountId) -> None:
        """Forget what this account has drafted."""
        ...

    async def forget_drafts(self, made_before: datetime) -> int:
        """How many there were."""
        ...


class Suggestions(Protocol):
    async def add(self, suggestion: Suggestion) -> Suggestion:
        """Save a new one, a draft in place of an earlier draft of the same account; the answer bears its id."""
        ...

    async def get(self, suggestion: SuggestionId) -> Suggestion | None: ...

    async def bearing(self, token: Token) -> Suggestion | None:
        """The one whose way in this is."""
        ...

    async def open_in(self, group: GroupId) -> Sequence[Suggestion]:
        """Those before the team, the oldest first."""
        ...

    async def count_open(self, person: PersonId) -> int:
        """How many of theirs are before a team, with whichever account they made them."""
        ...

    async def save(self, suggestion: Suggestion) -> None:
        """Changes nothing if it was forgotten meanwhile. The way in stays."""
        ...

    async def give_out(self, suggestion: SuggestionId, token: Token) -> None:
        """From now on this is its way in."""
        ...

    async def forget(self, suggestion: SuggestionId) -> None: ...

    async def ended(self, now: datetime, most: int) -> Sequence[Suggestion]:
        """Those whose `ends_at` is at or before `now`, the longest due first."""
        ...


class Refusals(Protocol):
    """Failed attempts, kept by keyed hash of the account so that erasing somebody does not start the count anew.

    A person's are counted together, with whichever account they were made.
    """

    async def add(self, account: AccountId, community: CommunityKey, step: str, now: datetime) -> None: ...

    async def steps(self, account: AccountId, community: CommunityKey) -> Sequence[str]:
        """The step at which each attempt failed, oldest first: the attempts so far are its length."""
        ...


class Bars(Protocol):
    """Who may not come in, kept by keyed hash of the account so that erasing somebody does not let them in."""

    async def add(self, account: AccountId, bar: Bar) -> None:
        """Of everybody who is known to be this person, in place of an earlier one of the same kind and place."""
        ...

    async def lift(self, account: AccountId, place: Place, *, on_platform: bool) -> None: ...

    async def keeping_out(self, account: AccountId, group: GroupId, now: datetime) -> Sequence[Bar]:
        """Those that keep this person out of that group now, with whichever account."""
        ...


class Mutes(Protocol):
    async def of(self, account: AccountId, group: GroupId) -> MuteHeld | None: ...

    async def in_group(self, group: GroupId) -> Sequence[MuteHeld]: ...

    async def save(self, held: MuteHeld) -> None: ...

    async def forget(self, account: AccountId, group: GroupId) -> None: ...


class Members(Protocol):
    """Whom the bot has seen in which group: a Telegram bot gets no list."""

    async def saw(self, account: AccountId, group: GroupId, now: datetime) -> None: ...

    async def left(self, account: AccountId, group: GroupId, now: datetime) -> None: ...

    async def is_member(self, account: AccountId, group: GroupId) -> bool: ...

    async def places_of(self, person: PersonId) -> Sequence[tuple[AccountId, GroupId]]:
        """Everywhere that one of their accounts has been seen, by group and in the order in which they were met."""
        ...

    async def count(self, group: GroupId) -> int: ...


class Groups(Protocol):
    async def at(self, chat: Chat) -> GroupId | None:
        """The group of a policy that lives in this chat; None if it is none of ours."""
        ...

    async def moved(self, platform: PlatformName, old: NativeId, new: NativeId) -> None: ...

    async def stands(self, group: GroupId, platform: PlatformName, rights: frozenset[Right] | None) -> None:
        """Remember what the bot may do there; None: it is not there."""
        ...

    async def rights(self, group: GroupId, platform: PlatformName) -> frozenset[Right] | None:
        """What the bot may do there, as far as was last seen; None while it is not known to be there at all."""
        ...


class Shortcomings(Protocol):
    """Which rights are missing in which group, and which of them the people in charge have been told."""

    async def found(self, group: GroupId, platform: PlatformName, lacking: Sequence[Power]) -> None:
        """These are missing there now, and no others."""
        ...

    async def of(self, group: GroupId, platform: PlatformName) -> Sequence[Shortcoming]:
        """What is missing there, as was last seen."""
        ...

    async def untold(self) -> Sequence[tuple[GroupId, PlatformName]]:
        """Where something has come to be missing, or no longer is, since people were last told of that group."""
        ...

    async def are_looked_for(self, *, since: datetime) -> bool:
        """Whether a group is still to be looked at, and that was wanted after `since`."""
        ...

    async def told(self, group: GroupId, platform: PlatformName) -> None:
        """They know now how it is there."""
        ...


class Told(Protocol):
    """What has been said lately, so that it is not said again and again."""

    async def once(self, what: str, within: timedelta, now: datetime) -> bool:
        """Whether this was not said within that time; from now on it was. What it was is not kept in the clear.

        `within`: at most the 60 days after which it is forgotten.
        """
        ...

    async def forget(self, said_before: datetime) -> int:
        """Delete what was said before that moment; how many there were."""
        ...


class Records(Protocol):
    """All of them, within one transaction."""

    @property
    def people(self) -> People: ...
    @property
    def applications(self) -> Applications: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def offers(self) -> Offers: ...
    @property
    def rosters(self) -> Rosters: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def refusals(self) -> Refusals: ...
    @property
    def bars(self) -> Bars: ...
    @property
    def mutes(self) -> Mutes: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def tellings(self) -> Tellings: ...
    @property
    def members(self) -> Members: ...
    @property
    def groups(self) -> Groups: ...
    @property
    def shortcomings(self) -> Shortcomings: ...
    @property
    def closings(self) -> Closings: ...
    @property
    def orders(self) -> GroupOrders: ...
    @property
    def told(self) -> Told: ...

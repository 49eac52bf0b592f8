"""Who belongs: the people on a community's roster or on that of one group, and what a new list would change.

Pure: lists in, changes out.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.core.ids import AccountId, DraftId, EntryId, NativeId, PlatformName, RosterKey

UNSAVED = EntryId(0)
UNMADE = DraftId(0)
DRAFTS_LAST = timedelta(days=1)
"""For so long a yes to a list counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person as a list names them. `telegram`: digits, or `@username`; `matrix`: `@name:server`.

    But for the name all is in small letters.
    """

    name: str
    telegram: str = ""
    matrix: str = ""
    email: str = ""

    @property
    def can_be_known(self) -> bool:
        """Whether somebody at the door can be told to be this person."""
        return bool(self.telegram or self.matrix)

    @property
    def username(self) -> str:
        """Without its sign; empty for a number."""
        return self.telegram[1:] if self.telegram.startswith("@") else ""


@dataclass(frozen=True, slots=True)
class Guardian:
    """That somebody in charge has seen the consent of a guardian: their name, and the community's day."""

    seen_by: str
    on: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is on the roster.

    `bound`: the Telegram account that was the first to come under the row's username. From then on that account is
    meant, whoever bears the name: usernames change hands.
    """

    row: Row
    id: EntryId = UNSAVED
    bound: NativeId | None = None
    guardian: Guardian | None = None

    @property
    def telegram(self) -> NativeId | None:
        """The number of the Telegram account, as far as it is known."""
        return NativeId(self.row.telegram) if self.row.telegram.isdecimal() else self.bound

    def is_about(self, platform: PlatformName, native: NativeId, username: str = "") -> bool:
        """Whether this account is meant. An `@username` counts until it is bound to a number."""
        if platform is PlatformName.MATRIX:
            return self.row.matrix == native.casefold()
        if self.telegram is not None:
            return self.telegram == native
        return bool(self.row.username) and self.row.username == username.casefold()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the rosters say of somebody at a door."""

    on_roster: bool = False
    guardian_seen: bool = False


class Roll:
    """Who is on any of these lists: for asking about many."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._there: set[tuple[PlatformName, str]] = set()
        self._usernames: set[str] = set()
        for entry in entries:
            if entry.row.matrix:
                self._there.add((PlatformName.MATRIX, entry.row.matrix))
            if entry.telegram is not None:
                self._there.add((PlatformName.TELEGRAM, entry.telegram))
            elif entry.row.username:
                self._usernames.add(entry.row.username)

    def has(self, platform: PlatformName, native: NativeId, username: str = "") -> bool:
        """Whether one of the entries is about this account."""
        by_name = platform is PlatformName.TELEGRAM and username.casefold() in self._usernames
        return (platform, native.casefold()) in self._there or by_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A list that somebody has sent and not confirmed. `seen`: the roster's fingerprint when they were shown."""

    id: DraftId = UNMADE
    account: AccountId
    roster: RosterKey
    rows: tuple[Row, ...]
    seen: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What it takes to make a roster what a list says. `changed`: before and after."""

    added: tuple[Row, ...] = ()
    changed: tuple[tuple[Entry, Entry], ...] = ()
    struck: tuple[Entry, ...] = ()
    unchanged: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.struck)

    @property
    def moved(self) -> tuple[Entry, ...]:
        """As they were before: those who are to be known by another account from now on."""
        return tuple(
            before
            for before, after in self.changed
            if (before.row.telegram, before.row.matrix) != (after.row.telegram, after.row.matrix)
        )

    @property
    def consent_lost(self) -> tuple[Row, ...]:
        """Those whose guardian's consent has to be recorded again: it is another account that they have now."""
        return tuple(after.row for before, after in self.changed if before.guardian and not after.guardian)


def fingerprint(entries: Iterable[Entry]) -> str:
    """The same for as long as nobody has changed anything; which account came under a username makes no difference."""
    parts = sorted(repr((entry.id, entry.row, entry.guardian)) for entry in entries)
    return hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()


def compare(entries: Sequence[Entry], rows: Sequence[Row]) -> Changes:
    """What it takes to turn `entries` into `rows`.

    A row is somebody's who is there already if it says the same, or else bears the same account, the same e-mail
    address, or the same name where nobody else has it.
    """
    pairs, struck, added = _paired(entries, rows)
    changed = tuple((entry, _as(entry, row)) for entry, row in pairs if entry.row != row)
    return Changes(tuple(added), changed, tuple(struck), len(pairs) - len(changed))


def with_more(entries: Sequence[Entry], more: Sequence[Row]) -> tuple[Row, ...]:
    """The list with these people added; of whoever is there under the same account the rest is filled in."""
    rows = [entry.row for entry in entries]
    places = {handle: place for place, entry in enumerate(entries) for handle in _handles(entry)}
    for row in more:
        place = next((places[handle] for handle in _handles(Entry(row)) if handle in places), None)
        if place is None:
            places |= dict.fromkeys(_handles(Entry(row)), len(rows))
            rows.append(row)
        else:
            rows[place] = _filled(row, rows[place])
    return tuple(rows)


def found(entries: Sequence[Entry], said: str) -> tuple[Entry, ...]:
    """Those who may be meant: by `#number`, an account, an e-mail address or the whole name; else by a part of it."""
    words = " ".join(said.split()).casefold()
    if not words:
        return ()
    exact = tuple(entry for entry in entries if words in _names(entry))
    return exact or tuple(entry for entry in entries if words in entry.row.name.casefold().split())


def twice(rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    """Which two rows (by their places) name the same account; the later one of each pair once."""
    seen: dict[str, int] = {}
    again: list[tuple[int, int, str]] = []
    for place, row in enumerate(rows):
        for handle in (row.telegram, row.matrix):
            if handle and handle in seen:
                again.append((seen[handle], place, handle))
                break
            if handle:
                seen[handle] = place
    return again


def _names(entry: Entry) -> set[str]:
    row = entry.row
    return {f"#{entry.id}", row.name.casefold(), row.telegram, row.matrix, row.email} - {""}


def _handles(entry: Entry) -> list[str]:
    return [handle for handle in (entry.row.matrix, entry.row.telegram, entry.bound) if handle]


@dataclass(slots=True)
class _Pairing:
    entries: dict[int, Entry]
    rows: dict[int, Row]
    pairs: list[tuple[Entry, Row]] = field(default_factory=list)

    def pair(self, of_entry: Callable[[Entry], Iterable[object]], of_row: Callable[[Row], Iterable[object]]) -> None:
        """Those who have the same key; one each, the first of them."""
        there: dict[object, list[int]] = defaultdict(list)
        for place, entry in self.entries.items():
            for key in of_entry(entry):
                there[key].append(place)
        for number, row in list(self.rows.items()):
            match = next((place for key in of_row(row) for place in there[key] if place in self.entries), None)
            if match is not None:
                self.pairs.append((self.entries.pop(match), self.rows.pop(number)))


def _paired(
    entries: Sequence[Entry], rows: Sequence[Row]
) -> tuple[list[tuple[Entry, Row]], Iterable[Entry], Iterable[Row]]:
    pairing = _Pairing(dict(enumerate(entries)), dict(enumerate(rows)))
    pairing.pair(lambda entry: [entry.row], lambda row: [row])
    pairing.pair(_handles, lambda row: _handles(Entry(row)))
    pairing.pair(lambda entry: _email(entry.row), _email)
    names = Counter(entry.row.name.casefold() for entry in pairing.entries.values())
    again = Counter(row.name.casefold() for row in pairing.rows.values())

    def name_of(row: Row) -> list[str]:
        name = row.name.casefold()
        return [name] if names[name] == 1 and again[name] == 1 else []

    pairing.pair(lambda entry: name_of(entry.row), name_of)
    return pairing.pairs, pairing.entries.values(), pairing.rows.values()


def _email(row: Row) -> list[str]:
    return [row.email] if row.email else []


def _as(entry: Entry, row: Row) -> Entry:
    """The same person as this row has them. What hangs on an account goes with it."""
    bound = entry.bound if row.telegram == entry.row.telegram else None
    known = entry.row.can_be_known
    same = not known or bool(set(_handles(entry)) & set(_handles(Entry(row))))
    return replace(entry, row=row, bound=bound, guardian=entry.guardian if same else None)


def _filled(row: Row, before: Row) -> Row:
    return Row(row.name, row.telegram or before.telegram, row.matrix or before.matrix, row.email or before.email)

"""Lists of people, and what a new one changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import EntryId, NativeId, PlatformName
from bot.core.membership.roster import (
    Entry,
    Guardian,
    Roll,
    Row,
    compare,
    fingerprint,
    found,
    twice,
    with_more,
)

TELEGRAM, MATRIX = PlatformName.TELEGRAM, PlatformName.MATRIX
SEEN = Guardian("Sam", date(2026, 3, 1))

names = st.sampled_from(["Jo", "Kim", "Lee", "Ada", "Zoë"])
rows = st.builds(
    Row,
    name=names,
    telegram=st.sampled_from(["", "", "1", "2", "3", "@jo_1", "@kim_1"]),
    matrix=st.sampled_from(["", "", "@a:x.org", "@b:x.org"]),
    email=st.sampled_from(["", "", "a@x.org", "b@x.org"]),
)
lists = st.lists(rows, max_size=8).map(lambda found: [row for row in found if row not in _again(found)])


def _again(found: list[Row]) -> list[Row]:
    return [found[later] for _, later, _ in twice(found)]


def entries_of(*found: Row) -> list[Entry]:
    return [Entry(row, EntryId(number)) for number, row in enumerate(found, start=1)]


@given(before=lists, after=lists)
def test_whatever_changes_the_roster_says_afterwards_what_the_list_says(before: list[Row], after: list[Row]) -> None:
    entries = entries_of(*before)
    changes = compare(entries, after)
    gone = {entry.id for entry in changes.struck}
    changed = {old.id: new.row for old, new in changes.changed}
    left = [changed.get(entry.id, entry.row) for entry in entries if entry.id not in gone]
    assert sorted(map(repr, [*left, *changes.added])) == sorted(map(repr, after))
    assert changes.unchanged + len(changes.changed) + len(changes.struck) == len(entries)


@given(before=lists)
def test_the_same_list_again_changes_nothing_in_whatever_order(before: list[Row]) -> None:
    assert compare(entries_of(*before), before[::-1]).nothing


@given(before=lists, after=lists)
def test_nobody_gets_a_guardians_consent_that_was_seen_for_another_account(before: list[Row], after: list[Row]) -> None:
    entries = [replace(entry, guardian=SEEN) for entry in entries_of(*before)]
    for old, new in compare(entries, after).changed:
        same_account = {old.row.telegram, old.row.matrix} & {new.row.telegram, new.row.matrix} - {""}
        assert (new.guardian is not None) == (bool(same_account) or not old.row.can_be_known)


def test_a_renamed_person_is_known_by_the_account_and_a_new_account_by_the_name() -> None:
    jo, kim = entries_of(Row("Jo", "1"), Row("Kim", "2", email="k@x.org"))
    changes = compare([jo, kim], [Row("Joanna", "1"), Row("Kim", "3")])
    assert [(old.row.name, new.row.name) for old, new in changes.changed] == [("Jo", "Joanna"), ("Kim", "Kim")]
    assert not changes.struck
    assert not changes.added


def test_two_people_of_one_name_are_never_taken_for_each_other() -> None:
    changes = compare(entries_of(Row("Jo", "1"), Row("Jo", "2")), [Row("Jo", "3")])
    assert len(changes.struck) == 2
    assert changes.added == (Row("Jo", "3"),)


def test_a_bound_username_stays_bound_while_the_list_names_it_and_is_free_once_it_names_another() -> None:
    bound = replace(entries_of(Row("Jo", "@jo_1"))[0], bound=NativeId("7"), guardian=SEEN)
    ((_, renamed),) = compare([bound], [Row("Joanna", "@jo_1")]).changed
    assert (renamed.bound, renamed.guardian) == (NativeId("7"), SEEN)
    ((_, other),) = compare([bound], [Row("Jo", "@jo_2")]).changed
    assert (other.bound, other.guardian) == (None, None)
    ((_, numbered),) = compare([bound], [Row("Jo", "7")]).changed
    assert numbered.telegram == NativeId("7")
    assert numbered.guardian == SEEN


def test_a_username_means_the_first_who_comes_under_it_and_nobody_after() -> None:
    free = Entry(Row("Jo", "@jo_1"))
    assert free.is_about(TELEGRAM, NativeId("7"), "Jo_1")
    bound = replace(free, bound=NativeId("7"))
    assert bound.is_about(TELEGRAM, NativeId("7"), "renamed")
    assert not bound.is_about(TELEGRAM, NativeId("8"), "jo_1")
    assert not Entry(Row("Jo")).is_about(TELEGRAM, NativeId("8"), "")
    assert not Entry(Row("Jo", "8")).is_about(MATRIX, NativeId("8"), "")


@given(listed=lists, who=st.sampled_from(["1", "2", "9"]), username=st.sampled_from(["", "jo_1", "KIM_1", "nobody"]))
def test_a_roll_knows_just_those_whom_one_of_its_entries_is_about(listed: list[Row], who: str, username: str) -> None:
    entries = entries_of(*listed)
    expected = any(entry.is_about(TELEGRAM, NativeId(who), username) for entry in entries)
    assert Roll(entries).has(TELEGRAM, NativeId(who), username) == expected
    there = any(entry.is_about(MATRIX, NativeId("@A:x.org")) for entry in entries)
    assert Roll(entries).has(MATRIX, NativeId("@A:x.org")) == there


def test_more_people_are_added_and_what_is_left_out_stays() -> None:
    jo, kim = entries_of(Row("Jo", "@jo_1", "@jo:x.org"), Row("Kim"))
    after = with_more(
        [jo, kim], [Row("Joanna", "@jo_1"), Row("Kim", "5"), Row("Lee", "6"), Row("Lee", "6", "@l:x.org")]
    )
    assert after == (
        Row("Joanna", "@jo_1", "@jo:x.org"),
        Row("Kim"),
        Row("Kim", "5"),
        Row("Lee", "6", "@l:x.org"),
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Jo", {1, 2}),
        ("jo  smith", {3}),
        ("#2", {2}),
        ("@jo_2", {2}),
        ("@JO:x.org", {1}),
        ("7", {3}),
        ("smith", {3}),
        ("s@x.org", {3}),
        ("J", set()),
        ("", set()),
        ("#9", set()),
    ],
)
def test_who_is_meant_is_found_by_name_account_or_number_and_never_guessed(said: str, meant: set[int]) -> None:
    entries = entries_of(Row("Jo", matrix="@jo:x.org"), Row("Jo", "@jo_2"), Row("Jo Smith", "7", email="s@x.org"))
    assert {entry.id for entry in found(entries, said)} == meant


def test_a_fingerprint_changes_with_every_change_of_people_and_not_with_their_coming() -> None:
    jo, kim = entries_of(Row("Jo", "@jo_1"), Row("Kim"))
    before = fingerprint([jo, kim])
    assert fingerprint([kim, replace(jo, bound=NativeId("7"))]) == before
    others = (
        [jo],
        [jo, replace(kim, row=Row("Kym"))],
        [replace(jo, guardian=SEEN), kim],
        [replace(jo, id=EntryId(9)), kim],
    )
    assert all(fingerprint(other) != before for other in others)

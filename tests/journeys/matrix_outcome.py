"""What has to be so on Matrix when everybody has had their answer, whatever befell the bot meanwhile."""

from __future__ import annotations

from collections import Counter

from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.core.membership.application import Standing
from tests.journeys.manners import Wish
from tests.journeys.matrix_killing import MatrixAftermath
from tests.journeys.matrix_newcomers import CLOSED, MatrixNewcomer

_STANDINGS = {
    Wish.GETS_IN: [Standing.ADMITTED],
    Wish.THINKS_AGAIN: [Standing.DECLINED, Standing.ADMITTED],
    Wish.DOES_NOT_FIT: [Standing.REFUSED],
    Wish.DECLINES: [Standing.DECLINED],
}


async def all_is_well(after: MatrixAftermath) -> None:
    assert after.exit_code == 0, after.said
    assert await after.record.undecided() == 0
    whoever_answered_rightly_is_in_and_nobody_else(after)
    for person in after.people:
        await each_question_has_one_answer(after, person)
        everything_said_was_answered_once(person)
        everything_can_be_read(after, person)


def whoever_answered_rightly_is_in_and_nobody_else(after: MatrixAftermath) -> None:
    people = {person.client.id for person in after.people if person.wants_in}
    there = {user: standing for user, standing in after.standing.items() if standing != "leave"}
    assert there == dict.fromkeys({after.room.bot, after.room.sam.id, *people}, "join"), there


async def each_question_has_one_answer(after: MatrixAftermath, person: MatrixNewcomer) -> None:
    user = User(PlatformName.MATRIX, NativeId(person.client.id), "")
    applications = await after.record.applications_of(user)
    assert [each.standing for each in applications] == _STANDINGS[person.manner.wish], applications
    assert not any(each.requested for each in applications)
    for made in applications:
        answered = [answer.step for answer in made.answers]
        assert answered == (["visible", "condition", "closing"] if made.standing is Standing.ADMITTED else []), answered
    given = [consent.key for consent in await after.record.consents_of(user)]
    assert given == (["visible", "closing"] if person.wants_in else []), given


def everything_said_was_answered_once(person: MatrixNewcomer) -> None:
    """Matrix knows an errand that is done again by its transaction: nothing at all comes twice."""
    assert person.is_answered()
    assert person.heard_marks() == person.expected, (person.expected, person.letters)
    assert person.times(CLOSED) <= len(person.again)
    others = Counter(
        letter.text for letter in person.heard if not person.is_marked(letter) and CLOSED not in letter.text
    )
    assert not others or max(others.values()) == 1, others


def everything_can_be_read(after: MatrixAftermath, person: MatrixNewcomer) -> None:
    """In the chat all of it, in the room what was said since they have spoken there."""
    in_the_room = after.read.get(person.client.id, [])
    theirs = [number for number, letter in enumerate(in_the_room) if letter.sender == person.client.id]
    assert bool(theirs) == person.wants_in
    read = [*person.letters, *(in_the_room[theirs[0] :] if theirs else [])]
    unread = [letter for letter in read if letter.warning]
    assert unread == [], unread

"""Several people at the door at once, in any order of their words: nobody's answers are taken for another's."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.house import House
from bot.core.events import User
from bot.core.ids import GroupId
from bot.core.membership.application import Application, Standing
from tests.runtime.hall import EVENING, SmallHall, small_hall

PEOPLE = 3
GROUP = GroupId("northside/evening")
HALLWAY = st.permutations([number for number in range(PEOPLE) for _ in range(10)])


def answers_of(number: int) -> tuple[str, ...]:
    """Each has an area and hopes of their own, and agrees or not to what is optional."""
    area, news = str(1 + number % 2), ("yes", "no")[number % 2]
    return ("yes", str(20 + number), "yes", "yes", area, f"hopes of {number}", "yes", "yes", news, "yes")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=HALLWAY)
async def test_in_any_order_each_is_asked_and_answers_for_themselves(order: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with small_hall(Path(folder)) as hall, hall.at_work() as house:
            people = [hall.user(100 + number, f"Person {number}") for number in range(PEOPLE)]
            for person in people:
                hall.fake.asks_to_join(person, EVENING)
            said = [0] * PEOPLE
            for number in order:
                await hall.until(lambda: hall._was_asked(people[number], said[number] + 1))  # noqa: B023 - at once
                hall.fake.writes(people[number], answers_of(number)[said[number]])
                said[number] += 1
            await hall.until(lambda: {person.id for person in people} <= hall.fake.rooms[EVENING].members)
            for number, person in enumerate(people):
                await _has_their_own(hall, house, person, number)


async def _has_their_own(hall: SmallHall, house: House, person: User, number: int) -> None:
    application = await newest(house, person)
    assert application.standing is Standing.ADMITTED
    values = {answer.step: answer.value for answer in application.answers}
    assert values["hopes"] == f"hopes of {number}"
    assert values["area"] == ("northside", "nearby")[number % 2]
    assert values["consent:news"] == ("yes", "no")[number % 2]
    asked = [said for said in hall.heard(person) if said.startswith("Question ")]
    assert len(asked) == len(answers_of(number))


async def newest(house: House, person: User) -> Application:
    async with house.store.work() as work:
        account = await work.people.meet(person, datetime.now(UTC))
        application = await work.applications.newest(account.id, GROUP)
    assert application is not None
    return application

"""How fast a bot may send."""

from tests.sandbox.line import Hall, Json, a_hall


async def send(hall: Hall, chat_id: int) -> Json:
    return await hall.line.answer("sendMessage", chat_id=chat_id, text="x")


async def sent(hall: Hall, chat_id: int, times: int) -> int:
    return sum([(await send(hall, chat_id))["ok"] for _ in range(times)])


async def test_a_group_takes_20_messages_a_minute() -> None:
    hall = a_hall(limits=True)
    assert await sent(hall, hall.group.id, 19) == 19
    hall.clock.advance(20)
    assert await sent(hall, hall.group.id, 1) == 1
    refused = await send(hall, hall.group.id)
    assert refused["description"] == "Too Many Requests: retry after 40"
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 40})
    hall.clock.advance(40)
    assert await sent(hall, hall.group.id, 25) == 19


async def test_a_person_takes_a_short_burst_and_then_one_a_second() -> None:
    hall = a_hall(limits=True)
    hall.ben.start(hall.bot)
    assert await sent(hall, hall.ben.id, 9) == 5
    assert (await send(hall, hall.ben.id))["parameters"] == {"retry_after": 1}
    hall.clock.advance(1)
    assert await sent(hall, hall.ben.id, 3) == 1
    hall.clock.advance(60)
    assert await sent(hall, hall.ben.id, 9) == 5


async def test_all_together_30_a_second() -> None:
    hall = a_hall(limits=True)
    people = [hall.world.add_person(str(number)) for number in range(40)]
    for person in people:
        person.start(hall.bot)
    assert sum([(await send(hall, person.id))["ok"] for person in people]) == 30
    hall.clock.advance(1)
    assert await sent(hall, people[39].id, 1) == 1


async def test_edits_are_not_counted() -> None:
    hall = a_hall(limits=True)
    message = (await send(hall, hall.group.id))["result"]
    where = {"chat_id": hall.group.id, "message_id": message["message_id"]}
    for number in range(40):
        await hall.line.call("editMessageText", **where, text=str(number))


async def test_limits_can_be_switched_off() -> None:
    hall = a_hall(limits=False)
    assert await sent(hall, hall.group.id, 100) == 100

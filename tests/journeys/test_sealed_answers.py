"""What somebody tells about their health: to nobody but the bot, and sealed even there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.resident import Resident
from tests.databases import file_of
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.matrix import MatrixHall, MatrixSomebody
from tests.journeys.both.ready import ready
from tests.journeys.both.telegram import TelegramHall

TOLD = "ataxia and a wobbly gait"
POLICY = ready("peer-support").replace(
    '[[gate.eligibility]]\nkey = "area"',
    '[[gate.eligibility]]\nkey = "signs"\nkind = "text"\nquestion = "How does it show?"\nsensitive = true\n\n'
    '[[gate.eligibility]]\nkey = "area"',
)
BY_BUTTONS = (
    ("Is that all right with you", "Yes, others may see that"),
    ("How old are you", "Between 20 and 29"),
    ("how old exactly", "24 years old"),
    ("about your health", "Yes, you may ask me"),
    ("Do you live with MS", "I'm not sure yet"),
    ("How does it show", TOLD),
    ("Where do you live", "In Wales"),
    ("It is not medical advice", "Yes, I agree"),
    ("code of conduct: the rules", "Yes, I agree"),
    ("day and night", "Yes, I agree"),
    ("a safe and welcoming place", "Yes, I agree to this"),
)


async def what_others_could_see(hall: Hall, ada: Somebody, sam: Somebody) -> str:
    """Names, reasons and states of every chat, and all that the bot has said to anybody but Ada."""
    said: list[Any] = [*await hall.posts_in("uk"), *await sam.heard()]
    if isinstance(hall, MatrixHall):
        assert isinstance(ada, MatrixSomebody)
        return json.dumps([*said, *await states(hall.founder), *await states(ada.resident)])
    assert isinstance(hall, TelegramHall)
    calls = [call for call in hall.inner.world.calls if call.params.get("chat_id") != ada.handle]
    return json.dumps([*said, *([call.method, dict(call.params)] for call in calls)])


async def states(resident: Resident) -> list[Any]:
    """Every state event of every room that they are in."""
    synced = await resident.http.call("GET", "/sync", full_state="true")
    rooms = synced["rooms"]["join"].values()
    events = [event for room in rooms for event in (*room["state"]["events"], *room["timeline"]["events"])]
    return [event for event in events if "state_key" in event]


def on_disk(url: str) -> bytes:
    file = Path(file_of(url))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


@pytest.mark.clause("MS-3.2")
async def test_an_answer_about_health_is_in_no_room_state_name_reason_or_log_and_sealed_at_rest(
    open_hall: OpenHall, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_hall(policy=POLICY) as hall, hall.at_work():
        sam, ada = await hall.one_of_the_team("Sam"), await hall.somebody("Ada")
        await sam.opens_chat("help")
        await ada.comes_to("uk")
        await ada.answers(*BY_BUTTONS)
        await ada.hears("Somebody from the team will decide")
        card = await sam.hears("May Ada come into")
        number = card.text.partition("review ")[2].split()[0]
        seen, kept = await what_others_could_see(hall, ada, sam), on_disk(hall.database_url)
        assert "not sure about a private question" in seen
        assert "In Wales" in seen
        assert not any("MS" in said for said in await sam.heard() if "Ada" in said)
        assert b"I understand that this" not in kept, "nor what they agreed to"
        await sam.says(f"review {number} no")
        await ada.hears("I can't let you into Lighthouse UK chat", "You have done nothing wrong")
        seen += await what_others_could_see(hall, ada, sam)
        kept += on_disk(hall.database_url)
    logged = caplog.text + "".join(capsys.readouterr())
    for each in (TOLD, "ataxia", "wobbly"):
        assert each not in seen
        assert each not in logged
        assert each.encode() not in kept

"""`python -m bot check`: what an operator is told, beside a bot that runs and where it does not."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app.check import check
from bot.storage.secrets import new_secret
from tests.databases import bare_database, fresh_database
from tests.homeservers import synapse
from tests.journeys.matrix_hall import matrix_hall
from tests.journeys.process import NOWHERE, outcome, program, settings, settings_of
from tests.journeys.telegram_hall import EXAMPLE, STAFF, telegram_hall

KEYS = {"section", "level", "words", "group", "platform", "right", "called", "needs", "has"}
_TEAM = EXAMPLE.read_text().index('[[team]]\nname = "Robin"')
_GROUPS = EXAMPLE.read_text().index("[[groups]]", _TEAM)
ONE_IS_ENOUGH = "[moderators]\nadmins_at_least = 1\n\n"
NAMES_SAM_ALONE = EXAMPLE.read_text()[:_TEAM] + ONE_IS_ENOUGH + EXAMPLE.read_text()[_GROUPS:]


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with fresh_database("sqlite", tmp_path) as url:
        yield url


async def checked(environment: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """In this process: the exit code, and what a program reads."""
    out = io.StringIO()
    code = await check(environment, out, as_json=True)
    said = json.loads(out.getvalue())
    assert all(set(finding) == KEYS for finding in said["findings"])
    assert said["ok"] is (code == 0)
    assert said["problems"] == len(problems(said))
    return code, said


def problems(said: dict[str, Any], section: str = "") -> list[str]:
    wanted = [each for each in said["findings"] if section in {"", each["section"]}]
    return [finding["words"] for finding in wanted if finding["level"] == "problem"]


def with_quiet_hours(policy: str) -> str:
    return policy.replace('mode = "off"', 'mode = "lock"')


async def test_all_is_well_beside_a_running_bot_and_nothing_is_taken_from_it(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NAMES_SAM_ALONE) as hall:
        environment = settings_of(hall, tmp_path)
        hall.sam.writes("/start")
        async with program("run", folder=tmp_path, environment=environment) as running:
            await hall.sam.hears("Hello!")
            ended = await outcome("check", folder=tmp_path, environment=environment)
            assert (ended.process.returncode, ended.err, ended.out[-1]) == (0, [], "All is well."), ended.said
            assert {line.split()[1] for line in ended.out[:-1]} == {
                *("settings", "policy", "database", "telegram", "team", "groups")
            }
            ada = hall.visitor("Ada")
            ada.asks_to_join()
            await ada.hears("Hello!")
            assert not [line for line in running.err if "Another" in line]


async def test_each_fault_is_named_with_what_will_not_work(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=with_quiet_hours(NAMES_SAM_ALONE)) as hall:
        hall.sam.person.promote(hall.evening, hall.bot, can_invite_users=True, can_delete_messages=True)
        hall.sam.person.remove(hall.mending, hall.bot)
        ended = await outcome("check", folder=tmp_path, environment=settings_of(hall, tmp_path))
        assert ended.process.returncode == 1, ended.said
        faults = [line for line in ended.out if line.startswith("PROBLEM")]
        lacks = "northside/evening on Telegram: can_restrict_members is missing."
        assert [line.split(None, 2)[2] for line in faults] == [
            "Sam (staff) cannot be written to on Telegram. They have to open a chat with the bot and press Start.",
            f"{lacks} Nobody can be turned away or removed.",
            f"{lacks} Whoever was removed can come back at once.",
            f"{lacks} Nobody can be muted.",
            f"{lacks} It stays open in quiet hours and when it should be over.",
            "northside/mending-autumn on Telegram: the bot is not in it. Nothing of the policy is kept there.",
        ]
        assert ended.out[-1] == "6 problems."
        token = hall.bot.token.rpartition(":")[2]
        assert str(STAFF) not in ended.said
        assert token not in ended.said


async def test_a_program_reads_which_right_is_missing_where(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=with_quiet_hours(EXAMPLE.read_text())) as hall:
        hall.sam.writes("/start")
        hall.sam.person.demote(hall.evening, hall.bot)
        code, said = await checked(settings_of(hall, tmp_path))
    assert code == 1
    lacks = [each for each in said["findings"] if each["right"] and each["level"] == "problem"]
    assert {(each["group"], each["platform"]) for each in lacks} == {("northside/evening", "telegram")}
    assert [(each["right"], each["called"]) for each in lacks] == [
        ("invite", "can_invite_users"),
        ("delete", "can_delete_messages"),
        ("remove", "can_restrict_members"),
        ("bar", "can_restrict_members"),
        ("mute", "can_restrict_members"),
        ("close", "can_restrict_members"),
    ]
    assert {each["right"] for each in said["findings"] if each["level"] == "note"} == {"info", "pin", "promote", "tag"}
    warned = [each["words"] for each in said["findings"] if each["level"] == "warning"]
    assert [words.split()[0] for words in warned] == ["Robin", "Alex", "Jo", "Kim"]


async def test_what_is_not_set_is_named_at_once(tmp_path: Path, url: str) -> None:
    code, said = await checked(settings(tmp_path, url, SECRET_KEY="", PORT="99999"))
    assert code == 1
    assert len(problems(said, "settings")) == 2
    assert {finding["section"] for finding in said["findings"]} == {"settings"}


async def test_mistakes_in_the_policy_are_named_with_their_places_and_the_rest_is_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    async with telegram_hall(tmp_path, policy=NAMES_SAM_ALONE.replace("attempts = 3", 'attempts = "three"')) as hall:
        code, said = await checked(settings_of(hall, tmp_path))
    assert code == 1
    assert [words for words in problems(said) if "policy.toml:" in words] == problems(said)
    assert {"database", "telegram"} <= {each["section"] for each in said["findings"] if each["level"] == "ok"}


async def test_a_database_that_does_not_fit_is_named_in_one_sentence(tmp_path: Path, url: str) -> None:
    (tmp_path / "bare").mkdir()
    async with bare_database("sqlite", tmp_path / "bare") as bare:
        for environment, words in (
            (settings(tmp_path, url, SECRET_KEY=new_secret()), "SECRET_KEY does not fit this database"),
            (settings(tmp_path, bare), "Run: python -m bot migrate"),
            (settings(tmp_path, f"sqlite:///{tmp_path}/nowhere/hall.db"), "does not exist"),
        ):
            code, said = await checked(environment)
            assert code == 1
            (problem,) = problems(said, "database")
            assert words in problem


async def test_a_new_first_key_is_not_made_use_of_by_looking(tmp_path: Path) -> None:
    """Whoever is at work with the old one could not start again."""
    async with telegram_hall(tmp_path) as hall:
        old = settings_of(hall, tmp_path)
        _, said = await checked({**old, "SECRET_KEY": f"{new_secret()},{old['SECRET_KEY']}"})
        assert problems(said, "database") == []
        _, said = await checked(old)
        assert problems(said, "database") == []


async def test_a_wrong_token_and_a_platform_that_does_not_answer(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        token = "7654321:AAF_somebody_elses_token_altogether"
        code, said = await checked(settings_of(hall, tmp_path, TELEGRAM_TOKEN=token))
        assert code == 1
        (problem,) = problems(said)
        assert "does not know this TELEGRAM_TOKEN" in problem
        code, said = await checked({**settings_of(hall, tmp_path), "TELEGRAM_API_URL": NOWHERE})
        assert code == 1
        assert problems(said) == ["Telegram cannot be reached."]


async def test_a_file_that_is_older_than_the_policy_in_force_is_warned_of(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NAMES_SAM_ALONE) as hall:
        hall.sam.writes("/start")
        async with hall.at_work():
            await hall.sam.hears("Hello!")
        older = NAMES_SAM_ALONE.replace('version = "1.3"', 'version = "1.2"').partition('[[groups]]\nkey = "mend')[0]
        code, said = await checked(settings(tmp_path, hall.database_url, api_url=hall.server.url, policy=older))
    assert code == 0
    assert "older than 1.3" in next(each["words"] for each in said["findings"] if each["level"] == "warning")
    groups = {each["group"] for each in said["findings"] if each["group"]}
    assert groups == {"northside/evening", "northside/mending-autumn"}, "what is in force is what is looked at"


async def test_on_matrix_beside_a_running_bot(tmp_path: Path) -> None:
    async with matrix_hall(tmp_path) as hall:
        text = hall.policy_text[: hall.policy_text.index('[[team]]\nname = "Robin"')]
        policy = text + ONE_IS_ENOUGH + hall.policy_text[hall.policy_text.index("[[groups]]", len(text)) :]
        on_matrix = {"MATRIX_HOMESERVER": synapse().url, "MATRIX_USER": hall.bot, "MATRIX_PASSWORD": "let the bot in"}
        environment = settings(tmp_path, hall.database_url, policy=policy, TELEGRAM_TOKEN="", **on_matrix)
        sam = hall.sam
        async with program("run", folder=tmp_path, environment=environment) as running:
            await sam.opens_chat("menu")
            await sam.hears("What would you like")
            await sam.resident.is_joined_by(hall.evening, hall.bot)
            ended = await outcome("check", folder=tmp_path, environment=environment)
            assert (ended.process.returncode, ended.out[-1]) == (0, "All is well."), ended.said
            assert any("takes 12 messages in a row" in line for line in ended.out)
            await sam.says("menu")
            await sam.hears("What would you like")
            await sam.resident.set_power(hall.evening, hall.bot, 50)
            code, said = await checked(environment)
            assert code == 1
            (lack,) = [each for each in said["findings"] if each["level"] == "problem"]
            assert "m.room.power_levels is missing (level 100, the bot has 50)" in lack["words"]
            assert (lack["right"], lack["needs"], lack["has"]) == ("mute", 100, 50)
            assert not running.ended

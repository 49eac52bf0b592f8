"""What operators see when they start it: that it works, or one clear sentence about what to mend."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.storage.secrets import new_secret
from tests.databases import bare_database, fresh_database
from tests.journeys.process import KEY, Program, outcome, program, settings, settings_of
from tests.journeys.telegram_hall import EXAMPLE, telegram_hall

THREE_MISTAKES = (
    EXAMPLE.read_text()
    .replace('timezone = "Europe/London"', 'timezone = "Europe/Lundon"')
    .replace("attempts = 3", 'attempts = "three"')
    .replace('mode = "ask" ', 'mood = "ask" ')
)


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    async with fresh_database("sqlite", tmp_path) as url:
        yield url


async def refused(folder: Path, environment: Mapping[str, str], *words: str, command: str = "run") -> Program:
    """It ends by itself with exit code 1, saying these words and no secret."""
    ended = await outcome(command, folder=folder, environment=environment)
    assert ended.process.returncode == 1, ended.said
    for word in words:
        assert word in "\n".join(ended.err)
    says_nothing_it_should_not(ended, environment)
    return ended


def says_nothing_it_should_not(ended: Program, environment: Mapping[str, str]) -> None:
    assert "Traceback" not in ended.said
    token = environment["TELEGRAM_TOKEN"].rpartition(":")[2]
    keys = environment["SECRET_KEY"].split(",")
    assert not [secret for secret in (token, *keys) if secret and secret in ended.said]


async def test_without_a_key_it_says_how_to_make_one(tmp_path: Path, url: str) -> None:
    await refused(tmp_path, settings(tmp_path, url, SECRET_KEY=""), "SECRET_KEY is missing", "python -m bot secret")


async def test_with_a_key_that_is_not_this_databases_it_does_not_start(tmp_path: Path, url: str) -> None:
    ended = await refused(tmp_path, settings(tmp_path, url, SECRET_KEY=new_secret()), "SECRET_KEY does not fit")
    assert len(ended.err) == 1


async def test_every_mistake_in_the_policy_is_named_with_its_place(tmp_path: Path, url: str) -> None:
    ended = await refused(tmp_path, settings(tmp_path, url, policy=THREE_MISTAKES))
    lines = THREE_MISTAKES.splitlines()
    for wrong, column in (("Lundon", 12), ("three", 12), ("mood =", 1)):
        number = next(number for number, line in enumerate(lines, start=1) if wrong in line)
        assert any(f"policy.toml:{number}:{column}: " in line for line in ended.err), ended.err
    assert len(ended.err) == 3


async def test_every_setting_that_is_wrong_is_named_at_once(tmp_path: Path, url: str) -> None:
    wrong = settings(
        tmp_path, url, SECRET_KEY="short", TELEGRAM_TOKEN="no:token:at:all", PORT="99999", LOG_LEVEL="loud", POLICY=""
    )
    ended = await refused(tmp_path, wrong, "SECRET_KEY", "TELEGRAM_TOKEN", "PORT", "LOG_LEVEL", "POLICY is missing")
    assert len(ended.err) == 5


async def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        wrong = settings_of(hall, tmp_path, TELEGRAM_TOKEN="7654321:AAF_somebody_elses_token_altogether")
        await refused(tmp_path, wrong, "Telegram does not know this TELEGRAM_TOKEN", "@BotFather")


async def test_a_database_that_can_only_be_read(tmp_path: Path, url: str) -> None:
    only_to_read = url.replace("sqlite+aiosqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    await refused(tmp_path, settings(tmp_path, only_to_read), "may only be read", "needs to write")


async def test_a_folder_in_the_place_of_the_database(tmp_path: Path) -> None:
    (tmp_path / "hall.db").mkdir()
    for command in ("run", "migrate"):
        environment = settings(tmp_path, f"sqlite:///{tmp_path / 'hall.db'}")
        await refused(tmp_path, environment, "hall.db", command=command)


async def test_a_database_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for command in ("run", "migrate"):
        environment = settings(tmp_path, f"sqlite:///{tmp_path}/nowhere/hall.db")
        await refused(tmp_path, environment, "nowhere does not exist", command=command)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_database_that_has_not_been_migrated(tmp_path: Path, kind: str) -> None:
    async with bare_database(kind, tmp_path) as url:
        await refused(tmp_path, settings(tmp_path, url), "Run: python -m bot migrate")


async def test_a_port_that_is_taken(tmp_path: Path, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        await refused(tmp_path, settings(tmp_path, url, PORT=port), f"PORT {port} cannot be listened on")


async def test_without_a_policy_or_with_none_in_its_folder(tmp_path: Path, url: str) -> None:
    (tmp_path / "policies").mkdir()
    for policy, words in (
        ("", "POLICY is missing"),
        (str(tmp_path / "policies"), "policies"),
        (str(tmp_path / "gone.toml"), "gone.toml"),
    ):
        await refused(tmp_path, settings(tmp_path, url) | {"POLICY": policy}, words)


async def test_it_waits_for_telegram_to_come_up_and_loses_nothing(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        environment = settings_of(hall, tmp_path)
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        await hall.server.stop()
        async with program("run", folder=tmp_path, environment=environment) as running:
            await running.says("Telegram cannot be reached")
            await hall.server.start(int(hall.server.url.rpartition(":")[2]))
            await ada.hears("Hello!", "Northside Evening Group")
            says_nothing_it_should_not(running, environment)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_migrating_twice_and_twice_at_once(tmp_path: Path, kind: str) -> None:
    async with bare_database(kind, tmp_path) as url:
        environment = settings(tmp_path, url)
        both = await asyncio.gather(*(outcome("migrate", folder=tmp_path, environment=environment) for _ in "12"))
        again = await outcome("migrate", folder=tmp_path, environment=environment)
        for ended in (*both, again):
            assert (ended.process.returncode, ended.out) == (0, ["The database is up to date."]), ended.said


async def test_a_new_key_is_usable_and_takes_over_from_the_old_one(tmp_path: Path) -> None:
    made = await outcome("secret", folder=tmp_path, environment={})
    assert (made.process.returncode, len(made.out), made.err) == (0, 1, [])
    new = made.out[0]
    async with telegram_hall(tmp_path) as hall:
        for keys in (f"{new},{KEY}", new):
            environment = settings_of(hall, tmp_path, SECRET_KEY=keys)
            async with program("run", folder=tmp_path, environment=environment) as running:
                await running.is_at_work()
                says_nothing_it_should_not(running, environment)
        await refused(tmp_path, settings_of(hall, tmp_path), "SECRET_KEY does not fit")


async def test_an_older_policy_file_never_replaces_a_newer_one(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall:
        async with program("run", folder=tmp_path, environment=settings_of(hall, tmp_path)) as running:
            await running.is_at_work()
        older = hall.policy_text.replace('version = "1.3"', 'version = "1.2"').replace("Evening Group", "Old Group")
        environment = settings(tmp_path, hall.database_url, policy=older, api_url=hall.server.url)
        async with program("run", folder=tmp_path, environment=environment) as running:
            await running.says("older than the policy in force", "1.2", "1.3")
            ada = hall.visitor("Ada")
            ada.asks_to_join()
            await ada.hears("Hello!", "Northside Evening Group")

"""What an operator reads when the database cannot be opened: one sentence, without a password, that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import NotYet, Stop
from bot.storage.database import Database
from bot.storage.migrate import migrate
from tests.databases import SECRETS, file_of, fresh_database, postgres_server

_PASSWORD = "pa%2Fss-w0rd"


async def refusal(url: str) -> Stop:
    with pytest.raises(Stop) as caught:
        await Database.open(url, SECRETS)
    assert "\n" not in str(caught.value)
    for secret in ("pa%2Fss-w0rd", "pa/ss-w0rd"):
        assert secret not in str(caught.value)
    return caught.value


def at(file: Path, query: str = "") -> str:
    return f"sqlite+aiosqlite:///{file}{query}"


@pytest.mark.parametrize("url", ["", "hall.db", "mysql://ann:pa%2Fss-w0rd@localhost/hall", "http://[pa/ss-w0rd"])
async def test_an_address_that_is_none(url: str) -> None:
    assert "DATABASE_URL" in str(await refusal(url))


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = at(tmp_path / "nowhere" / "hall.db")
    assert "does not exist" in str(await refusal(url))
    with pytest.raises(Stop, match="does not exist"):
        migrate(url, SECRETS)


async def test_a_file_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    assert "python -m bot migrate" in str(await refusal(at(tmp_path / "hall.db")))
    assert not file_of(at(tmp_path / "hall.db")).exists()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "hall.db"
    file.write_text("Dear diary, today I was no database at all. " * 50)
    assert "is not a database" in str(await refusal(at(file)))
    with pytest.raises(Stop, match="is not a database"):
        migrate(at(file), SECRETS)


async def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "hall.db").mkdir()
    assert "cannot be opened" in str(await refusal(at(tmp_path / "hall.db")))
    with pytest.raises(Stop, match="cannot be opened for writing"):
        migrate(at(tmp_path / "hall.db"), SECRETS)


async def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as url:
        read_only = f"sqlite+aiosqlite:///file:{file_of(url)}?mode=ro&uri=true"
        assert "may only be read" in str(await refusal(read_only))
        await (await Database.open(url, SECRETS)).close()


async def test_a_wrong_password_is_final() -> None:
    stop = await refusal(postgres_server().url_with_password("postgres", _PASSWORD))
    assert "refuses the user name or the password" in str(stop)
    assert not isinstance(stop, NotYet)


async def test_no_password_where_one_is_asked_for_is_final() -> None:
    url = postgres_server().url_with_password("postgres").replace(":let-me-in@", "@")
    stop = await refusal(url)
    assert "asks for a password" in str(stop)
    assert not isinstance(stop, NotYet)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("postgres@/", "nobody-known@/"), "does not know the user"),
        (("/postgres?", "/no-such-database?"), "no database of the name"),
        (("?host", "?sslmode=certainly&host"), "sslmode="),
        (("?host", "?favourite_colour=blue&host"), "an option that PostgreSQL does not know"),
    ],
)
async def test_what_no_waiting_will_mend_is_final(change: tuple[str, str], words: str) -> None:
    stop = await refusal(postgres_server().url("postgres").replace(*change))
    assert words in str(stop)
    assert not isinstance(stop, NotYet)


async def test_ssl_where_there_is_none_is_final() -> None:
    stop = await refusal(postgres_server().url_with_password("postgres") + "?sslmode=require")
    assert "has no SSL there" in str(stop)
    assert not isinstance(stop, NotYet)


async def test_a_server_that_does_not_answer_may_come_back() -> None:
    stop = await refusal(f"postgresql+psycopg://ann:{_PASSWORD}@127.0.0.1:1/hall")
    assert isinstance(stop, NotYet)
    assert "127.0.0.1 cannot be reached" in str(stop)


async def test_a_host_of_an_unknown_name_may_become_known() -> None:
    stop = await refusal(f"postgresql+psycopg://ann:{_PASSWORD}@no-such-host.invalid:1/hall")
    assert isinstance(stop, NotYet)


async def test_the_password_opens(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as url:
        name = url.partition("?")[0].rpartition("/")[2]
        await (await Database.open(postgres_server().url_with_password(name), SECRETS)).close()

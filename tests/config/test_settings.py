"""The environment becomes settings, or one refusal that names everything and no secret."""

import traceback
from pathlib import Path

import pytest

from bot.core.ids import NativeId, PlatformName
from config.settings import (
    LogFormat,
    LogLevel,
    Owner,
    SettingsRefused,
    parse_secret,
    read_database,
    read_settings,
)
from tests.config.environments import KEY, MATRIX, OTHER_KEY, TELEGRAM, refused


def test_telegram_alone_is_enough() -> None:
    settings = read_settings(TELEGRAM)
    assert settings.telegram is not None
    assert settings.telegram.token.get_secret_value() == "123456:ABC-DEF"
    assert settings.telegram.api_url == "https://api.telegram.org"
    assert settings.telegram.webhook is None
    assert settings.policy == Path("policy.toml")
    assert settings.database.url.get_secret_value() == "sqlite+aiosqlite:///hallkeeper.db"
    assert (settings.matrix, settings.mail, settings.port, settings.owners) == (None, None, None, ())
    assert (settings.log_level, settings.log_format) == (LogLevel.INFO, LogFormat.TEXT)


def test_matrix_alone_is_enough() -> None:
    matrix = read_settings(MATRIX).matrix
    assert matrix is not None
    assert (matrix.homeserver, matrix.user) == ("https://matrix.example.org", "@keeper:example.org")
    assert matrix.password is not None
    assert matrix.password.get_secret_value() == "open sesame"


def test_everything_can_be_set() -> None:
    settings = read_settings(
        TELEGRAM
        | {
            "TELEGRAM_API_URL": "http://127.0.0.1:8081",
            "WEBHOOK_URL": "https://bot.example.org/",
            "WEBHOOK_SECRET": "s3cret",
            "MATRIX_HOMESERVER": "http://localhost:8008",
            "MATRIX_USER": "@keeper:localhost",
            "MATRIX_TOKEN": "syt_token",
            "MATRIX_DEVICE": "ABCDEF",
            "OWNERS": "telegram:123, matrix:@a:b.org",
            "PORT": "8080",
            "METRICS_TOKEN": "m",
            "SMTP_URL": "smtps://user:pass@mail.example.org:465",
            "SMTP_FROM": "hello@example.org",
            "LOG_LEVEL": "DEBUG",
            "LOG_FORMAT": "json",
            "CLOCK_FILE": "clock",
            "PATH": "/usr/bin",
        }
    )
    assert settings.owners == (
        Owner(PlatformName.TELEGRAM, NativeId("123")),
        Owner(PlatformName.MATRIX, NativeId("@a:b.org")),
    )
    assert settings.telegram is not None
    assert settings.telegram.webhook is not None
    assert settings.telegram.webhook.url == "https://bot.example.org"
    assert settings.matrix is not None
    assert settings.matrix.device == "ABCDEF"
    assert settings.mail is not None
    assert settings.mail.sender == "hello@example.org"
    assert (settings.port, settings.log_level, settings.log_format) == (8080, LogLevel.DEBUG, LogFormat.JSON)
    assert settings.clock_file == Path("clock")


def test_an_empty_environment_is_told_all_that_is_missing() -> None:
    assert refused({}) == [
        (
            "POLICY is missing. Set it to your policy file, or to a folder of them; "
            "config/policies/example.toml is one to begin with"
        ),
        "SECRET_KEY is missing. Make one with: python -m bot secret",
        (
            "Neither Telegram nor Matrix is set up. Set TELEGRAM_TOKEN, "
            "or MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD"
        ),
    ]


def test_a_variable_set_to_nothing_counts_as_not_set() -> None:
    assert refused(dict.fromkeys(TELEGRAM, "  ")) == refused({})
    assert read_settings(TELEGRAM | {"DATABASE_URL": "", "PORT": " "}).port is None


def test_only_what_is_handed_in_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9999")
    monkeypatch.setenv("OWNERS", "telegram:666")
    settings = read_settings(TELEGRAM)
    assert (settings.port, settings.owners) == (None, ())


@pytest.mark.parametrize("server", ["http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"])
def test_the_clock_can_be_moved_on_this_machine(server: str) -> None:
    assert read_settings(TELEGRAM | {"TELEGRAM_API_URL": server, "CLOCK_FILE": "c"}).clock_file == Path("c")
    matrix = read_settings(MATRIX | {"MATRIX_HOMESERVER": server, "CLOCK_FILE": "c"})
    assert matrix.clock_file == Path("c")


@pytest.mark.parametrize("server", ["http://10.0.0.1:8081", "http://synapse:8008", "https://1.1.1.1"])
def test_the_clock_cannot_be_moved_on_other_machines(server: str) -> None:
    (problem,) = refused(TELEGRAM | {"TELEGRAM_API_URL": server, "CLOCK_FILE": "c"})
    assert problem.startswith("CLOCK_FILE moves the clock")


DATABASES = {
    "sqlite:///hall.db": "sqlite+aiosqlite:///hall.db",
    "sqlite:////var/lib/hall.db?timeout=5": "sqlite+aiosqlite:////var/lib/hall.db?timeout=5",
    "postgres://u:p%40ss@db:5432/hall?sslmode=require": ("postgresql+psycopg://u:p%40ss@db:5432/hall?sslmode=require"),
    "postgresql://u@db/hall": "postgresql+psycopg://u@db/hall",
    "postgresql:///hall?host=/run/postgresql": "postgresql+psycopg:///hall?host=/run/postgresql",
    "postgresql+psycopg://u@db/hall": "postgresql+psycopg://u@db/hall",
}


@pytest.mark.parametrize("url", DATABASES)
def test_the_address_of_a_database_is_made_ready_for_our_drivers(url: str) -> None:
    database = read_settings(TELEGRAM | {"DATABASE_URL": url, "DYNO": ""}).database
    assert database.url.get_secret_value() == DATABASES[url]


def test_a_lasting_database_is_taken_where_files_do_not_last() -> None:
    url = "postgres://u:p@db/hall"
    assert read_database({"SECRET_KEY": KEY, "DYNO": "web.1", "DATABASE_URL": url}).keys == (bytes(range(32)),)


def test_the_database_needs_no_other_settings() -> None:
    assert read_database({"SECRET_KEY": KEY, "PORT": "nonsense"}).url.get_secret_value().startswith("sqlite")
    with pytest.raises(SettingsRefused) as refusal:
        read_database({"DATABASE_URL": "mysql://x/y"})
    assert [problem.split(" ", 1)[0] for problem in refusal.value.problems] == ["DATABASE_URL", "SECRET_KEY"]


def test_several_keys_are_read_in_their_order() -> None:
    database = read_settings(TELEGRAM | {"SECRET_KEY": f" {OTHER_KEY} , {KEY}"}).database
    assert database.keys == (bytes(32), bytes(range(32)))
    assert parse_secret(KEY) == parse_secret(KEY.rstrip("=")) == bytes(range(32))


@pytest.mark.parametrize("text", ["", "x", KEY[:-2], KEY + "=", KEY.replace("A", "+"), "é" * 43, KEY + "\n"])
def test_what_is_no_key_is_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a key$"):
        parse_secret(text)


SECRETS = {
    "SECRET_KEY": KEY,
    "TELEGRAM_TOKEN": "1:TELEGRAMTOKEN",
    "WEBHOOK_SECRET": "webhooksecret",
    "MATRIX_PASSWORD": "matrixpassword",
    "MATRIX_TOKEN": "matrixtoken",
    "METRICS_TOKEN": "metricstoken",
    "DATABASE_URL": "postgres://u:databasepassword@db/hall",
    "SMTP_URL": "smtp://u:smtppassword@mail.example.org",
}
HIDDEN = (KEY, "TELEGRAMTOKEN", "secret'", "matrixp", "matrixt", "metricst", "databasep", "smtpp")


def test_no_secret_stands_in_the_settings_as_they_are_printed() -> None:
    rest = {"MATRIX_DEVICE": "D", "SMTP_FROM": "a@b", "WEBHOOK_URL": "https://b.example", "PORT": "1"}
    settings = read_settings(MATRIX | SECRETS | rest)
    assert not [secret for secret in HIDDEN if secret in f"{settings!r} {settings}"]


def test_no_secret_stands_in_a_refusal_or_its_traceback() -> None:
    broken = {name: f"{value} {value}" for name, value in SECRETS.items()} | {"WEBHOOK_URL": "https://b.example"}
    with pytest.raises(SettingsRefused) as refusal:
        read_settings(broken)
    assert len(refusal.value.problems) > 5
    told = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value)
    assert not [secret for secret in (*HIDDEN, "webhooksecret") if secret in told]
    assert refusal.value.__context__ is None

"""Each wrong or missing variable is named with how to mend it."""

import pytest

from tests.config.environments import KEY, MATRIX, TELEGRAM, refused

WRONG = {
    ("SECRET_KEY", "too short"): "SECRET_KEY is not a key. Make one with: python -m bot secret",
    ("SECRET_KEY", f"{KEY},x"): "SECRET_KEY is not a key (number 2 of 2). Make one with: python -m bot secret",
    ("SECRET_KEY", f"{KEY},"): "SECRET_KEY is not a key (number 2 of 2). Make one with: python -m bot secret",
    ("OWNERS", "telegram:123,sam"): (
        "OWNERS has something else than telegram:123 or matrix:@name:server.org (entry 2)"
    ),
    ("OWNERS", "telegram:-5"): "OWNERS has something else than telegram:123 or matrix:@name:server.org (entry 1)",
    ("TELEGRAM_TOKEN", "hunter2"): (
        "TELEGRAM_TOKEN is not the token of a bot; @BotFather on Telegram gives one, such as 123456:ABC-DEF"
    ),
    ("TELEGRAM_API_URL", "https://api.example.org/bot"): (
        "TELEGRAM_API_URL is not the address of a server; use scheme://host:port, such as https://example.org"
    ),
    ("TELEGRAM_API_URL", "http://api.example.org"): (
        "TELEGRAM_API_URL has to begin with https://, or name a server in the local network"
    ),
    ("TELEGRAM_API_URL", "https://example.org:port"): (
        "TELEGRAM_API_URL is not an address; use scheme://host:port, such as https://example.org"
    ),
    ("TELEGRAM_API_URL", "https://user:hunter2@example.org"): (
        "TELEGRAM_API_URL holds a user name or a password; use scheme://host:port alone"
    ),
    ("PORT", "0"): "PORT is not a port; use a number from 1 to 65535",
    ("PORT", "65536"): "PORT is not a port; use a number from 1 to 65535",
    ("PORT", "9" * 5000): "PORT is not a port; use a number from 1 to 65535",
    ("PORT", "http"): "PORT is not a port; use a number from 1 to 65535",
    ("LOG_LEVEL", "loud"): "LOG_LEVEL is not a level; use one of debug, info, warning, error",
    ("LOG_FORMAT", "xml"): "LOG_FORMAT is not a format; use one of text, json",
    ("DATABASE_URL", "mysql://me:hunter2@db/hall"): (
        "DATABASE_URL (mysql://…) is not a database that is known here; "
        "use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "me:hunter2@db/hall"): (
        "DATABASE_URL is not an address; use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "postgres://me:hunter2@db:port/hall"): (
        "DATABASE_URL is not an address; use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "postgres://me:hunter2@[db/hall"): (
        "DATABASE_URL is not an address; use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "postgres://me:hunter2@db"): (
        "DATABASE_URL names no host or no database; "
        "use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "sqlite://"): (
        "DATABASE_URL names no file; use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("DATABASE_URL", "sqlite:///:memory:"): (
        "DATABASE_URL names no file; use sqlite:///path/to/file.db or postgresql://user:password@host/name"
    ),
    ("MATRIX_USER", "keeper"): "MATRIX_USER is not a user on Matrix; use an id such as @bot:example.org",
    ("MATRIX_HOMESERVER", "http://matrix.example.org"): (
        "MATRIX_HOMESERVER has to begin with https://, or name a server in the local network"
    ),
    ("SMTP_URL", "user:hunter2@mail.example.org"): (
        "SMTP_URL is not an address; use smtp://user:password@host:587, or smtps:// for TLS from the start"
    ),
    ("SMTP_URL", "imap://user:hunter2@mail.example.org"): (
        "SMTP_URL is not the address of a mail server; "
        "use smtp://user:password@host:587, or smtps:// for TLS from the start"
    ),
    ("SMTP_FROM", "hello"): "SMTP_FROM is not an e-mail address",
    ("CLOCK_FILE", "clock"): (
        "CLOCK_FILE moves the clock, and is honoured only where TELEGRAM_API_URL or MATRIX_HOMESERVER "
        "is on this machine, such as http://127.0.0.1:8081. Remove it"
    ),
}


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda text: text[:40])
def test_a_wrong_value_is_named_with_how_to_mend_it(name: str, value: str) -> None:
    assert refused(TELEGRAM | MATRIX | {"SMTP_FROM": "hall@example.org", name: value}) == [WRONG[name, value]]


INCONSISTENT = {
    "webhook": (
        TELEGRAM | {"WEBHOOK_URL": "https://bot.example.org"},
        [
            (
                "WEBHOOK_SECRET is missing, which WEBHOOK_URL needs. "
                "Make one with: python -m bot secret; or remove WEBHOOK_URL to poll"
            ),
            (
                "PORT is missing, which WEBHOOK_URL needs. "
                "Set it to the port on which webhooks arrive; or remove WEBHOOK_URL to poll"
            ),
        ],
    ),
    "webhook in the open": (
        TELEGRAM | {"WEBHOOK_URL": "http://bot.example.org", "WEBHOOK_SECRET": "s", "PORT": "1"},
        ["WEBHOOK_URL has to begin with https://"],
    ),
    "webhook on a port of its own": (
        TELEGRAM | {"WEBHOOK_URL": "https://bot.example.org:8080", "WEBHOOK_SECRET": "s", "PORT": "1"},
        ["WEBHOOK_URL names a port that Telegram does not call; use 443, 80, 88 or 8443"],
    ),
    "webhook secret": (
        TELEGRAM | {"WEBHOOK_URL": "https://bot.example.org", "WEBHOOK_SECRET": "hunter 2", "PORT": "1"},
        ["WEBHOOK_SECRET cannot be used; Telegram takes 1 to 256 letters a-z A-Z, digits, - and _"],
    ),
    "homeserver without user": (
        {name: value for name, value in MATRIX.items() if name != "MATRIX_USER"},
        [
            (
                "MATRIX_USER is missing, which MATRIX_HOMESERVER needs. "
                "Set it to the id of the bot's account, such as @bot:example.org"
            )
        ],
    ),
    "user without homeserver": (
        TELEGRAM | {"MATRIX_USER": "@a:b", "MATRIX_PASSWORD": "x"},
        [
            (
                "MATRIX_HOMESERVER is missing, which MATRIX_PASSWORD needs. "
                "Set it to the address of the homeserver, such as https://matrix.example.org"
            )
        ],
    ),
    "no password": (
        {name: value for name, value in MATRIX.items() if name != "MATRIX_PASSWORD"},
        ["MATRIX_PASSWORD is missing. Set it, or MATRIX_TOKEN with MATRIX_DEVICE"],
    ),
    "token without device": (
        MATRIX | {"MATRIX_TOKEN": "syt"},
        ["MATRIX_DEVICE is missing, which MATRIX_TOKEN needs. Set it to the device that the token belongs to"],
    ),
    "device without token": (
        MATRIX | {"MATRIX_DEVICE": "ABC"},
        ["MATRIX_TOKEN is missing, which MATRIX_DEVICE needs. Set it, or set MATRIX_PASSWORD alone"],
    ),
    "mail without a sender": (
        TELEGRAM | {"SMTP_URL": "smtp://mail.example.org"},
        ["SMTP_FROM is missing. Set it to the address from which e-mail is sent"],
    ),
    "disk that does not last": (
        TELEGRAM | {"DYNO": "worker.1"},
        [
            (
                "DATABASE_URL has to name a PostgreSQL database, since files do not last here (DYNO is set). "
                "Add one with: heroku addons:create heroku-postgresql"
            )
        ],
    ),
}


@pytest.mark.parametrize("case", INCONSISTENT)
def test_what_does_not_go_together_is_named(case: str) -> None:
    environ, problems = INCONSISTENT[case]
    assert refused(environ) == problems


def test_everything_wrong_and_everything_missing_comes_at_once() -> None:
    problems = refused({"SECRET_KEY": "x", "PORT": "x", "WEBHOOK_URL": "https://b.example", "SMTP_URL": "x"})
    named = [problem.split(" ", 1)[0] for problem in problems]
    assert sorted(named) == [
        "Neither",
        "POLICY",
        "PORT",
        "SECRET_KEY",
        "SMTP_FROM",
        "SMTP_URL",
        "TELEGRAM_TOKEN",
        "WEBHOOK_SECRET",
    ]

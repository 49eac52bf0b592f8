"""What the operator has set, read from the environment once and all of it refused at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import SecretStr, ValidationError

from config.addresses import is_loopback, is_sqlite
from config.variables import MAKE_ONE, LogFormat, LogLevel, Owner, Variables, parse_secret

__all__ = [
    "Database",
    "LogFormat",
    "LogLevel",
    "Mail",
    "Matrix",
    "Owner",
    "Settings",
    "SettingsRefused",
    "Telegram",
    "Webhook",
    "parse_secret",
    "read_database",
    "read_settings",
]

PUBLIC_API: Final = "https://api.telegram.org"
_DEFAULT_DATABASE: Final = "sqlite+aiosqlite:///hallkeeper.db"
_OF_THE_DATABASE: Final = frozenset({"DATABASE_URL", "SECRET_KEY"})


class SettingsRefused(Exception):  # noqa: N818 - a refusal, in the words of the house
    """The settings cannot be used; `problems` has a sentence for everything that is missing or wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where it is, as SQLAlchemy takes it, and what personal data in it is encrypted with."""

    url: SecretStr
    secret_key: SecretStr

    @property
    def keys(self) -> tuple[bytes, ...]:
        """32 bytes each: the first encrypts, all of them decrypt."""
        return tuple(parse_secret(part) for part in self.secret_key.get_secret_value().split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    url: str
    secret: SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """With a webhook it is called, without one it polls. `api_url` is scheme://host:port without a path."""

    token: SecretStr
    api_url: str = PUBLIC_API
    webhook: Webhook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Either a password, or a token with the device that it belongs to; the token counts if both are there."""

    homeserver: str
    user: str
    password: SecretStr | None = None
    token: SecretStr | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    url: SecretStr
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """At least one of `telegram` and `matrix` is there. `clock_file` only where the platforms are on this machine."""

    policy: Path
    database: Database
    owners: tuple[Owner, ...] = ()
    telegram: Telegram | None = None
    matrix: Matrix | None = None
    mail: Mail | None = None
    port: int | None = None
    metrics_token: SecretStr | None = None
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT
    clock_file: Path | None = None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """All settings, for a program that runs. A variable that is set to nothing counts as not set.

    Raises:
        SettingsRefused: something is missing or wrong; all of it is named, and no secret repeated.
    """
    given = _given(environ)
    variables, wrong = _read(given)
    problems = [*wrong, *_inconsistent(given)]
    if variables is None or problems or variables.policy is None:
        raise SettingsRefused(problems)
    return Settings(
        policy=variables.policy,
        database=_database(variables),
        owners=variables.owners,
        telegram=_telegram(variables),
        matrix=_matrix(variables),
        mail=_mail(variables),
        port=variables.port,
        metrics_token=variables.metrics_token,
        log_level=variables.log_level,
        log_format=variables.log_format,
        clock_file=variables.clock_file,
    )


def read_database(environ: Mapping[str, str]) -> Database:
    """The settings of the database alone, for what needs nothing else: to migrate, back up, restore, verify.

    Raises:
        SettingsRefused: something about the database or its keys is missing or wrong.
    """
    given = _given(environ)
    variables, wrong = _read({name: value for name, value in given.items() if name in _OF_THE_DATABASE})
    problems = [*wrong, *_database_inconsistent(given)]
    if variables is None or problems:
        raise SettingsRefused(problems)
    return _database(variables)


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    known = {*(name.upper() for name in Variables.model_fields), "DYNO"}
    return {name: environ[name].strip() for name in known if environ.get(name, "").strip()}


def _read(given: Mapping[str, str]) -> tuple[Variables | None, list[str]]:
    """The variables, or a sentence about each that is wrong; not raised from pydantic's error, which has the values."""
    try:
        return Variables.model_validate({name.lower(): value for name, value in given.items()}), []
    except ValidationError as refusal:
        errors = refusal.errors(include_url=False, include_input=False)
    return None, [f"{str(error['loc'][0]).upper()} {error['ctx']['error']}" for error in errors]


def _inconsistent(given: Mapping[str, str]) -> Iterator[str]:
    if "POLICY" not in given:
        yield (
            "POLICY is missing. Set it to your policy file, or to a folder of them; "
            "config/policies/example.toml is one to begin with"
        )
    yield from _database_inconsistent(given)
    yield from _telegram_inconsistent(given)
    yield from _matrix_inconsistent(given)
    if not given.keys() & {"TELEGRAM_TOKEN", "MATRIX_HOMESERVER", "MATRIX_USER"}:
        yield (
            "Neither Telegram nor Matrix is set up. Set TELEGRAM_TOKEN, "
            "or MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD"
        )
    if "SMTP_URL" in given and "SMTP_FROM" not in given:
        yield "SMTP_FROM is missing. Set it to the address from which e-mail is sent"
    near = [given.get(name, "") for name in ("TELEGRAM_API_URL", "MATRIX_HOMESERVER")]
    if "CLOCK_FILE" in given and not any(is_loopback(address) for address in near):
        yield (
            "CLOCK_FILE moves the clock, and is honoured only where TELEGRAM_API_URL or MATRIX_HOMESERVER "
            "is on this machine, such as http://127.0.0.1:8081. Remove it"
        )


def _database_inconsistent(given: Mapping[str, str]) -> Iterator[str]:
    if "SECRET_KEY" not in given:
        yield f"SECRET_KEY is missing. {MAKE_ONE}"
    if "DYNO" in given and is_sqlite(given.get("DATABASE_URL", _DEFAULT_DATABASE)):
        yield (
            "DATABASE_URL has to name a PostgreSQL database, since files do not last here (DYNO is set). "
            "Add one with: heroku addons:create heroku-postgresql"
        )


def _telegram_inconsistent(given: Mapping[str, str]) -> Iterator[str]:
    if "WEBHOOK_URL" not in given:
        return
    needed = {
        "TELEGRAM_TOKEN": "Set it to the token of the bot",
        "WEBHOOK_SECRET": f"{MAKE_ONE}",
        "PORT": "Set it to the port on which webhooks arrive",
    }
    for name, how in needed.items():
        if name not in given:
            yield f"{name} is missing, which WEBHOOK_URL needs. {how}; or remove WEBHOOK_URL to poll"


def _matrix_inconsistent(given: Mapping[str, str]) -> Iterator[str]:
    set_here = sorted(name for name in given if name.startswith("MATRIX_"))
    if not set_here:
        return
    for name, how in (
        ("MATRIX_HOMESERVER", "Set it to the address of the homeserver, such as https://matrix.example.org"),
        ("MATRIX_USER", "Set it to the id of the bot's account, such as @bot:example.org"),
    ):
        if name not in given:
            yield f"{name} is missing, which {set_here[0]} needs. {how}"
    if "MATRIX_TOKEN" in given and "MATRIX_DEVICE" not in given:
        yield "MATRIX_DEVICE is missing, which MATRIX_TOKEN needs. Set it to the device that the token belongs to"
    if "MATRIX_DEVICE" in given and "MATRIX_TOKEN" not in given:
        yield "MATRIX_TOKEN is missing, which MATRIX_DEVICE needs. Set it, or set MATRIX_PASSWORD alone"
    if not given.keys() & {"MATRIX_PASSWORD", "MATRIX_TOKEN", "MATRIX_DEVICE"}:
        yield "MATRIX_PASSWORD is missing. Set it, or MATRIX_TOKEN with MATRIX_DEVICE"


def _database(variables: Variables) -> Database:
    assert variables.secret_key is not None
    url = variables.database_url or SecretStr(_DEFAULT_DATABASE)
    return Database(url=url, secret_key=variables.secret_key)


def _telegram(variables: Variables) -> Telegram | None:
    if variables.telegram_token is None:
        return None
    webhook = None
    if variables.webhook_url and variables.webhook_secret:
        webhook = Webhook(url=variables.webhook_url, secret=variables.webhook_secret)
    api_url = variables.telegram_api_url or PUBLIC_API
    return Telegram(token=variables.telegram_token, api_url=api_url, webhook=webhook)


def _matrix(variables: Variables) -> Matrix | None:
    if variables.matrix_homeserver is None or variables.matrix_user is None:
        return None
    return Matrix(
        homeserver=variables.matrix_homeserver,
        user=variables.matrix_user,
        password=variables.matrix_password,
        token=variables.matrix_token,
        device=variables.matrix_device,
    )


def _mail(variables: Variables) -> Mail | None:
    if variables.smtp_url is None or variables.smtp_from is None:
        return None
    return Mail(url=variables.smtp_url, sender=variables.smtp_from)

"""Each environment variable by itself: how it is written, and the sentence if it is not."""

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import PlainValidator, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.core.ids import NativeId, PlatformName
from config.addresses import database_address, mail_address, server_address, webhook_address

MAKE_ONE: Final = "Make one with: python -m bot secret"
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}=?", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,20}", re.ASCII)
_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]+", re.ASCII)
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_USER: Final = re.compile(r"@[^:\s]+:\S+")
_SENDER: Final = re.compile(r"[^@\s][^@]*@[^@\s]+")
_PORTS: Final = range(1, 65536)


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may do everything, as the platform calls them."""

    platform: PlatformName
    native: NativeId


def parse_secret(text: str) -> bytes:
    """The 32 bytes of a key that is written as 43 or 44 characters of URL-safe base64.

    Raises:
        ValueError: it is not one; the message does not repeat it.
    """
    if not _KEY.fullmatch(text):
        raise ValueError("is not a key")
    return urlsafe_b64decode(text.rstrip("=") + "=")


def _keys(text: str) -> SecretStr:
    parts = [part.strip() for part in text.split(",")]
    for number, part in enumerate(parts, start=1):
        if not _KEY.fullmatch(part):
            which = f" (number {number} of {len(parts)})" if len(parts) > 1 else ""
            raise ValueError(f"is not a key{which}. {MAKE_ONE}")
    return SecretStr(",".join(parts))


def _owners(text: str) -> tuple[Owner, ...]:
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    return tuple(_owner(entry, number) for number, entry in enumerate(entries, start=1))


def _owner(entry: str, number: int) -> Owner:
    platform, _, native = entry.partition(":")
    if platform == PlatformName.TELEGRAM and _NUMBER.fullmatch(native) and int(native) > 0:
        return Owner(PlatformName.TELEGRAM, NativeId(str(int(native))))
    if platform == PlatformName.MATRIX and _USER.fullmatch(native):
        return Owner(PlatformName.MATRIX, NativeId(native))
    raise ValueError(f"has something else than telegram:123 or matrix:@name:server.org (entry {number})")


def _database(text: str) -> SecretStr:
    return SecretStr(database_address(text))


def _mail(text: str) -> SecretStr:
    return SecretStr(mail_address(text))


def _token(text: str) -> SecretStr:
    if not _TOKEN.fullmatch(text):
        raise ValueError("is not the token of a bot; @BotFather on Telegram gives one, such as 123456:ABC-DEF")
    return SecretStr(text)


def _webhook_secret(text: str) -> SecretStr:
    if not _SECRET.fullmatch(text):
        raise ValueError("cannot be used; Telegram takes 1 to 256 letters a-z A-Z, digits, - and _")
    return SecretStr(text)


def _user(text: str) -> str:
    if not _USER.fullmatch(text):
        raise ValueError("is not a user on Matrix; use an id such as @bot:example.org")
    return text


def _sender(text: str) -> str:
    if not _SENDER.fullmatch(text):
        raise ValueError("is not an e-mail address")
    return text


def _port(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) not in _PORTS:
        raise ValueError("is not a port; use a number from 1 to 65535")
    return int(text)


def _level(text: str) -> LogLevel:
    if text.lower() not in set(LogLevel):
        raise ValueError(f"is not a level; use one of {', '.join(LogLevel)}")
    return LogLevel(text.lower())


def _format(text: str) -> LogFormat:
    if text.lower() not in set(LogFormat):
        raise ValueError(f"is not a format; use one of {', '.join(LogFormat)}")
    return LogFormat(text.lower())


Server = Annotated[str, PlainValidator(server_address)]


class Variables(BaseSettings):
    """Every variable that is read, none yet compared with another. Only what is handed in is looked at."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=False)

    policy: Path | None = None
    secret_key: Annotated[SecretStr | None, PlainValidator(_keys)] = None
    owners: Annotated[tuple[Owner, ...], PlainValidator(_owners)] = ()
    database_url: Annotated[SecretStr | None, PlainValidator(_database)] = None
    telegram_token: Annotated[SecretStr | None, PlainValidator(_token)] = None
    telegram_api_url: Server | None = None
    webhook_url: Annotated[str | None, PlainValidator(webhook_address)] = None
    webhook_secret: Annotated[SecretStr | None, PlainValidator(_webhook_secret)] = None
    matrix_homeserver: Server | None = None
    matrix_user: Annotated[str | None, PlainValidator(_user)] = None
    matrix_password: SecretStr | None = None
    matrix_token: SecretStr | None = None
    matrix_device: str | None = None
    port: Annotated[int | None, PlainValidator(_port)] = None
    metrics_token: SecretStr | None = None
    smtp_url: Annotated[SecretStr | None, PlainValidator(_mail)] = None
    smtp_from: Annotated[str | None, PlainValidator(_sender)] = None
    log_level: Annotated[LogLevel, PlainValidator(_level)] = LogLevel.INFO
    log_format: Annotated[LogFormat, PlainValidator(_format)] = LogFormat.TEXT
    clock_file: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings calls it so
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

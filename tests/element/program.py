"""The node program in which everybody at Element sits: one a test process, spoken to in JSON lines."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from tests.once import Once

_FOLDER = Path(__file__).parent


class ElementFailed(Exception):  # noqa: N818 - it is what happened
    """What the program said instead of an answer."""


class Program:
    """It outlives the event loop of each test, so it is read from a thread of its own."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node is not None
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Future[Any]] = {}
        self._process = subprocess.Popen(
            [node, "element.mjs"],
            cwd=_FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "NODE_OPTIONS": "--max-old-space-size=400"},
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def ask(self, who: int, command: str, rest: dict[str, Any]) -> Future[Any]:
        """The answer, which may be `ElementFailed` with the program's own words."""
        number = next(self._numbers)
        answer: Future[Any] = Future()
        self._waiting[number] = answer
        assert self._process.stdin is not None
        line = json.dumps({"id": number, "who": who, "command": command, **rest})
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            self._waiting.pop(number, None)
            raise ElementFailed("the program has ended") from None
        return answer

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listening.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            _settle(self._waiting.pop(said["id"]), said)
        while self._waiting:
            _settle(self._waiting.popitem()[1], {"error": "the program ended"})


def _settle(waiting: Future[Any], said: dict[str, Any]) -> None:
    if not waiting.set_running_or_notify_cancel():
        return
    if "error" in said:
        waiting.set_exception(ElementFailed(said["error"]))
    else:
        waiting.set_result(said["result"])


@Once
def program() -> Program:
    """Started when it is first asked for."""
    _install()
    return Program()


def stop_program() -> None:
    """To be called at the end of the tests. Does nothing if it was not needed."""
    if (there := program.take_back()) is not None:
        there.stop()


def _install() -> None:
    """Puts the packages there, as the lock file names them, if they aren't; one test process after another."""
    lock, stamp = _FOLDER / "package-lock.json", _FOLDER / "node_modules" / ".package-lock.json"
    with (_FOLDER / "package.json").open() as guarded:
        fcntl.flock(guarded, fcntl.LOCK_EX)
        if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
            return
        npm = shutil.which("npm")
        assert npm is not None
        done = subprocess.run([npm, "ci"], cwd=_FOLDER, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise ElementFailed(f"npm ci: {done.stderr}")

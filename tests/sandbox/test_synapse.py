"""The homeserver of the sandbox: there in seconds, gone with whoever started it, and strict where it matters."""

from __future__ import annotations

import asyncio
import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.sandbox.matrix_http import HomeserverTold
from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse, SynapseFailed
from tests.homeservers import fresh_name, synapse

_SCRIPT = """
import sys, pathlib
from bot.sandbox.synapse import Synapse
homeserver = Synapse(pathlib.Path(sys.argv[1]))
homeserver.start()
print(homeserver.port, flush=True)
sys.stdin.read()
"""


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_whoever_starts_it_may_be_killed_and_nothing_of_it_goes_on(tmp_path: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    assert starter.stdin
    assert starter.stdout
    port = int(starter.stdout.readline())
    assert answers(port)
    starter.kill()
    starter.wait()
    starter.stdin.close()
    starter.stdout.close()
    until = time.monotonic() + 10
    while answers(port) and time.monotonic() < until:
        time.sleep(0.05)
    assert not answers(port)


def test_what_keeps_it_from_starting_is_said(tmp_path: Path) -> None:
    homeserver = Synapse(tmp_path)
    (tmp_path / "homeserver.yaml").write_text("{}")
    with pytest.raises(SynapseFailed):
        homeserver.start()


async def test_everybody_and_everything_is_still_there_after_a_restart() -> None:
    homeserver = await asyncio.to_thread(synapse)
    ada = await Resident.arrive(homeserver, fresh_name("ada"))
    room = await ada.group("Evening")
    await ada.write(room, "before")
    await asyncio.to_thread(homeserver.restart)
    await ada.write(room, "after")
    assert [said.text for said in await ada.read(room)] == ["before", "after"]
    await ada.go()


async def test_nobody_is_an_admin_and_rooms_are_of_the_version_asked_for() -> None:
    homeserver = await asyncio.to_thread(synapse)
    ada = await Resident.arrive(homeserver, fresh_name("ada"))
    rooms = [await ada.group("Evening"), await ada.group("Evening", version="11")]
    versions = [(await ada.state(room, "m.room.create"))["room_version"] for room in rooms]
    assert versions == ["12", "11"]
    with pytest.raises(HomeserverTold, match="M_FORBIDDEN"):
        await ada.http.call("GET", "/admin/whois/@somebody:hall.example")
    await ada.go()

"""The program behind the page: begun, watched over, and stopped with it."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from bot.app.sandbox import _environment, _until_told, open_sandbox
from bot.app.sandbox_policy import example_community
from bot.core.errors import Stop
from bot.sandbox import program as program_module
from bot.sandbox.program import Program

EXAMPLE = Path("config/policies/example.toml")
WAITS = "import sys, time\nif sys.argv[1] == 'run': open('at_work', 'a').write('x'); time.sleep(60)"
DIES_ONCE = WAITS.replace("60", "0.2 if open('at_work').read() == 'x' else 60") + "; sys.exit(3)"
DEAF = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS


@asynccontextmanager
async def a_program(source: str, folder: Path, said: list[str]) -> AsyncIterator[Program]:
    mark = folder / "at_work"
    times_at_work = 0

    async def at_work() -> None:
        nonlocal times_at_work
        while not mark.exists() or mark.stat().st_size == times_at_work:
            await asyncio.sleep(0.01)
        times_at_work = mark.stat().st_size

    command = (sys.executable, "-S", "-c", source)
    program = Program(command, environ={}, folder=folder, at_work=at_work, say=said.append)
    try:
        yield program
    finally:
        await program.stop()


def children_of(folder: Path) -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _runs_in(child, folder)]


def _runs_in(child: psutil.Process, folder: Path) -> bool:
    try:
        return child.cwd() == str(folder)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


async def test_it_is_at_work_after_begin_and_gone_after_stop(tmp_path: Path) -> None:
    async with a_program(WAITS, tmp_path, []) as program:
        troubles = [program.trouble]
        await program.begin()
        troubles.append(program.trouble)
        assert troubles == ["The bot is starting.", None]
        assert len(children_of(tmp_path)) == 1
        await program.stop()
        assert children_of(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("raise SystemExit(1)", "The database of the sandbox could not be made."),
        ("import sys\nsys.exit(sys.argv[1] == 'run')", r"The bot did not start \(exit code 1\)\."),
    ],
)
async def test_one_that_cannot_start_stops_the_sandbox_with_a_sentence(
    source: str, sentence: str, tmp_path: Path
) -> None:
    async with a_program(source, tmp_path, []) as program:
        with pytest.raises(Stop, match=sentence):
            await program.begin()


async def test_one_that_dies_is_started_again_and_both_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_module, "FIRST_PAUSE", 0.05)
    said: list[str] = []
    async with a_program(DIES_ONCE, tmp_path, said) as program:
        await program.begin()
        keeping = asyncio.create_task(program.keep_running())
        async with asyncio.timeout(5):
            while len(said) < 2:
                await asyncio.sleep(0.01)
        keeping.cancel()
        assert said[0].startswith("The bot has stopped by itself (exit code 3).")
        assert said[1] == "The bot is at work again."
        assert program.trouble is None
        assert len(children_of(tmp_path)) == 1


async def test_one_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "STOPS_WITHIN", 0.2)
    async with a_program(DEAF, tmp_path, []) as program:
        await program.begin()
        await program.stop()
        assert children_of(tmp_path) == []


async def test_it_does_not_hear_ctrl_c_of_the_terminal(tmp_path: Path) -> None:
    async with a_program(WAITS, tmp_path, []) as program:
        await program.begin()
        [child] = children_of(tmp_path)
        assert os.getpgid(child.pid) != os.getpgid(0)


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=rf"Port {port} cannot be had: address already in use\. Choose another"):
            open_sandbox(port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_number_that_is_no_port_is_said(port: int) -> None:
    with pytest.raises(Stop, match=f"{port} is not a port"):
        open_sandbox(port)


def test_the_community_is_that_of_the_example_policy() -> None:
    community = example_community(EXAMPLE)
    assert (community.name, community.timezone) == ("Northside Peer Support", "Europe/London")
    assert [(group.key, group.telegram) for group in community.groups] == [
        ("evening", -1001000000001),
        ("mending-autumn", -1001000000002),
    ]
    assert [(each.name, each.telegram) for each in community.staff] == [("Sam", 1001)]


def test_a_policy_that_cannot_be_shown_is_said(tmp_path: Path) -> None:
    nobody, nothing = tmp_path / "nobody.toml", tmp_path / "nothing.toml"
    nobody.write_text(EXAMPLE.read_text().replace("telegram = 1001\n", ""))
    for file, sentence in ((nobody, "somebody in charge"), (nothing, "cannot be opened")):
        with pytest.raises(Stop, match=sentence):
            example_community(file)


def test_settings_of_a_deployment_do_not_reach_the_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEBHOOK_URL", "PORT", "OWNERS", "MATRIX_USER", "DYNO", "SMTP_URL"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    environ = _environment(tmp_path, tmp_path / "clock", "1:token", "http://127.0.0.1:1")
    assert not environ.keys() & {"WEBHOOK_URL", "PORT", "OWNERS", "MATRIX_USER", "DYNO", "SMTP_URL"}
    assert environ["DATABASE_URL"] == f"sqlite:///{tmp_path}/hallkeeper.db"
    assert environ["NO_PROXY"] == "127.0.0.1"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_does_not_disturb_the_stopping(sign: signal.Signals) -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), sign)
            await asyncio.sleep(60)
        finally:
            os.kill(os.getpid(), sign)
            await asyncio.sleep(0.05)
            done.append("in good order")

    asyncio.run(_until_told(work()))
    assert done == ["in good order"]

"""Hallkeeper on the command line: `python -m bot`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from bot.core.errors import Stop
from config.settings import LogFormat, LogLevel, SettingsRefused, read_database, read_settings


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when all went well, 1 when a sentence on standard error says what to mend."""
    parsed = _parser().parse_args(arguments)
    try:
        return _COMMANDS[parsed.command](parsed)
    except SettingsRefused as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
    except Stop as reason:
        print(reason, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 - its text may hold what people wrote: places alone are said
        print(_said_of(fault), file=sys.stderr)
    return 1


def _said_of(fault: Exception) -> str:
    places = "".join(
        f"\n  {place.filename}:{place.lineno} {place.name}" for place in traceback.extract_tb(fault.__traceback__)
    )
    return f"Something went wrong in Hallkeeper itself ({type(fault).__name__}). Please report these places:{places}"


def _run(_: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _leave)  # until the event loop has a handler of its own
    from bot.app.journal import open_journal  # noqa: PLC0415 - a command loads what it needs and no more
    from bot.app.run import run  # noqa: PLC0415

    settings = read_settings(os.environ)
    open_journal(settings.log_level, settings.log_format)
    asyncio.run(run(settings))
    return 0


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(0)


def _sandbox(parsed: argparse.Namespace) -> int:
    from bot.app.sandbox import open_sandbox  # noqa: PLC0415

    return open_sandbox(parsed.port)


def _check(parsed: argparse.Namespace) -> int:
    from bot.app.check import check  # noqa: PLC0415
    from bot.app.journal import open_journal  # noqa: PLC0415

    open_journal(LogLevel.ERROR, LogFormat.TEXT)
    return asyncio.run(check(os.environ, sys.stdout, as_json=parsed.json))


def _migrate(_: argparse.Namespace) -> int:
    from bot.storage.migrate import migrate  # noqa: PLC0415

    database = read_database(os.environ)
    migrate(database.url.get_secret_value(), database.keys)
    print("The database is up to date.")
    return 0


def _policy(parsed: argparse.Namespace) -> int:
    from bot.app import policy_commands  # noqa: PLC0415

    if parsed.action == "show":
        return policy_commands.show(parsed.file, out=sys.stdout, err=sys.stderr)
    today = datetime.now(UTC).date()
    return policy_commands.check(parsed.files, today=today, out=sys.stdout, err=sys.stderr)


def _secret(_: argparse.Namespace) -> int:
    from bot.storage.secrets import new_secret  # noqa: PLC0415

    print(new_secret())
    return 0


_COMMANDS = {
    "run": _run,
    "sandbox": _sandbox,
    "check": _check,
    "migrate": _migrate,
    "policy": _policy,
    "secret": _secret,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Keeps a community's policy in its groups.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run until told to stop")
    sandbox = commands.add_parser("sandbox", help="play with an example community, with no account anywhere")
    sandbox.add_argument("--port", type=int, default=8080, help="where the page is (default: 8080)")
    check = commands.add_parser("check", help="say what is amiss, beside a bot that runs")
    check.add_argument("--json", action="store_true", help="for programs")
    commands.add_parser("migrate", help="bring the database up to date")
    policy = commands.add_parser("policy", help="check or show a policy file")
    actions = policy.add_subparsers(dest="action", required=True, metavar="ACTION")
    files = actions.add_parser("check", help="say all that is wrong with policy files")
    files.add_argument("files", type=Path, nargs="+", metavar="FILE")
    show = actions.add_parser("show", help="the policy as members will read it")
    show.add_argument("file", type=Path, metavar="FILE")
    commands.add_parser("secret", help="make a new key for SECRET_KEY")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

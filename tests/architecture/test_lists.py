"""Nothing is forgotten in a list: what exists has its line where lines are kept."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import get_args

import pytest

from bot.app.wiring import EVENTS
from bot.core import effects, events
from bot.core.membership.settings import Question
from bot.core.membership.steps import order
from bot.platforms.telegram import outbound
from handlers import commands

ROOT = Path(__file__).parents[2]


def test_every_event_has_a_handler() -> None:
    assert set(EVENTS) == set(get_args(events.Event))


def test_telegram_carries_out_every_effect() -> None:
    source = inspect.getsource(outbound)
    missing = [kind.__name__ for kind in _effects() if not re.search(rf"\b{kind.__name__}\(", source)]
    assert missing == []


def test_every_effect_is_among_the_effects() -> None:
    declared = {
        thing
        for _, thing in inspect.getmembers(effects, inspect.isclass)
        if thing.__module__ == effects.__name__ and hasattr(thing, "urgency")
    }
    assert declared == set(_effects())


def test_every_kind_of_question_can_be_asked() -> None:
    source = inspect.getsource(order.step_for)
    for kind in get_args(Question):
        assert f"case {kind.__name__}()" in source


def test_every_kind_of_step_is_in_the_order() -> None:
    folder = ROOT / "bot/core/membership/steps"
    source = (folder / "order.py").read_text()
    for file in folder.glob("*.py"):
        steps = [
            node.name
            for node in ast.parse(file.read_text()).body
            if isinstance(node, ast.ClassDef) and any(getattr(each, "name", "") == "chosen" for each in node.body)
        ]
        assert all(step in source for step in steps if step != "Step"), file.name


def test_every_command_is_a_single_word_in_small_letters() -> None:
    assert all(name.isalpha() and name == name.lower() for name in commands.COMMANDS)


@pytest.mark.parametrize("package", ["bot", "handlers"])
def test_the_roots_import_nothing_by_themselves(package: str) -> None:
    assert (ROOT / package / "__init__.py").read_text().strip() == ""


def test_no_function_is_longer_than_it_should_be() -> None:
    """Fifty lines is where one must have been split; most have fifteen."""
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for root in ("bot", "handlers", "config")
        for file in (ROOT / root).rglob("*.py")
        if "versions" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno > 50
    ]
    assert long == []


def test_no_file_is_longer_than_it_should_be() -> None:
    roots = ("bot", "handlers", "config", "tests")
    files = [file for root in roots for file in (ROOT / root).rglob("*.py")]
    assert [str(file.relative_to(ROOT)) for file in files if len(file.read_text().splitlines()) > 400] == []


def _effects() -> tuple[type, ...]:
    return (*get_args(effects.PrivateEffect), *get_args(effects.GroupEffect))

"""Where methods are listed, and what the server may lean on."""

import ast
import pkgutil
import sys
from pathlib import Path

import pytest

from bot.sandbox import bot_api
from bot.sandbox.bot_api import methods
from bot.sandbox.bot_api.methods import table

ROOT = Path(bot_api.__path__[0])


def test_every_family_of_methods_is_listed() -> None:
    modules = {module.name for module in pkgutil.iter_modules(methods.__path__)} - {"table"}
    assert {family.__name__.rpartition(".")[2] for family in table.FAMILIES} == modules


def test_no_method_is_answered_twice() -> None:
    names = [name.lower() for family in table.FAMILIES for name in family.METHODS]
    assert len(names) == len(set(names)) == len(table.METHODS)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_it_imports_only_the_standard_library_aiohttp_and_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names | {"aiohttp"} or name.startswith("bot.sandbox.bot_api"), name

"""Where each key and each value stands in a TOML file, which tomllib does not tell."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from config.problems import Path

Place: TypeAlias = tuple[int, int]
"""Line and column, both counted from 1, in characters."""

_TOML: Final = Language(tree_sitter_toml.language())
_KEYS: Final = frozenset({"bare_key", "quoted_key", "dotted_key"})
_START: Final[Place] = (1, 1)


@dataclass(frozen=True, slots=True)
class Positions:
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """Where `path` stands; if it is not in the file, where the innermost table around it begins."""
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        for end in range(len(path), 0, -1):
            known = first.get(path[:end]) or second.get(path[:end])
            if known:
                return known
        return _START


def find_positions(text: str) -> Positions:
    """The places of everything in a text that tomllib has accepted."""
    return _Search(text.encode()).found


def deepest_place(text: str, limit: int) -> Place | None:
    """Where brackets first go deeper than `limit`, looked for without recursion; None if they don't."""
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        for column, character in enumerate(line, start=1):
            depth += (character in "[{") - (character in "]}")
            if depth > limit:
                return number, column
    return None


class _Search:
    def __init__(self, source: bytes) -> None:
        self.found = Positions()
        self._lines = source.split(b"\n")
        self._tables: Counter[Path] = Counter()
        for node in Parser(_TOML).parse(source).root_node.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in {"table", "table_array_element"}:
                self._table(node)

    def _place(self, node: Node) -> Place:
        row, byte = node.start_point
        return row + 1, len(self._lines[row][:byte].decode(errors="replace")) + 1

    def _table(self, node: Node) -> None:
        header, *pairs = [child for child in node.named_children if child.type in _KEYS | {"pair"}]
        path: Path = ()
        *around, last = _leaves(header)
        for key in around:
            path = self._innermost((*path, _name(key)))
            self.found.keys.setdefault(path, self._place(node))
        path = (*path, _name(last))
        self.found.keys.setdefault(path, self._place(node))
        if node.type == "table_array_element":
            self._tables[path] += 1
            path = self._innermost(path)
        self.found.keys[path] = self.found.values[path] = self._place(node)
        for pair in pairs:
            self._pair(pair, path)

    def _innermost(self, path: Path) -> Path:
        """A header below `[[groups]]` speaks of the group that was begun last."""
        count = self._tables[path]
        return (*path, count - 1) if count else path

    def _pair(self, node: Node, table: Path) -> None:
        key, *rest = [child for child in node.named_children if child.type != "comment"]
        path = table
        for leaf in _leaves(key):
            path = (*path, _name(leaf))
            self.found.keys.setdefault(path, self._place(leaf))
        for value in rest[:1]:
            self._value(value, path)

    def _value(self, node: Node, path: Path) -> None:
        self.found.values[path] = self._place(node)
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._pair(child, path)
        elif node.type == "array":
            elements = [child for child in node.named_children if child.type != "comment"]
            for number, child in enumerate(elements):
                self._value(child, (*path, number))


def _leaves(key: Node) -> Iterator[Node]:
    if key.type != "dotted_key":
        yield key
        return
    for child in key.named_children:
        yield from _leaves(child)


def _name(key: Node) -> str:
    written = (key.text or b"").decode(errors="replace")
    if key.type == "bare_key":
        return written
    try:
        return next(iter(tomllib.loads(f"{written} = 0")))
    except tomllib.TOMLDecodeError:
        return written

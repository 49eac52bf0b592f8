"""The schema that reads policies, against the dataclasses that it reads them into."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from bot.core.enforcement.settings import Rung
from bot.core.policy import Group, Policy
from bot.core.reports.settings import ChainLink
from bot.core.words import Words
from config.policy_overrides import OVERRIDABLE
from config.policy_schema import reading_schema


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from _nodes(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _nodes(each)


def _types(annotation: Any, seen: set[Any]) -> set[Any]:
    if annotation not in seen:
        seen.add(annotation)
        inner = get_type_hints(annotation).values() if is_dataclass(annotation) else get_args(annotation)
        for each in inner:
            _types(each, seen)
    return seen


def test_no_table_of_a_policy_lets_an_unknown_key_pass() -> None:
    read = {node["cls"]: node["config"] for node in _nodes(reading_schema()) if node.get("type") == "dataclass"}
    settings = {each for each in _types(Policy, set()) if is_dataclass(each)}
    assert settings - read.keys() == {Words, Rung, ChainLink}
    assert all(config["extra_fields_behavior"] == "forbid" for config in read.values())


def test_no_value_is_guessed_from_another_type() -> None:
    simple = [node for node in _nodes(reading_schema()) if node.get("type") in {"int", "str", "bool", "float", "date"}]
    assert simple
    assert all(node["strict"] for node in simple if node["type"] != "str" or "ref" not in node)


def test_a_group_can_override_whatever_the_reading_completes() -> None:
    community, group = get_type_hints(Policy), get_type_hints(Group)
    assert {name: group[name] for name in OVERRIDABLE} == {name: community[name] | None for name in OVERRIDABLE}
    assert Words not in community.values()

"""What may stand at a place in the file: read from the types of the dataclasses in core."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.core.policy import Policy
from config.problems import Path


def key_of(name: str) -> str:
    """How a field is called in the file: `from_` is `from`, which is a word of Python's."""
    return name.rstrip("_")


def in_file(field: Field[Any]) -> bool:
    """Whether the field is read from the file, and not given at reading."""
    return bool(field.metadata.get("in_file", True))


@cache
def keys_of(table: type) -> Mapping[str, Any]:
    """The keys of a table with their types."""
    hints = get_type_hints(table)
    return {key_of(field.name): hints[field.name] for field in fields(table) if in_file(field)}


@cache
def kinds_of(union: Any) -> Mapping[str, type]:
    """The dataclasses of a tagged union, or the only one, by their `kind`."""
    return {get_args(keys_of(each)["kind"])[0]: each for each in get_args(union) or (union,)}


def is_table(annotation: Any) -> bool:
    """Whether tables of this type are merged key by key, as against texts by language."""
    annotation = without_none(annotation)
    return get_origin(annotation) is Mapping or _is_settings(annotation)


def without_none(annotation: Any) -> Any:
    """The type itself where it may also be left out."""
    if get_origin(annotation) in {Union, UnionType}:
        rest = [each for each in get_args(annotation) if each is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def type_at(path: Path, document: Any) -> Any:
    """The type of what stands at `path`; None where no key is known."""
    annotation: Any = Policy
    for step in path:
        annotation = _step(annotation, step, document)
        if annotation is None:
            return None
        document = _value_at(document, step)
    return _narrowed(without_none(annotation), document)


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The words that are allowed where there is only a choice of them."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(member.value for member in annotation)
    if get_origin(annotation) is Literal:
        return tuple(str(each) for each in get_args(annotation))
    return ()


def real_path(path: Path, document: Any) -> Path:
    """`path` without the steps that name the kind of a question, which the file doesn't have."""
    return tuple(_real_steps(path, document))


def value_at(document: Any, path: Path) -> Any:
    """What stands at `path`, None if nothing does."""
    for step in path:
        document = _value_at(document, step)
    return document


def _real_steps(path: Path, document: Any) -> Iterator[str | int]:
    for step in path:
        named = isinstance(document, dict) and isinstance(step, str)
        if named and step not in document and document.get("kind") == step:
            continue
        yield step
        document = _value_at(document, step)


def _is_settings(annotation: Any) -> bool:
    return isinstance(annotation, type) and is_dataclass(annotation) and "settings" in annotation.__module__


def _step(annotation: Any, step: str | int, document: Any) -> Any:
    annotation = _narrowed(without_none(annotation), document)
    if isinstance(step, int):
        arguments = get_args(annotation)
        return arguments[0] if get_origin(annotation) is tuple and arguments else None
    if get_origin(annotation) is Mapping:
        return get_args(annotation)[1]
    is_settings = isinstance(annotation, type) and is_dataclass(annotation)
    return keys_of(annotation).get(step) if is_settings else None


def _narrowed(annotation: Any, document: Any) -> Any:
    """The one dataclass of a tagged union that the document means."""
    if get_origin(annotation) in {Union, UnionType} and isinstance(document, dict):
        kind = document.get("kind")
        return kinds_of(annotation).get(kind) if isinstance(kind, str) else None
    return annotation


def _value_at(document: Any, step: str | int) -> Any:
    if isinstance(document, dict) and isinstance(step, str):
        return document.get(step)
    if isinstance(document, list) and isinstance(step, int) and step < len(document):
        return document[step]
    return None

"""From tables to the dataclasses of core, through pydantic, which knows them as they are.

Core must not know pydantic, so what a policy writes in its own way (texts by language, `48h`, `mute 24h`) is
taught to the schema here, after pydantic has made it from the dataclasses.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import PydanticCustomError, SchemaValidator, core_schema

from bot.core.content.settings import Flood
from bot.core.durations import ALLOWED, parse_duration
from bot.core.enforcement.settings import TIMED, Rung, Sanction
from bot.core.policy import Policy
from bot.core.reports.settings import ChainLink
from bot.core.words import Words
from config.policy_types import in_file, key_of, kinds_of

Schema = dict[str, Any]
Reader = Callable[[Any, core_schema.ValidationInfo], Any]


@cache
def reading_schema() -> Any:
    """What pydantic makes of the dataclasses, taught; for a list whose only element is the tables of a file.

    The list is there because pydantic takes no config beside a dataclass itself; within it all of them inherit it.
    """
    config = ConfigDict(extra="forbid")
    return _taught(TypeAdapter(tuple[Policy], config=config).core_schema)


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(reading_schema())


def read_tables(tables: Mapping[str, Any]) -> Policy:
    """The policy in `tables`.

    Raises:
        pydantic_core.ValidationError: something in it is not as the dataclasses have it.
    """
    language = tables.get("community", {})
    home = language.get("language", "en") if isinstance(language, dict) else "en"
    policy: Policy = _validator().validate_python([tables], context={"language": home})[0]
    return policy


def _taught(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_taught(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: value if key == "default" else _taught(value) for key, value in schema.items()}
    return _LESSONS.get(str(inner.get("type")), _as_it_is)(inner)


def _as_it_is(schema: Schema) -> Schema:
    return schema


def _exact(schema: Schema) -> Schema:
    """TOML knows a number from a text; nothing is guessed."""
    return {**schema, "strict": True}


def _dataclass(schema: Schema) -> Schema:
    reader = _READERS.get(schema["cls"])
    return _as_in_file(schema) if reader is None else _read_by(reader, schema)


def _nullable(schema: Schema) -> Any:
    inner = schema["schema"]
    may_be_off = inner.get("cls") is Flood or inner.get("function", {}).get("function") is _duration
    return core_schema.no_info_before_validator_function(_off, schema) if may_be_off else schema


def _union(schema: Schema) -> Any:
    """Questions are told apart by their `kind`, so that what is wrong with one is said of that kind alone."""
    return core_schema.tagged_union_schema(
        {kind: each for each in schema["choices"] for kind in kinds_of(each["cls"])}, "kind"
    )


def _read_by(reader: Reader, schema: Schema) -> Schema:
    taught: Schema = {**core_schema.with_info_plain_validator_function(reader)}
    if "ref" in schema:
        taught["ref"] = schema["ref"]
    return taught


def _as_in_file(schema: Schema) -> Schema:
    """Only with the fields that the file has, and under the names which it has for them."""
    read = {field.name for field in fields(schema["cls"]) if in_file(field)}
    arguments = schema["schema"]
    named = [
        {**field, "validation_alias": key_of(field["name"])} for field in arguments["fields"] if field["name"] in read
    ]
    return {**schema, "schema": {**arguments, "fields": named}}


def _off(value: Any) -> Any:
    return None if value == "off" else value


def _refusal(wrong: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError("written", "{wrong}; {allowed}", {"wrong": wrong, "allowed": allowed})


def _duration(value: Any, _: core_schema.ValidationInfo) -> timedelta:
    if not isinstance(value, str):
        raise _refusal("this should be a length of time in quotes", f"allowed is {ALLOWED}")
    try:
        return parse_duration(value)
    except ValueError as error:
        raise _refusal(str(error), f"allowed is {ALLOWED}") from None


def _words(value: Any, info: core_schema.ValidationInfo) -> Words:
    texts = value.values() if isinstance(value, dict) else [value]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise _refusal("this should be a text", 'allowed is a text in quotes, or a table by language: { en = "…" }')
    if not all(text.strip() for text in texts):
        raise _refusal("the text is empty", "write what people should read, or leave the key out")
    return Words.of(value, first=info.context["language"] if info.context else "en")


def _rung(value: Any, _: core_schema.ValidationInfo) -> Rung:
    steps = ", ".join(f"{step} 24h" if step in TIMED else step for step in Sanction)
    try:
        return Rung.parse(_text(value))
    except ValueError as error:
        raise _refusal(str(error), f"allowed are {steps}") from None


def _link(value: Any, _: core_schema.ValidationInfo) -> ChainLink:
    try:
        return ChainLink.parse(_text(value))
    except ValueError as error:
        raise _refusal(str(error), 'allowed is who is called, and how long they have: "staff" or "staff 15m"') from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("this should be a text in quotes")  # noqa: TRY004 - read as a refusal by the caller
    return value


_READERS: Final[Mapping[type, Reader]] = MappingProxyType({Words: _words, Rung: _rung, ChainLink: _link})
_LESSONS: Final[Mapping[str, Callable[[Schema], Any]]] = MappingProxyType(
    {
        "dataclass": _dataclass,
        "nullable": _nullable,
        "timedelta": lambda schema: _read_by(_duration, schema),
        "union": _union,
        **dict.fromkeys(("str", "int", "bool", "float", "date", "time"), _exact),
    }
)

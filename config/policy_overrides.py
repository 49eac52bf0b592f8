"""What a group says for itself, laid over what the community says."""

from collections.abc import Mapping
from typing import Any, Final

from config.policy_types import is_table, keys_of, type_at

OVERRIDABLE: Final = ("contacts", "reports", "quiet_hours", "gate", "private_messages", "content")
_ONE_SPAN: Final = frozenset({"from", "to", "days"})


def with_overrides(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The same tables, with those of each group completed by the community's.

    Tables merge key by key, lists replace. What is not a table where one belongs stays as it is, to be refused.
    """
    groups = tables.get("groups")
    if not isinstance(groups, list):
        return dict(tables)
    return {**tables, "groups": [_completed(group, tables) for group in groups]}


def _completed(group: Any, tables: Mapping[str, Any]) -> Any:
    if not isinstance(group, dict):
        return group
    own = {name: group[name] for name in OVERRIDABLE if isinstance(group.get(name), dict)}
    merged = {
        name: _merged(table, _community_part(name, table, tables), type_at((name,), tables))
        for name, table in own.items()
    }
    return {**group, **merged}


def _community_part(name: str, own: Mapping[str, Any], tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """The community's table; of quiet hours without the way of writing them that the group does not use."""
    table = tables.get(name)
    if not isinstance(table, dict):
        return {}
    if name == "quiet_hours" and "spans" in own:
        return {key: value for key, value in table.items() if key not in _ONE_SPAN}
    if name == "quiet_hours" and _ONE_SPAN & own.keys():
        return {key: value for key, value in table.items() if key != "spans"}
    return table


def _merged(own: Any, community: Any, annotation: Any) -> Any:
    if not (isinstance(own, dict) and isinstance(community, dict) and is_table(annotation)):
        return own
    known = keys_of(annotation) if isinstance(annotation, type) else {}
    return {
        **community,
        **{key: _merged(value, community.get(key), known.get(key)) for key, value in own.items()},
    }

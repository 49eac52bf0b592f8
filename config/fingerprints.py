"""Short signs by which two policies are known to say the same, however their files are laid out."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from config.policy_overrides import OVERRIDABLE

_LENGTH: Final = 16
_WITHOUT_APPROVAL: Final = frozenset({"team", "groups", "courses"})
_OF_A_GROUP: Final = frozenset({*OVERRIDABLE, "rules", "agreement", "agreement_covers"})


def fingerprint(tables: Mapping[str, Any]) -> str:
    """The sign of all that a file says; comments, spaces and the order of its keys don't count."""
    return _sign(tables)


def substance(tables: Mapping[str, Any]) -> str:
    """The sign of what takes approval: all but team, courses and groups, save for what a group overrides."""
    kept = {name: table for name, table in tables.items() if name not in _WITHOUT_APPROVAL}
    overrides = {
        group["key"]: {name: group[name] for name in _OF_A_GROUP & group.keys()} for group in tables.get("groups", ())
    }
    return _sign({**kept, "groups": {key: own for key, own in overrides.items() if own}})


def _sign(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_day_or_time)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]


def _day_or_time(value: Any) -> str:
    written: str = value.isoformat()
    return written

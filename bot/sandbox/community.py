"""The community that the sandbox shows, as plain data: it comes from a policy, which only the assembly may read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleGroup:
    """`telegram` is the group's id there; `key` is how the policy calls it."""

    key: str
    title: str
    purpose: str
    telegram: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleStaff:
    name: str
    telegram: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCommunity:
    """`timezone` is an IANA name. The first of the staff owns the groups."""

    name: str
    timezone: str
    groups: tuple[ExampleGroup, ...]
    staff: tuple[ExampleStaff, ...]

"""Which policy is in force: the one in the database, unless a file that has changed since replaces it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.core.desk import Policies
from bot.core.errors import Stop
from bot.core.events import User
from bot.core.ids import CommunityKey, GroupId, NativeId, PlatformName, group_id
from bot.core.policy import GroupPolicy, Policy
from bot.storage.policies_read import PolicyRead
from bot.storage.transaction import Transaction
from config.policy import PolicyRefused, check_files, read_policy

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    policy: Policy
    source: str


def read_files(path: Path) -> tuple[PolicyFile, ...]:
    """The policy file at `path`, or all of those in that folder.

    Raises:
        Stop: with a sentence for each thing that is wrong in them.
    """
    files = check_files([path])
    errors = [error for each in files for error in each.checked.errors]
    if errors:
        raise Stop("\n".join(str(error) for error in errors))
    return tuple(
        PolicyFile(each.checked.policy, each.path.read_text("utf-8"))
        for each in files
        if each.checked.policy is not None
    )


async def put_in_force(
    files: Sequence[PolicyFile],
    work: Transaction,
    now: datetime,
    *,
    owners: tuple[User, ...] = (),
    platforms: frozenset[PlatformName] = frozenset({PlatformName.TELEGRAM}),
) -> Policies:
    """The policies that hold from now on; which, is on record, and where their groups live is known.

    A file that is older than what is in force, by its version, is not taken: that is said, and the newer one stays.
    """
    groups: dict[GroupId, GroupPolicy] = {}
    for file in files:
        policy = await _in_force(file, work, now)
        for group in policy.groups:
            groups[group_id(policy.community.key, group.key)] = policy.for_group(group.key)
    for key, holds in groups.items():
        if holds.group.telegram is not None:
            await work.groups.declare(key, PlatformName.TELEGRAM, NativeId(str(holds.group.telegram)))
        if holds.group.matrix is not None:
            await work.groups.declare(key, PlatformName.MATRIX, NativeId(holds.group.matrix))
    return Policies(groups, owners, platforms)


async def chats_of(policies: Policies, platform: PlatformName, work: Transaction) -> frozenset[NativeId]:
    """Where the groups live there now: one may have moved since its policy was written."""
    found = [await work.groups.address(group, platform) for group in policies.groups()]
    return frozenset(chat for chat in found if chat is not None)


async def _in_force(file: PolicyFile, work: Transaction, now: datetime) -> Policy:
    policy = file.policy
    community = CommunityKey(policy.community.key)
    last = await work.policies_read.last(community)
    holding = await work.policies_read.in_force(community)
    if last is not None and holding is not None and last.fingerprint == policy.fingerprint:
        return policy if last.in_force else _from_record(holding, policy)
    older = _is_older(policy, holding)
    await work.policies_read.record(
        PolicyRead(
            community=community,
            version=policy.policy.version,
            fingerprint=policy.fingerprint,
            source=file.source,
            read_at=now,
            in_force=not older,
        )
    )
    if older and holding is not None:
        _log.warning(
            "The policy file is older than the policy in force, which stays. Raise its version to replace it.",
            community=community,
            file=policy.policy.version,
            in_force=holding.version,
        )
        return _from_record(holding, policy)
    return policy


async def in_force_after_a_start(file: PolicyFile, work: Transaction) -> Policy:
    """What would hold if the program were started now; another than the file's where that is older. Changes nothing.

    Raises `Stop` where it cannot be read.
    """
    holding = await work.policies_read.in_force(CommunityKey(file.policy.community.key))
    return (
        _from_record(holding, file.policy) if holding is not None and _is_older(file.policy, holding) else file.policy
    )


def _is_older(file: Policy, holding: PolicyRead | None) -> bool:
    return holding is not None and _order(file.policy.version) < _order(holding.version)


def _from_record(holding: PolicyRead, file: Policy) -> Policy:
    try:
        return read_policy(holding.source, name=f"policy {holding.version} as it was read before")
    except PolicyRefused as refusal:
        raise Stop(
            f"The policy in force ({holding.version}) cannot be read by this release: {refusal.problems[0]}\n"
            f"Raise the version of the policy file ({file.policy.version}) above it to replace it."
        ) from None


def _order(version: str) -> tuple[tuple[int, int | str], ...]:
    """Versions compare part by part, figures as numbers: 1.9 comes before 1.10."""
    parts = re.findall(r"\d+|[^\W\d_]+", version)
    return tuple((1, int(part)) if part.isdecimal() else (0, part) for part in parts)

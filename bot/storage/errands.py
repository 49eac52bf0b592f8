"""The outbox as it is on disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

import structlog
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effects import (
    AcknowledgePress,
    Admit,
    Effect,
    GroupEffect,
    Look,
    MakeLink,
    Mute,
    Remove,
    RevokeLink,
    Say,
    TurnAway,
    Unmute,
    lane,
)
from bot.core.ids import AccountId, EffectId, NativeId, PlatformName
from bot.core.ports import Errand, LoadedErrand
from bot.storage import effect_text
from bot.storage.groups import StoredGroups
from bot.storage.secrets import Unsealable, Vault
from bot.storage.tables import accounts, errands, prompts

_log = structlog.get_logger(__name__)

_WANTED, _PARKED, _ASIDE = "wanted", "parked", "aside"

_QUEUED = (errands.c.id, errands.c.platform, errands.c.lane, errands.c.urgency, errands.c.due)
_WAITING = select(*_QUEUED).where(errands.c.state == _WANTED).order_by(errands.c.id)
_ADD = insert(errands).returning(errands.c.id, sort_by_parameter_order=True)
_PLATFORMS = select(accounts.c.id, accounts.c.platform).where(accounts.c.id.in_(bindparam("numbers", expanding=True)))
_LOAD = (
    select(
        errands.c.effect,
        errands.c.platform,
        errands.c.attempts,
        errands.c.asked_at,
        accounts.c.native,
        accounts.c.language,
        accounts.c.chosen_language,
        accounts.c.reachable,
        prompts.c.open.label("prompt_is_open"),
    )
    .outerjoin_from(errands, accounts, accounts.c.id == errands.c.account)
    .outerjoin(prompts, prompts.c.id == errands.c.prompt)
    .where(errands.c.id == bindparam("errand"))
)
_THIS_ONE = errands.c.id == bindparam("errand")
_DONE = delete(errands).where(_THIS_ONE)
_PUT_OFF = update(errands).where(_THIS_ONE).values(due=bindparam("at"), attempts=errands.c.attempts + 1)
_PARK = update(errands).where(_THIS_ONE).values(state=_PARKED)
_SET_ASIDE = update(errands).where(_THIS_ONE).values(state=_ASIDE, words=bindparam("sealed_words"))
_FORGET = delete(errands).where(errands.c.state != _WANTED, errands.c.asked_at < bindparam("before"))
_RELEASE = (
    update(errands)
    .where(errands.c.account == bindparam("of_account"), errands.c.state == _PARKED)
    .values(state=_WANTED)
    .returning(*_QUEUED)
)


_IN_A_GROUP = (Admit, TurnAway, MakeLink, RevokeLink, Remove, Look, Mute, Unmute, *get_args(GroupEffect))


class _Unaddressed(Exception):  # noqa: N818
    """The group has no chat on this platform any more."""


class StoredErrands:
    def __init__(self, connection: AsyncConnection, vault: Vault, groups: StoredGroups) -> None:
        self._connection = connection
        self._vault = vault
        self._groups = groups
        self.wanted: list[Errand] = []

    async def add(self, effects: Sequence[Effect], now: datetime) -> None:
        """Raises KeyError if an effect is for an account that does not exist."""
        if not effects:
            return
        platforms = await self._platforms(effects)
        rows = [self._columns(effect, platforms, now) for effect in effects]
        numbers = (await self._connection.execute(_ADD, rows)).scalars().all()
        for number, row in zip(numbers, rows, strict=True):
            self.wanted.append(
                Errand(EffectId(number), PlatformName(row["platform"]), row["lane"], row["urgency"], now)
            )

    async def waiting(self) -> Sequence[Errand]:
        return [_errand(row) for row in await self._connection.execute(_WAITING)]

    async def load(self, errand: EffectId) -> LoadedErrand | None:
        """What this release cannot read, or can send nowhere, is set aside and answered as None."""
        row = (await self._connection.execute(_LOAD, {"errand": errand})).one_or_none()
        if row is None:
            return None
        try:
            return await self._loaded(row)
        except (effect_text.UnknownEffect, Unsealable, _Unaddressed) as reason:
            _log.warning("errand set aside", errand=errand, reason=type(reason).__name__)
            await self.set_aside(errand, (type(reason).__doc__ or "").partition("\n")[0])
            return None

    async def done(self, errand: EffectId) -> None:
        await self._connection.execute(_DONE, {"errand": errand})

    async def put_off(self, errand: EffectId, due: datetime) -> None:
        await self._connection.execute(_PUT_OFF, {"errand": errand, "at": due})

    async def park(self, errand: EffectId) -> None:
        await self._connection.execute(_PARK, {"errand": errand})

    async def set_aside(self, errand: EffectId, words: str) -> None:
        sealed = self._vault.seal("errands.words", words)
        await self._connection.execute(_SET_ASIDE, {"errand": errand, "sealed_words": sealed})

    async def forget(self, before: datetime) -> int:
        return (await self._connection.execute(_FORGET, {"before": before})).rowcount

    async def release(self, account: AccountId) -> None:
        """What was parked for this account is wanted again, in the old order."""
        rows = (await self._connection.execute(_RELEASE, {"of_account": account})).all()
        self.wanted += sorted((_errand(row) for row in rows), key=lambda errand: errand.id)

    async def _platforms(self, effects: Sequence[Effect]) -> dict[int, str]:
        numbers = sorted({effect.to for effect in effects if not isinstance(effect, GroupEffect)})
        if not numbers:
            return {}
        rows = await self._connection.execute(_PLATFORMS, {"numbers": numbers})
        return {row.id: row.platform for row in rows}

    def _columns(self, effect: Effect, platforms: dict[int, str], now: datetime) -> dict[str, Any]:
        account = None if isinstance(effect, GroupEffect) else effect.to
        return {
            "platform": effect.platform.value if isinstance(effect, GroupEffect) else platforms[effect.to],
            "account": account,
            "prompt": effect.prompt if isinstance(effect, Say) else None,
            "lane": self._lane(effect),
            "urgency": int(effect.urgency),
            "kind": type(effect).__name__,
            "effect": self._vault.seal("errands.effect", effect_text.write(effect)),
            "state": _WANTED,
            "asked_at": now,
            "due": now,
            "attempts": 0,
        }

    def _lane(self, effect: Effect) -> str:
        """A press is the platform's id of it, and Telegram's have the user's in them: a hash will do as well."""
        if isinstance(effect, AcknowledgePress):
            return f"press:{self._vault.lookup('errands.press', effect.press).hex()}"
        return lane(effect)

    async def _loaded(self, row: Any) -> LoadedErrand:
        effect = effect_text.read(self._vault.open("errands.effect", row.effect))
        chat, user = await self._address(effect, row)
        return LoadedErrand(
            effect=effect,
            chat=chat,
            user=user,
            language=row.chosen_language or row.language or "",
            attempts=row.attempts,
            asked_at=row.asked_at,
            stale=isinstance(effect, Say) and effect.prompt is not None and not row.prompt_is_open,
            reachable=row.reachable is not False,
        )

    async def _address(self, effect: Effect, row: Any) -> tuple[NativeId, NativeId | None]:
        """A person's private chat is called as they are; where a group is concerned, its chat and the person apart."""
        user = None if row.native is None else NativeId(self._vault.open("accounts.native", row.native))
        if isinstance(effect, _IN_A_GROUP):
            chat = await self._groups.address(effect.group, PlatformName(row.platform))
            if chat is None:
                raise _Unaddressed
            return chat, user
        if user is None:
            raise _Unaddressed
        return user, None


def _errand(row: Any) -> Errand:
    return Errand(EffectId(row.id), PlatformName(row.platform), row.lane, row.urgency, row.due)

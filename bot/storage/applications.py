"""Applications: the answers, the link and the day until which somebody is eligible are sealed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ids import AccountId, ApplicationId, CommunityKey, GroupId, PersonId, community_of
from bot.core.membership.application import Answer, Application, Came, Standing
from bot.storage.secrets import Vault
from bot.storage.tables import applications

_PLACE = "applications.particulars"
_OVER = [standing.value for standing in Standing if standing.is_over]
_RUNS_OUT = [standing.value for standing in Standing if not standing.is_over]

_ALL = select(applications)
_BY_ID = _ALL.where(applications.c.id == bindparam("application"))
_STANDING = (
    _ALL.where(applications.c.person == bindparam("person"), applications.c.standing == bindparam("standing"))
    .order_by(applications.c.id)
    .limit(1)
)
_NEWEST = (
    _ALL.where(applications.c.account == bindparam("account"), applications.c.group_id == bindparam("group"))
    .order_by(applications.c.id.desc())
    .limit(1)
)
_ALL_FOR = _ALL.where(
    applications.c.person == bindparam("person"), applications.c.group_id == bindparam("group")
).order_by(applications.c.id)
_EXPIRED = (
    _ALL.where(applications.c.expires_at <= bindparam("now"), applications.c.standing.in_(_RUNS_OUT))
    .order_by(applications.c.expires_at, applications.c.id)
    .limit(bindparam("most"))
)
_ACCEPTED_IN = _ALL.where(
    applications.c.group_id == bindparam("group"), applications.c.standing == Standing.ACCEPTED.value
).order_by(applications.c.id)
_UNDECIDED = _ALL.where(applications.c.person == bindparam("person"), applications.c.standing.not_in(_OVER)).order_by(
    applications.c.id
)
_HELD_IN = _ALL.where(
    applications.c.group_id == bindparam("group"), applications.c.standing == Standing.HELD.value
).order_by(applications.c.id)
_TO_BRING_UP = (
    _ALL.where(applications.c.bring_up_at <= bindparam("now"), applications.c.standing == Standing.HELD.value)
    .order_by(applications.c.bring_up_at, applications.c.id)
    .limit(bindparam("most"))
)
_WAITING_FOR_GUARDIAN = _ALL.where(
    applications.c.group_id == bindparam("group"), applications.c.standing == Standing.GUARDIAN.value
).order_by(applications.c.id)
_ADD = insert(applications).returning(applications.c.id)
_SAVE = update(applications).where(applications.c.id == bindparam("application"))
_FORGET = delete(applications).where(
    applications.c.community == bindparam("of_community"),
    applications.c.ended_at < bindparam("before"),
    applications.c.standing.in_(_OVER),
)


@dataclass(frozen=True, slots=True)
class _Particulars:
    answers: tuple[Answer, ...]
    link: str
    eligible_until: date | None
    review: tuple[str, ...] = ()
    held_at: datetime | None = None
    decided_by: AccountId | None = None
    decided_at: datetime | None = None
    request: str = ""


_PARTICULARS = TypeAdapter(_Particulars)


class StoredApplications:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def get(self, application: ApplicationId) -> Application:
        found = await self._one(_BY_ID, application=application)
        if found is None:
            raise KeyError(application)
        return found

    async def in_front(self, person: PersonId) -> Application | None:
        return await self._one(_STANDING, person=person, standing=Standing.OPEN.value)

    async def waiting(self, person: PersonId) -> Application | None:
        return await self._one(_STANDING, person=person, standing=Standing.WAITING.value)

    async def accepted(self, person: PersonId) -> Application | None:
        return await self._one(_STANDING, person=person, standing=Standing.ACCEPTED.value)

    async def accepted_in(self, group: GroupId) -> Sequence[Application]:
        rows = await self._connection.execute(_ACCEPTED_IN, {"group": group})
        return [self._application(row) for row in rows]

    async def undecided(self, person: PersonId) -> Sequence[Application]:
        rows = await self._connection.execute(_UNDECIDED, {"person": person})
        return [self._application(row) for row in rows]

    async def held_in(self, group: GroupId) -> Sequence[Application]:
        rows = await self._connection.execute(_HELD_IN, {"group": group})
        return [self._application(row) for row in rows]

    async def held(self, person: PersonId) -> Application | None:
        return await self._one(_STANDING, person=person, standing=Standing.HELD.value)

    async def to_bring_up(self, now: datetime, most: int) -> Sequence[Application]:
        rows = await self._connection.execute(_TO_BRING_UP, {"now": now, "most": most})
        return [self._application(row) for row in rows]

    async def waiting_for_guardian(self, group: GroupId) -> Sequence[Application]:
        rows = await self._connection.execute(_WAITING_FOR_GUARDIAN, {"group": group})
        return [self._application(row) for row in rows]

    async def newest(self, account: AccountId, group: GroupId) -> Application | None:
        return await self._one(_NEWEST, account=account, group=group)

    async def all_for(self, person: PersonId, group: GroupId) -> Sequence[Application]:
        rows = await self._connection.execute(_ALL_FOR, {"person": person, "group": group})
        return [self._application(row) for row in rows]

    async def add(self, application: Application) -> Application:
        number = (await self._connection.execute(_ADD, self._columns(application))).scalar_one()
        return replace(application, id=ApplicationId(number))

    async def save(self, application: Application) -> None:
        """Raises KeyError if there is no such application."""
        change = _SAVE.values(self._columns(application))
        if (await self._connection.execute(change, {"application": application.id})).rowcount == 0:
            raise KeyError(application.id)

    async def expired(self, now: datetime, most: int) -> Sequence[Application]:
        rows = await self._connection.execute(_EXPIRED, {"now": now, "most": most})
        return [self._application(row) for row in rows]

    async def forget(self, ended_before: datetime, community: CommunityKey) -> int:
        result = await self._connection.execute(_FORGET, {"of_community": community, "before": ended_before})
        return result.rowcount

    async def _one(self, question: Any, **values: object) -> Application | None:
        row = (await self._connection.execute(question, values)).one_or_none()
        return None if row is None else self._application(row)

    def _columns(self, application: Application) -> dict[str, object]:
        return {
            "person": application.person,
            "account": application.account,
            "community": community_of(application.group),
            "group_id": application.group,
            "came": application.came.value,
            "standing": application.standing.value,
            "requested": application.requested,
            "particulars": self._vault.seal(_PLACE, _particulars(application)),
            "started_at": application.started_at,
            "ended_at": application.ended_at,
            "expires_at": application.expires_at,
            "bring_up_at": application.bring_up_at,
        }

    def _application(self, row: Any) -> Application:
        particulars = _PARTICULARS.validate_json(self._vault.open(_PLACE, row.particulars))
        return Application(
            id=ApplicationId(row.id),
            person=PersonId(row.person),
            account=AccountId(row.account),
            group=GroupId(row.group_id),
            came=Came(row.came),
            standing=Standing(row.standing),
            answers=particulars.answers,
            started_at=row.started_at,
            ended_at=row.ended_at,
            expires_at=row.expires_at,
            requested=row.requested,
            link=particulars.link,
            eligible_until=particulars.eligible_until,
            review=particulars.review,
            held_at=particulars.held_at,
            bring_up_at=row.bring_up_at,
            decided_by=particulars.decided_by,
            decided_at=particulars.decided_at,
            request=particulars.request,
        )


def _particulars(application: Application) -> str:
    particulars = _Particulars(
        answers=application.answers,
        link=application.link,
        eligible_until=application.eligible_until,
        review=application.review,
        held_at=application.held_at,
        decided_by=application.decided_by,
        decided_at=application.decided_at,
        request=application.request,
    )
    return _PARTICULARS.dump_json(particulars).decode()

"""Whether the tables are those that this release works on. Read without Alembic, which only `migrate` needs."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select, text

from bot.core.errors import Stop
from bot.storage.tables import layout

REVISION = 12
"""The number of the newest migration in `migrations/versions`: the layout for which this release was written."""

VERSION_TABLE = "alembic_version"


def ensure_fitting(connection: Connection) -> None:
    """Raises `Stop` if the tables are older than this release, or too new for it.

    Newer tables are fine where they were marked to be so: the previous release still runs while, and after, the next
    one migrates.
    """
    there = revision_of(connection)
    if there < REVISION:
        raise Stop("The database has not been brought up to date for this release. Run: python -m bot migrate")
    if there > REVISION:
        oldest = connection.execute(select(layout.c.oldest)).scalar_one()
        if oldest > REVISION:
            raise Stop(
                "The database was brought up to date by a newer Hallkeeper, and this one does not understand it. "
                "Run the newer release, or restore the backup that was made before."
            )


def revision_of(connection: Connection) -> int:
    """The number of the newest migration that was applied; 0 for a database without our tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return 0
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608
    return int(found or 0)

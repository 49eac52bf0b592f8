"""Runs the migrations on the connection that `bot.storage.migrate` hands over, inside its transaction."""

from alembic import context

from bot.storage.layout import VERSION_TABLE
from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()

"""The first tables: people and their ways into groups, the outbox, deliveries, policies, keys."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger
SEALED = sa.LargeBinary
LOOKUP = sa.LargeBinary

TABLES_LAST_FIRST = (
    "told",
    *("layout", "leader", "keys", "policies_read", "undecided", "deliveries", "errands", "group_chats"),
    *("members", "consents", "refusals", "prompt_tokens", "prompts", "applications", "accounts", "people"),
)


def upgrade() -> None:
    create_people()
    create_applications()
    create_memories()
    create_outbox()
    create_house()
    op.execute("INSERT INTO leader (id, epoch) VALUES (1, 0)")
    op.execute("INSERT INTO layout (id, oldest) VALUES (1, 1)")


def downgrade() -> None:
    for table in TABLES_LAST_FIRST:
        op.drop_table(table)


def column(name: str, kind: sa.types.TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def reference(
    name: str, table: str, target: str, *, nullable: bool = False, ondelete: str | None = None
) -> sa.Column[Any]:
    constraint = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}", ondelete=ondelete)
    return sa.Column(name, NUMBER, constraint, nullable=nullable)


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def unique(table: str, name: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(name, name=f"uq_{table}_{name}")


def create(table: str, *parts: sa.schema.SchemaItem) -> None:
    """A table whose rows are numbered, no number being given twice."""
    op.create_table(
        table, sa.Column("id", NUMBER, nullable=False), *parts, primary_key(table, "id"), sqlite_autoincrement=True
    )


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def create_people() -> None:
    create("people", column("met_at", INSTANT()))
    create(
        "accounts",
        reference("person", "accounts", "people"),
        column("platform", sa.Text()),
        column("who", LOOKUP()),
        column("native", SEALED()),
        column("name", SEALED()),
        column("username", SEALED()),
        column("language", sa.Text()),
        column("reachable", sa.Boolean()),
        unique("accounts", "who"),
    )
    index("accounts", "person")


def create_applications() -> None:
    create(
        "applications",
        reference("person", "applications", "people"),
        reference("account", "applications", "accounts"),
        column("community", sa.Text()),
        column("group_id", sa.Text()),
        column("came", sa.Text()),
        column("standing", sa.Text()),
        column("requested", sa.Boolean()),
        column("particulars", SEALED()),
        column("started_at", INSTANT()),
        column("ended_at", INSTANT(), nullable=True),
        column("expires_at", INSTANT(), nullable=True),
    )
    index("applications", "account")
    index("applications", "person", "group_id")
    index("applications", "community", "ended_at")
    index("applications", "expires_at")
    create(
        "prompts",
        reference("account", "prompts", "accounts"),
        reference("application", "prompts", "applications", ondelete="CASCADE"),
        column("step", SEALED()),
        column("options", SEALED()),
        column("open", sa.Boolean()),
    )
    index("prompts", "account")
    index("prompts", "application")
    op.create_table(
        "prompt_tokens",
        column("token", LOOKUP()),
        reference("prompt", "prompt_tokens", "prompts", ondelete="CASCADE"),
        primary_key("prompt_tokens", "token"),
    )
    index("prompt_tokens", "prompt")


def create_memories() -> None:
    create(
        "refusals",
        column("who", LOOKUP()),
        column("community", sa.Text()),
        column("step", SEALED()),
        column("refused_at", INSTANT()),
    )
    index("refusals", "who", "community")
    create(
        "consents",
        reference("person", "consents", "people"),
        column("group_id", sa.Text()),
        column("key", sa.Text()),
        column("statement", SEALED()),
        column("language", sa.Text()),
        column("policy_version", sa.Text()),
        column("platform", sa.Text()),
        column("given_at", INSTANT()),
    )
    index("consents", "person")
    op.create_table(
        "members",
        column("group_id", sa.Text()),
        reference("account", "members", "accounts"),
        column("since", INSTANT()),
        primary_key("members", "group_id", "account"),
        sqlite_with_rowid=False,
    )
    index("members", "account")
    op.create_table(
        "group_chats",
        column("group_id", sa.Text()),
        column("platform", sa.Text()),
        column("chat", LOOKUP()),
        column("native", SEALED()),
        column("declared", LOOKUP()),
        column("present", sa.Boolean()),
        column("rights", sa.Text()),
        primary_key("group_chats", "group_id", "platform"),
        unique("group_chats", "chat"),
    )


def create_outbox() -> None:
    create(
        "errands",
        column("platform", sa.Text()),
        reference("account", "errands", "accounts", nullable=True),
        column("prompt", NUMBER, nullable=True),
        column("lane", sa.Text()),
        column("urgency", sa.Integer()),
        column("kind", sa.Text()),
        column("effect", SEALED()),
        column("state", sa.Text()),
        column("asked_at", INSTANT()),
        column("due", INSTANT()),
        column("attempts", sa.Integer()),
        column("words", SEALED(), nullable=True),
    )
    index("errands", "account")


def create_house() -> None:
    op.create_table(
        "deliveries",
        column("platform", sa.Text()),
        column("delivery", sa.Text()),
        column("decided_at", INSTANT()),
        primary_key("deliveries", "platform", "delivery"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told",
        column("what", sa.Text()),
        column("at", INSTANT()),
        primary_key("told", "what"),
    )
    create(
        "undecided",
        column("platform", sa.Text()),
        column("delivery", sa.Text()),
        column("raw", SEALED()),
        column("why", SEALED()),
        column("set_aside_at", INSTANT()),
    )
    create(
        "policies_read",
        column("community", sa.Text()),
        column("version", sa.Text()),
        column("fingerprint", sa.Text()),
        column("source", SEALED()),
        column("read_at", INSTANT()),
        column("in_force", sa.Boolean()),
    )
    index("policies_read", "community")
    for table, key, value in (
        ("keys", "number", column("wrapped", sa.LargeBinary())),
        ("leader", "id", column("epoch", sa.BigInteger())),
        ("layout", "id", column("oldest", sa.Integer())),
    ):
        number = sa.Column(key, sa.Integer(), autoincrement=False, nullable=False)
        op.create_table(table, number, value, primary_key(table, key))

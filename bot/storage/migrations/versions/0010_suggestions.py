"""Whom members suggest, and the ways in that were made for them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", NUMBER, nullable=False),
        account("account", nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary()),
        account("bound", nullable=True),
        account("decided_by", nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("token", name="uq_suggestions_token"),
        sqlite_autoincrement=True,
    )
    for column in ("account", "bound", "decided_by", "ends_at"):
        op.create_index(f"ix_suggestions_{column}", "suggestions", [column])
    op.create_index("ix_suggestions_group_id_stage", "suggestions", ["group_id", "stage"])


def downgrade() -> None:
    op.drop_table("suggestions")


def account(name: str, *, nullable: bool) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey("accounts.id", name=f"fk_suggestions_{name}"), nullable=nullable)

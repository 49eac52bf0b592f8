"""Which groups are closed and how they were open, and what people in charge have said about them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("had", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "platform", name="pk_closings"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_orders",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("locks", sa.Boolean(), nullable=False),
        sa.Column("account", NUMBER, sa.ForeignKey("accounts.id", name="fk_group_orders_account"), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_group_orders"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_group_orders_account", "group_orders", ["account"])
    op.create_index("ix_group_orders_group_id", "group_orders", ["group_id"])
    op.create_index("ix_group_orders_until", "group_orders", ["until"])


def downgrade() -> None:
    op.drop_table("group_orders")
    op.drop_table("closings")

"""Which rights the bot lacks in which group, and what of it people have been told."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shortcomings",
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("lacking", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "platform", "what", name="pk_shortcomings"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("shortcomings")

"""Where to go on from, for a platform that leaves it to us to remember."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "positions",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", name="pk_positions"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("positions")

"""What a platform's encryption has to remember: keys, sessions, other people's devices."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_records",
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_key_records"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("key_records")

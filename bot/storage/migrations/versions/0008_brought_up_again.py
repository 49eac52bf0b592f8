"""When those who decide are to hear of an application again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("applications", sa.Column("bring_up_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_applications_bring_up_at", "applications", ["bring_up_at"])
    op.execute("UPDATE applications SET bring_up_at = started_at WHERE standing = 'held'")


def downgrade() -> None:
    op.drop_index("ix_applications_bring_up_at", "applications")
    op.drop_column("applications", "bring_up_at")

"""The language that somebody has chosen, which goes before what their platform says."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("chosen_language", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("accounts", "chosen_language")

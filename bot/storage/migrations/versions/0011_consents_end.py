"""When a consent ended, and what people were told when they came in."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("consents", sa.Column("ended_at", sa.BigInteger()))
    op.create_index("ix_consents_ended_at", "consents", ["ended_at"])
    op.create_table(
        "tellings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person", NUMBER, sa.ForeignKey("people.id", name="fk_tellings_person"), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tellings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tellings_person", "tellings", ["person"])


def downgrade() -> None:
    op.drop_table("tellings")
    op.drop_index("ix_consents_ended_at", "consents")
    op.drop_column("consents", "ended_at")

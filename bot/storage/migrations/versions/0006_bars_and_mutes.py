"""Who may not come in, and who cannot post for now."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bars",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("on_platform", sa.Boolean(), nullable=False),
        sa.Column("particulars", sa.LargeBinary(), nullable=False),
        sa.Column("barred_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_bars"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bars_who_place", "bars", ["who", "place"])
    op.create_table(
        "mutes",
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("account", NUMBER, sa.ForeignKey("accounts.id", name="fk_mutes_account"), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("had", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("group_id", "account", name="pk_mutes"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mutes_account", "mutes", ["account"])


def downgrade() -> None:
    op.drop_table("mutes")
    op.drop_table("bars")

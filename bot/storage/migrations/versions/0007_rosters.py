"""Who belongs to a community or to one of its groups, and lists that wait for a yes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "roster_entries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("particulars", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.LargeBinary()),
        sa.Column("username", sa.LargeBinary()),
        sa.Column("matrix", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_roster_entries"),
        sqlite_autoincrement=True,
    )
    for column in ("roster", "account", "username", "matrix"):
        op.create_index(f"ix_roster_entries_{column}", "roster_entries", [column])
    account = sa.ForeignKey("accounts.id", name="fk_roster_drafts_account")
    op.create_table(
        "roster_drafts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("account", NUMBER, account, nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("particulars", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roster_drafts"),
        sa.UniqueConstraint("account", name="uq_roster_drafts_account"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("roster_drafts")
    op.drop_table("roster_entries")

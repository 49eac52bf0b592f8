"""What people were offered outside of the quiz: buttons that say a command."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("account", NUMBER, sa.ForeignKey("accounts.id", name="fk_offers_account"), nullable=False),
        sa.Column("awaits", sa.LargeBinary(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_offers_account_open", "offers", ["account", "open"])
    op.create_index("ix_offers_made_at", "offers", ["made_at"])
    offer = sa.ForeignKey("offers.id", name="fk_offer_buttons_offer", ondelete="CASCADE")
    op.create_table(
        "offer_buttons",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("offer", NUMBER, offer, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("button", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_offer_buttons"),
    )
    op.create_index("ix_offer_buttons_offer", "offer_buttons", ["offer"])


def downgrade() -> None:
    op.drop_table("offer_buttons")
    op.drop_table("offers")

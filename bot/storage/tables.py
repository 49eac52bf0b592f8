"""The tables.

Columns of type `Sealed` hold encrypted text, those of type `Lookup` a keyed hash by which something personal is found
again. Our own numbers, states, times and the keys of the policy file stand in the clear. Numbers are never given
twice, not even after a row is gone: they travel in effects, and a platform may know an errand by its number.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from bot.storage.instants import Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Number = BigInteger().with_variant(Integer, "sqlite")
Sealed = LargeBinary
Lookup = LargeBinary


def _numbered(name: str, *parts: Column[object] | Index) -> Table:
    return Table(name, metadata, Column("id", Number, primary_key=True), *parts, sqlite_autoincrement=True)


people = _numbered("people", Column("met_at", Instant, nullable=False))

accounts = _numbered(
    "accounts",
    Column("person", Number, ForeignKey("people.id"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("who", Lookup, nullable=False, unique=True),
    Column("native", Sealed, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("username", Sealed, nullable=False),
    Column("language", Text, nullable=False),  # as the platform says
    Column("reachable", Boolean, nullable=False),
    Column("chosen_language", Text, nullable=False, server_default=""),
)

applications = _numbered(
    "applications",
    Column("person", Number, ForeignKey("people.id"), nullable=False),
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("community", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("came", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("requested", Boolean, nullable=False),
    Column("particulars", Sealed, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("expires_at", Instant),
    Column("bring_up_at", Instant),
    Index(None, "person", "group_id"),
    Index(None, "community", "ended_at"),
    Index(None, "expires_at"),
    Index(None, "bring_up_at"),
)

prompts = _numbered(
    "prompts",
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("application", Number, ForeignKey("applications.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step", Sealed, nullable=False),
    Column("options", Sealed, nullable=False),
    Column("open", Boolean, nullable=False),
)

prompt_tokens = Table(
    "prompt_tokens",
    metadata,
    Column("token", Lookup, primary_key=True),
    Column("prompt", Number, ForeignKey("prompts.id", ondelete="CASCADE"), nullable=False, index=True),
)

offers = _numbered(
    "offers",
    Column("account", Number, ForeignKey("accounts.id"), nullable=False),
    Column("awaits", Sealed, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index(None, "account", "open"),
    Index(None, "made_at"),
)

offer_buttons = Table(
    "offer_buttons",
    metadata,
    Column("token", Lookup, primary_key=True),
    Column("offer", Number, ForeignKey("offers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("place", Integer, nullable=False),  # in the order of the message
    Column("button", Sealed, nullable=False),
)

roster_entries = _numbered(
    "roster_entries",
    Column("roster", Text, nullable=False, index=True),
    Column("particulars", Sealed, nullable=False),
    Column("account", Lookup, index=True),  # the Telegram account, as far as its number is known
    Column("username", Lookup, index=True),  # only until then
    Column("matrix", Lookup, index=True),
)

roster_drafts = _numbered(
    "roster_drafts",
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, unique=True),
    Column("roster", Text, nullable=False),
    Column("particulars", Sealed, nullable=False),
    Column("made_at", Instant, nullable=False),
)

suggestions = _numbered(
    "suggestions",
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("group_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("words", Sealed, nullable=False),
    Column("token", Lookup, unique=True),
    Column("bound", Number, ForeignKey("accounts.id"), index=True),
    Column("decided_by", Number, ForeignKey("accounts.id"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index(None, "group_id", "stage"),
    Index(None, "ends_at"),
)

refusals = _numbered(
    "refusals",
    Column("who", Lookup, nullable=False),
    Column("community", Text, nullable=False),
    Column("step", Sealed, nullable=False),
    Column("refused_at", Instant, nullable=False),
    Index(None, "who", "community"),
)

bars = _numbered(
    "bars",
    Column("who", Lookup, nullable=False),
    Column("place", Text, nullable=False),  # a community's key, or a group's
    Column("on_platform", Boolean, nullable=False),
    Column("particulars", Sealed, nullable=False),
    Column("barred_at", Instant, nullable=False),
    Column("until", Instant),
    Index(None, "who", "place"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("account", Number, ForeignKey("accounts.id"), primary_key=True, index=True),
    Column("reasons", Text, nullable=False),
    Column("had", Sealed),
    sqlite_with_rowid=False,
)

consents = _numbered(
    "consents",
    Column("person", Number, ForeignKey("people.id"), nullable=False, index=True),
    Column("group_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("statement", Sealed, nullable=False),
    Column("language", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "ended_at"),
)

tellings = _numbered(
    "tellings",
    Column("person", Number, ForeignKey("people.id"), nullable=False, index=True),
    Column("group_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("text", Sealed, nullable=False),
    Column("language", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("account", Number, ForeignKey("accounts.id"), primary_key=True, index=True),
    Column("since", Instant, nullable=False),
    sqlite_with_rowid=False,
)

group_chats = Table(
    "group_chats",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("chat", Lookup, nullable=False, unique=True),
    Column("native", Sealed, nullable=False),
    Column("declared", Lookup, nullable=False),  # the chat as the policy file named it when it was last read
    Column("present", Boolean, nullable=False),
    Column("rights", Text, nullable=False),
)

shortcomings = Table(
    "shortcomings",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("what", Text, primary_key=True),  # the right that is missing, or was when people were last told
    Column("called", Text, nullable=False),
    Column("lacking", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),  # whether people know it to be missing
    sqlite_with_rowid=False,
)

closings = Table(
    "closings",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("had", Text, nullable=False),  # what all members could do, in the platform's words, which name nobody
    Column("done", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

group_orders = _numbered(
    "group_orders",
    Column("group_id", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("locks", Boolean, nullable=False),
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("given_at", Instant, nullable=False),
    Column("until", Instant, index=True),
)

errands = _numbered(
    "errands",
    Column("platform", Text, nullable=False),
    Column("account", Number, ForeignKey("accounts.id"), index=True),
    Column("prompt", Number),
    Column("lane", Text, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("effect", Sealed, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("words", Sealed),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("delivery", Text, primary_key=True),
    Column("decided_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

positions = Table(
    "positions",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("token", Text, nullable=False),  # a platform's own word for a moment; it tells nothing of anybody
    sqlite_with_rowid=False,
)

told = Table(
    "told",
    metadata,
    Column("what", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)

undecided = _numbered(
    "undecided",
    Column("platform", Text, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("raw", Sealed, nullable=False),
    Column("why", Sealed, nullable=False),
    Column("set_aside_at", Instant, nullable=False),
)

policies_read = _numbered(
    "policies_read",
    Column("community", Text, nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("source", Sealed, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("in_force", Boolean, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
)

key_records = Table(
    "key_records",
    metadata,
    Column("owner", Lookup, primary_key=True),
    Column("name", Lookup, primary_key=True),
    Column("record", Sealed, nullable=False),
    sqlite_with_rowid=False,
)

leader = Table(
    "leader",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", BigInteger, nullable=False),
)

layout = Table(
    "layout",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("oldest", Integer, nullable=False),  # the oldest release's revision that may still work on these tables
)

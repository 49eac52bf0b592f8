"""Person: everything that a human being does with their own client."""

from __future__ import annotations

from bot.sandbox.bot_api.client_joining import Joining
from bot.sandbox.bot_api.client_pressing import Pressing
from bot.sandbox.bot_api.client_ruling import Ruling
from bot.sandbox.bot_api.client_topics import Discussing
from bot.sandbox.bot_api.client_writing import Writing


class Person(Writing, Pressing, Joining, Ruling, Discussing):
    """A human being with an account and a client of their own."""

"""What setWebhook has set, and how delivery went."""

from __future__ import annotations

from dataclasses import dataclass

USUAL_CONNECTIONS = 40


@dataclass(slots=True)
class Webhook:
    """`url` empty: no webhook. `last_error_date` is a unix second."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = USUAL_CONNECTIONS
    last_error_date: int | None = None
    last_error_message: str | None = None

"""How Telegram says no: to a bot, and to a person's client."""


class Refusal(Exception):  # noqa: N818 - the Bot API's own word is an answer, not an error
    """An answer with `ok` false; `description` is complete, with its prefix."""

    def __init__(
        self, code: int, description: str, *, migrate_to_chat_id: int | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.migrate_to_chat_id = migrate_to_chat_id
        self.retry_after = retry_after

    def parameters(self) -> dict[str, int]:
        named = {"migrate_to_chat_id": self.migrate_to_chat_id, "retry_after": self.retry_after}
        return {name: value for name, value in named.items() if value is not None}


class ClientTold(Exception):  # noqa: N818 - named after what happens
    """What a person's client is told instead of doing the thing: a code of Telegram's own API."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bad_request(words: str) -> Refusal:
    return Refusal(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refusal:
    return Refusal(403, f"Forbidden: {words}")


def conflict(words: str) -> Refusal:
    return Refusal(409, f"Conflict: {words}")


def not_found() -> Refusal:
    return Refusal(404, "Not Found")


def not_enough_rights(to: str) -> Refusal:
    return bad_request(f"not enough rights to {to}")


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

"""A strict emulation of Telegram's Bot API 10.0, for the sandbox page and the tests."""

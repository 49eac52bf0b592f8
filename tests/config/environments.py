"""Environments that are enough, and what is said of those that are not."""

from base64 import urlsafe_b64encode

import pytest

from config.settings import SettingsRefused, read_settings

KEY = urlsafe_b64encode(bytes(range(32))).decode()
OTHER_KEY = urlsafe_b64encode(bytes(32)).decode().rstrip("=")
TELEGRAM = {"POLICY": "policy.toml", "SECRET_KEY": KEY, "TELEGRAM_TOKEN": "123456:ABC-DEF"}
MATRIX = {
    "POLICY": "policy.toml",
    "SECRET_KEY": KEY,
    "MATRIX_HOMESERVER": "https://matrix.example.org/",
    "MATRIX_USER": "@keeper:example.org",
    "MATRIX_PASSWORD": "open sesame",
}


def refused(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsRefused) as refusal:
        read_settings(environ)
    return list(refusal.value.problems)

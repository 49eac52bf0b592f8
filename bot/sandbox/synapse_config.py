"""A homeserver's settings for playing and testing: on this machine alone, known to nobody, forgotten afterwards.

What each of them means: https://element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_UNLIMITED = {"per_second": 100_000, "burst_count": 100_000}
_LIMITS_LIFTED: dict[str, Any] = {
    **dict.fromkeys(
        ("rc_message", "rc_registration", "rc_admin_redaction", "rc_third_party_invite", "rc_reports"), _UNLIMITED
    ),
    **dict.fromkeys(("rc_room_creation", "rc_presence", "rc_delayed_event_mgmt", "rc_key_requests"), _UNLIMITED),
    "rc_registration_token_validity": _UNLIMITED,
    "rc_login": {"address": _UNLIMITED, "account": _UNLIMITED, "failed_attempts": _UNLIMITED},
    "rc_joins": {"local": _UNLIMITED, "remote": _UNLIMITED},
    "rc_joins_per_room": _UNLIMITED,
    "rc_invites": {"per_room": _UNLIMITED, "per_user": _UNLIMITED, "per_issuer": _UNLIMITED},
}


def write_config(folder: Path, *, port: int, secret: str, server_name: str, room_version: str, limits: bool) -> Path:
    """The file to start Synapse with, and beside it the key that Synapse would take a second to make."""
    _keep(folder / "signing.key", f"ed25519 a_hall {_seed()}\n")
    _keep(folder / "log.json", json.dumps(_logging(folder)))
    settings: dict[str, Any] = {
        "server_name": server_name,
        "pid_file": str(folder / "homeserver.pid"),
        "signing_key_path": str(folder / "signing.key"),
        "log_config": str(folder / "log.json"),
        "media_store_path": str(folder / "media"),
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "listeners": [_listener(port)],
        "registration_shared_secret": secret,
        "macaroon_secret_key": secret,
        "form_secret": secret,
        "report_stats": False,
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "enable_registration": False,
        "bcrypt_rounds": 4,
        "presence": {"enabled": False},
        "default_room_version": room_version,
        # or a client that starts again is given an earlier answer once more
        "caches": {"sync_response_cache_duration": "0s"},
        "experimental_features": {"msc4155_enabled": True},
        **({} if limits else _LIMITS_LIFTED),
    }
    return _keep(folder / "homeserver.yaml", json.dumps(settings))  # JSON is YAML too


def _listener(port: int) -> dict[str, Any]:
    return {
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "type": "http",
        "tls": False,
        "resources": [{"names": ["client"]}],
    }


def _logging(folder: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {"class": "logging.FileHandler", "filename": str(folder / "synapse.log"), "formatter": "plain"}
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
    }


def _keep(file: Path, content: str) -> Path:
    file.write_text(content)
    file.chmod(0o600)
    return file


def _seed() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")

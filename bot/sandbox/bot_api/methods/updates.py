"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.call import Described, RawResult
from bot.sandbox.bot_api.polling import BY_WEBHOOK, WEBHOOK_IS_ON
from bot.sandbox.bot_api.refusals import Refusal, bad_request
from bot.sandbox.bot_api.updates import BY_DEFAULT, KINDS, allowed_kinds
from bot.sandbox.bot_api.webhook_settings import USUAL_CONNECTIONS, Webhook

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call

LONGEST_POLL = 50
LONGEST_SECRET = 256
PUBLIC_PORTS = {80, 88, 443, 8443}


async def get_updates(call: Call) -> RawResult:
    params, polling = call.params, call.bot.polling
    if call.bot.webhook.url:
        raise await polling.refuse(WEBHOOK_IS_ON)
    _remember_allowed(call)
    updates = await polling.get(
        params.integer("offset"),
        params.integer("limit", 100, least=1, most=100),
        params.integer("timeout", least=0, most=LONGEST_POLL),
    )
    return RawResult(b"[" + b",".join(updates) + b"]")


def set_webhook(call: Call) -> Described:
    url = call.params.text("url")
    if not url:
        return delete_webhook(call)
    _check_address(url, public=call.world.public_server)
    secret = call.params.text("secret_token")
    _check_secret(secret)
    _remember_allowed(call)
    if call.params.flag("drop_pending_updates"):
        call.bot.inbox.drop_all()
    connections = call.params.integer("max_connections", USUAL_CONNECTIONS, least=1, most=100)
    same = call.bot.webhook.url == url and call.bot.webhook.secret_token == secret
    call.bot.webhook = Webhook(url, secret, connections)
    call.bot.polling.end(BY_WEBHOOK)
    call.world.webhook_bell.ring()
    return Described(True, "Webhook is already set" if same else "Webhook was set")  # noqa: FBT003


def delete_webhook(call: Call) -> Described:
    if call.params.flag("drop_pending_updates"):
        call.bot.inbox.drop_all()
    had_one = bool(call.bot.webhook.url)
    call.bot.webhook = Webhook()
    call.world.webhook_bell.ring()
    return Described(True, "Webhook was deleted" if had_one else "Webhook is already deleted")  # noqa: FBT003


def get_webhook_info(call: Call) -> dict[str, Any]:
    webhook, inbox = call.bot.webhook, call.bot.inbox
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": inbox.pending(),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_message:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error_message}
    if inbox.allowed != BY_DEFAULT:
        info["allowed_updates"] = [kind for kind in KINDS if kind in inbox.allowed]
    return info


def _remember_allowed(call: Call) -> None:
    """One memory for both ways; what is no list of names changes nothing."""
    try:
        wanted = call.params.array("allowed_updates", called="allowed updates")
    except Refusal:
        return
    if wanted is not None and all(isinstance(kind, str) for kind in wanted):
        call.bot.inbox.allowed = allowed_kinds(wanted)


def _check_address(url: str, *, public: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if not public:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PUBLIC_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _check_secret(secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}

"""answerCallbackQuery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.callbacks import PressAnswer
from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call

LONGEST_ANSWER = 200


def answer_callback_query(call: Call) -> bool:
    query = call.world.callback_queries.get(call.params.text("callback_query_id"))
    if query is None or query.bot is not call.bot or query.too_old:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.params.text("text")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.params.text("url") or None
    if url and not url.startswith((f"https://t.me/{call.bot.username}?", f"t.me/{call.bot.username}?")):
        raise bad_request("URL_INVALID")
    query.answer = PressAnswer(text=text, show_alert=call.params.flag("show_alert"), url=url)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}

"""`reply_markup`: inline keyboards checked button by button, other keyboards taken as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.refusals import Refusal, bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.parameters import Parameters

Json = dict[str, Any]

MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
LONGEST_CALLBACK_DATA = 64
_OTHER_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")
_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("style", "icon_custom_emoji_id")


def read_markup(params: Parameters, *, inline_only: bool = False) -> Json | None:
    """The keyboard, None without one; raises the Refusal where Telegram would."""
    markup = params.object("reply_markup", called="reply keyboard markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if inline_only or not any(name in markup for name in _OTHER_KEYBOARDS):
        raise bad_request("inline keyboard expected" if inline_only else "object expected as reply markup")
    return markup


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MOST_BUTTONS or any(len(row) > MOST_BUTTONS_IN_A_ROW for row in checked):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": checked} if checked else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _unreadable('Can\'t find field "text"' if text is None else "Button text must be non-empty")
    kinds = [name for name in _KINDS if name in button]
    if not kinds:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button and not _is_address(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return {"text": text, **{name: button[name] for name in (kinds[0], *_LOOKS) if name in button}}


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _is_address(url: str) -> bool:
    scheme, found, rest = url.partition("://")
    if found and scheme == "tg":
        return bool(rest)
    host = (rest if found else url).partition("/")[0].partition("?")[0]
    return scheme in {"http", "https", url} and "." in host.strip(".") and not any(map(str.isspace, host))


def _unreadable(why: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {why}")

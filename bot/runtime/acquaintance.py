"""Who has just been seen where, so that the next message of the same person in the same group costs next to nothing."""

from __future__ import annotations

from collections import OrderedDict

from bot.core.events import (
    Event,
    GroupMessage,
    GroupMessageEdited,
    GroupMoved,
    MemberBarred,
    MemberJoined,
    MemberLeft,
    MemberSeen,
)

_MOST = 20_000  # some 4 MB; whoever falls out is looked up once more
_COMMANDS = ("/", "!")


class Acquaintance:
    """Remembers the pairs of chat and person that the records already know."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def needs_nothing(self, event: Event) -> bool:
        """Whether it tells nothing that is not known, and asks for nothing."""
        match event:
            case GroupMessage(chat=chat, by=who, text=text):
                return who is None or (not text.lstrip().startswith(_COMMANDS) and self._knows((chat.id, who.id)))
            case GroupMessageEdited(chat=chat, by=who):
                return who is None or self._knows((chat.id, who.id))
            case MemberSeen(chat=chat, who=who):
                return self._knows((chat.id, who.id))
            case _:
                return False

    def remember(self, event: Event) -> None:
        """Once an event was decided and saved."""
        match event:
            case GroupMessage(chat=chat, by=who) | GroupMessageEdited(chat=chat, by=who) if who is not None:
                self._note((chat.id, who.id))
            case MemberSeen(chat=chat, who=who) | MemberJoined(chat=chat, who=who):
                self._note((chat.id, who.id))
            case MemberLeft(chat=chat, who=who) | MemberBarred(chat=chat, who=who):
                self._known.pop((chat.id, who.id), None)
            case GroupMoved():
                self._known.clear()
            case _:
                pass

    def _knows(self, pair: tuple[str, str]) -> bool:
        if pair not in self._known:
            return False
        self._known.move_to_end(pair)
        return True

    def _note(self, pair: tuple[str, str]) -> None:
        self._known[pair] = None
        self._known.move_to_end(pair)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

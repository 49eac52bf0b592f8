"""A chat platform in memory, as strict as the laws ask of every platform. Nothing in it waits or fails by itself."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.community.rights import NOT_THERE, GroupSight, Power, Right, WayIn
from bot.core.effects import (
    LARGEST_FILE,
    AcceptInvitation,
    AcknowledgePress,
    Admit,
    AllowKnocking,
    CannotWrite,
    CloseGroup,
    DeclineInvitation,
    Done,
    Fetched,
    FetchFile,
    FollowGroup,
    Inspect,
    Look,
    LookIn,
    MakeLink,
    Mute,
    OpenGroup,
    Outcome,
    Post,
    Refused,
    Remove,
    RemoveChoices,
    RequestGone,
    RevokeLink,
    Say,
    Seen,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.core.events import (
    Arrival,
    Batch,
    BotStanding,
    Chat,
    ChoicePressed,
    Event,
    GroupMessage,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    PrivateChatBlocked,
    PrivateFile,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    SentFile,
    User,
    Wordless,
)
from bot.core.ids import NativeId, PlatformName, Token
from bot.core.messages import Speech
from bot.core.ports import Abilities, Order, Take

TELEGRAM = PlatformName.TELEGRAM
_NOTHING = "nothing"
POSTING = frozenset({"write", "show"})


@dataclass
class Said:
    """A message of the bot, as its reader sees it."""

    id: NativeId
    speech: Speech
    choices: list[tuple[str, Token]]


@dataclass
class Room:
    """`allowed`: what somebody alone may do, where that is not all; a muted person has nothing in it.

    `all_may`: what everybody may do.
    """

    members: set[NativeId] = field(default_factory=set)
    requests: set[NativeId] = field(default_factory=set)
    posts: dict[NativeId, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    admins: set[NativeId] = field(default_factory=set)
    barred: set[NativeId] = field(default_factory=set)
    allowed: dict[NativeId, str] = field(default_factory=dict)
    all_may: set[str] = field(default_factory=lambda: {"write", "show", "invite"})
    bot_is_admin: bool = True
    bot_is_there: bool = True
    way_in: WayIn | None = None

    @property
    def sight(self) -> GroupSight:
        powers = tuple(Power(right, self.bot_is_admin, f"may_{right}") for right in Right if right != Right.BE_THERE)
        allowed = " ".join(sorted(self.all_may))
        seen = GroupSight(present=True, powers=powers, way_in=self.way_in, open=self.is_open, permissions=allowed)
        return seen if self.bot_is_there else NOT_THERE

    @property
    def is_open(self) -> bool:
        return bool(self.all_may & POSTING)

    def seen_or_set(self, effect: Inspect | AllowKnocking) -> Outcome:
        if isinstance(effect, Inspect):
            return Seen(self.sight)
        if self.way_in is None or not self.bot_is_admin:
            return Refused("nobody knocks here")
        self.way_in = WayIn.KNOCKING if effect.allowed else WayIn.INVITED
        return Done()


class FakePlatform:
    """Implements `bot.core.ports.Platform`. What was not taken is handed over again."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._numbers = itertools.count(1)
        self._waiting: list[Arrival] = []
        self._last: Arrival | None = None
        self._news = asyncio.Event()
        self.rooms: dict[NativeId, Room] = {}
        self.open_to: set[NativeId] = set()
        self.said: dict[NativeId, list[Said]] = {}
        self.acknowledged: dict[NativeId, str] = {}
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.calls = 0

    @property
    def name(self) -> PlatformName:
        return TELEGRAM

    @property
    def abilities(self) -> Abilities:
        return Abilities(writes_first=False, writes_to_requesters=True, makes_links=True)

    @property
    def called(self) -> str:
        return "fake_bot"

    # What people do

    def asks_to_join(self, user: User, room: NativeId) -> None:
        self.rooms[room].requests.add(user.id)
        self.open_to.add(user.id)
        self._happens(JoinRequested(user, Chat(TELEGRAM, room)))

    def withdraws(self, user: User, room: NativeId) -> None:
        self.rooms[room].requests.discard(user.id)

    def writes(self, user: User, text: str) -> None:
        self.open_to.add(user.id)
        self._happens(PrivateText(user, text, self._number()))

    def edits(self, user: User, text: str) -> None:
        self._happens(PrivateTextEdited(user, self._number(), text))

    def shows_picture(self, user: User, caption: str = "") -> None:
        self.open_to.add(user.id)
        self._happens(PrivateWordless(user, Wordless.PHOTO, caption))

    def sends_file(self, user: User, name: str, content: bytes, caption: str = "") -> None:
        self.open_to.add(user.id)
        where = f"file-{next(self._numbers)}"
        self.files[where] = content
        self._happens(PrivateFile(user, SentFile(where, name, size=len(content)), caption))

    def presses(self, user: User, token: Token, message: NativeId | None = None) -> NativeId:
        press = self._number()
        self._happens(ChoicePressed(user, token, press, message))
        return press

    def posts(self, user: User, room: NativeId, text: str) -> NativeId:
        message = self._number()
        self.rooms[room].posts[message] = text
        self._happens(GroupMessage(Chat(TELEGRAM, room), user, text, message))
        return message

    def blocks(self, user: User) -> None:
        self.open_to.discard(user.id)
        self._happens(PrivateChatBlocked(user))

    def is_added(self, user: User, room: NativeId) -> None:
        """By somebody who is in the group."""
        self.rooms[room].barred.discard(user.id)
        self.rooms[room].members.add(user.id)
        self._happens(MemberJoined(user, Chat(TELEGRAM, room)))

    def changes_standing(self, room: NativeId, *, admin: bool = True, there: bool = True) -> None:
        """The bot is made an admin there, or is one no longer; it comes, or is sent away."""
        self.rooms[room].bot_is_admin, self.rooms[room].bot_is_there = admin, there
        self._happens(BotStanding(Chat(TELEGRAM, room), self.rooms[room].sight))

    def leaves(self, user: User, room: NativeId) -> None:
        self.rooms[room].members.discard(user.id)
        self._happens(MemberLeft(user, Chat(TELEGRAM, room)))

    def repeats_the_last(self) -> None:
        """Deliver what was last delivered once more, under its own id."""
        if self._last is not None:
            self._waiting.append(self._last)
            self._news.set()

    @property
    def busy(self) -> bool:
        """Whether something waits to be handed over."""
        return bool(self._waiting)

    # What the bot does

    async def start(self) -> None:
        return

    async def stop(self) -> None:
        return

    async def receive(self, take: Take, since: str = "") -> None:
        await take(Batch(TELEGRAM, ()))
        while True:
            await self._news.wait()
            batch = Batch(TELEGRAM, tuple(self._waiting[:100]))
            await take(batch)
            del self._waiting[: len(batch.arrivals)]
            if not self._waiting:
                self._news.clear()

    async def carry_out(self, order: Order) -> Outcome:  # noqa: PLR0911 - one case an effect reads best
        await asyncio.sleep(0)
        self.calls += 1
        match order.effect:
            case Say():
                return self._say(order)
            case AcknowledgePress(press=press):
                self.acknowledged[press] = "" if order.speech is None else order.speech.text
                return Done()
            case RemoveChoices(message=message):
                for each in self.said.get(order.chat, []):
                    if each.id == message:
                        each.choices.clear()
                return Done()
            case FetchFile(file=file):
                self.fetched.append(file.name)
                content = self.files.get(file.where)
                return Fetched(content if content is not None and len(content) <= LARGEST_FILE else None)
            case Inspect() | AllowKnocking():
                return self.rooms[order.chat].seen_or_set(order.effect)
            case LookIn():
                return Seen(self.rooms[order.chat].sight)
            case FollowGroup():
                return RequestGone()
            case AcceptInvitation() | DeclineInvitation():
                return Refused("nobody is invited here")
            case _:
                return self._in_room(order)

    def _in_room(self, order: Order) -> Outcome:
        room = self.rooms[order.chat]
        if not room.bot_is_admin:
            return Refused("not enough rights")
        match order.effect:
            case Admit():
                return self._admit(order, room)
            case Remove() | Look() | Mute() | Unmute():
                return self._restrict(order, room)
            case TurnAway():
                room.requests.discard(order.user or NativeId(""))
            case MakeLink():
                room.links.add(link := f"https://fake.example/+{next(self._numbers)}")
                return Done(link)
            case RevokeLink(link=link):
                room.links.discard(link)
            case TakeOut(message=message):
                room.posts.pop(message, None)
            case CloseGroup():
                room.all_may -= POSTING
            case OpenGroup(had=had):
                room.all_may = (room.all_may - POSTING) | (POSTING & set(had.split()))
            case Post() if order.speech is not None:
                room.posts[self._number()] = order.speech.text
        return Done()

    def _admit(self, order: Order, room: Room) -> Outcome:
        user = order.user or NativeId("")
        if user in room.members:
            return Done()
        if user not in room.requests:
            return RequestGone()
        room.requests.discard(user)
        room.members.add(user)
        self._happens(MemberJoined(User(TELEGRAM, user, ""), Chat(TELEGRAM, order.chat)))
        return Done()

    def _restrict(self, order: Order, room: Room) -> Outcome:
        user = order.user or NativeId("")
        if isinstance(order.effect, Look):
            return Done(room.allowed.get(user, ""))
        if user in room.admins:
            return Refused("user is an administrator of the chat")
        match order.effect:
            case Remove() if user in room.members:
                room.members.discard(user)
                self._happens(MemberLeft(User(TELEGRAM, user, ""), Chat(TELEGRAM, order.chat)))
            case Mute() if user in room.members:
                room.allowed[user] = _NOTHING
            case Unmute(had=had) if room.allowed.get(user) == _NOTHING:
                del room.allowed[user]
                room.allowed |= {user: had} if had else {}
        return Done()

    def may_post(self, user: User, room: NativeId) -> bool:
        at = self.rooms[room]
        if user.id in at.admins:
            return True
        return user.id in at.members and at.allowed.get(user.id) != _NOTHING and "write" in at.all_may

    def _say(self, order: Order) -> Outcome:
        if order.chat not in self.open_to:
            return CannotWrite()
        assert order.speech is not None
        said = Said(self._number(), order.speech, list(order.speech.choices))
        self.said.setdefault(order.chat, []).append(said)
        return Done(said.id)

    def _happens(self, event: Event) -> None:
        self._last = Arrival(str(next(self._numbers)), self._now(), event)
        self._waiting.append(self._last)
        self._news.set()

    def _number(self) -> NativeId:
        return NativeId(str(next(self._numbers)))

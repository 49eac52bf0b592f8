"""The example community on Telegram: who there is, which groups, and the bot in its place.

What belongs to one platform bears its name here; the page itself only knows that there are people and chats.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.bot_api.world import BotApiWorld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.chats import Group, PrivateChat
    from bot.sandbox.bot_api.people import Person
    from bot.sandbox.community import ExampleCommunity, ExampleGroup

BOT_ID = 7_000_001
BOT_USERNAME = "example_hall_bot"
BOT_RIGHTS = (
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_pin_messages",
    "can_restrict_members",
)
PRIVATE = "bot"
"""The name of the private chat with the bot among somebody's chats; groups go by their number."""


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to be, and what to know about them before one plays them."""

    person: Person
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A group, and its two doors: a link that asks to join, and an address that begins with the bot."""

    group: Group
    purpose: str
    asking_link: str
    bot_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramScene:
    """Everything on the stage. `timezone` is the community's, an IANA name."""

    name: str
    timezone: str
    world: BotApiWorld
    bot: Bot
    players: tuple[Player, ...]
    venues: tuple[Venue, ...]

    def player(self, person_id: int) -> Player:
        """Raises LookupError if nobody there has this id."""
        for player in self.players:
            if player.person.id == person_id:
                return player
        raise LookupError(person_id)

    def venue(self, chat: str) -> Venue:
        """Raises LookupError if no group goes by this name."""
        for venue in self.venues:
            if str(venue.group.id) == chat:
                return venue
        raise LookupError(chat)

    def chat(self, person: Person, chat: str) -> PrivateChat | Group:
        """Raises LookupError if no chat of theirs goes by this name."""
        return person.chat_with(self.bot) if chat == PRIVATE else self.venue(chat).group

    async def bot_takes_up_work(self) -> None:
        """Until a program has logged in as the bot, counted from this call."""
        before = self._logins()
        while self._logins() == before:
            await self.world.changed()

    def _logins(self) -> list[float]:
        # The last thing that the program does before it asks for updates is to take off a webhook.
        return [call.at for call in self.world.calls_to("deleteWebhook")][-1:]


def set_scene(community: ExampleCommunity, world: BotApiWorld | None = None) -> TelegramScene:
    """People, groups and bot, with a token that nobody else knows."""
    world = world or BotApiWorld()
    bot = world.add_bot(f"{BOT_ID}:{secrets.token_urlsafe(26)}", BOT_USERNAME, "Hallkeeper")
    staff = [
        Player(world.add_person(each.name, id=each.telegram, username=f"{each.name.lower()}_staff"), _STAFF)
        for each in community.staff
    ]
    newcomers = list(_newcomers(world))
    member = Player(world.add_person("Mia", username="mia_mends"), _MEMBER)
    owner = staff[0].person
    venues = tuple(_venue(world, bot, owner, each) for each in community.groups)
    owner.add(venues[0].group, member.person)
    for venue in venues:
        for each in staff[1:]:
            owner.add(venue.group, each.person)
        owner.add_bot(venue.group, bot, as_admin=BOT_RIGHTS)
    return TelegramScene(
        name=community.name,
        timezone=community.timezone,
        world=world,
        bot=bot,
        players=(*newcomers, member, *staff),
        venues=venues,
    )


_STAFF = "Staff: owns the groups, decides about requests to join, and has a private chat with the bot too."
_MEMBER = "A member of the first group since before the bot came."


def _newcomers(world: BotApiWorld) -> Iterator[Player]:
    yield Player(world.add_person("Ada", username="ada_reads"), "Would like to join. 18 years old, lives with MS.")
    yield Player(world.add_person("Ben", username="ben_draws"), "Would like to join. 17 years old, which is too young.")
    yield Player(world.add_person("Noor", last_name="نور"), "Would like to join. 30 years old, and has no username.")


def _venue(world: BotApiWorld, bot: Bot, owner: Person, example: ExampleGroup) -> Venue:
    group = world.add_supergroup(example.title, owner, id=example.telegram)
    return Venue(
        group=group,
        purpose=example.purpose,
        asking_link=group.create_link(owner, name="Ask to join"),
        bot_link=f"https://t.me/{bot.username}?start=join-{example.key}",
    )

"""Webhook delivery: strictly in order within a queue, side by side between them, again and again until taken."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientResponse, ClientSession

from bot.sandbox.bot_api.answers import carry_out
from bot.sandbox.bot_api.parameters import from_json, integer

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.updates import Waiting
    from bot.sandbox.bot_api.webhook_settings import Webhook
    from bot.sandbox.bot_api.world import BotApiWorld

PATIENCE = 60.0
LONGEST_PAUSE = 60.0
FIRST_PAUSE = 2.0
_NOT_IN_AN_ANSWER = ("get", "setwebhook", "deletewebhook")


class Couriers:
    """One courier for every bot that has a webhook, a new one whenever that is set anew."""

    def __init__(self, world: BotApiWorld) -> None:
        self._world = world
        self._couriers: dict[int, Courier] = {}
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._watch = asyncio.ensure_future(self._keep_up())

    async def stop(self) -> None:
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        for courier in self._couriers.values():
            await courier.stop()
        self._couriers.clear()

    async def _keep_up(self) -> None:
        while True:
            ring = self._world.webhook_bell.next_ring()
            for bot in list(self._world.bots.values()):
                await self._keep_up_with(bot)
            await ring

    async def _keep_up_with(self, bot: Bot) -> None:
        courier = self._couriers.get(bot.id)
        if courier and courier.webhook is not bot.webhook:
            del self._couriers[bot.id]
            await courier.stop()
        if bot.webhook.url and bot.id not in self._couriers:
            self._couriers[bot.id] = Courier(self._world, bot)


class Courier:
    """Brings one bot's updates to the address that it has set."""

    def __init__(self, world: BotApiWorld, bot: Bot) -> None:
        self._world = world
        self._bot = bot
        self.webhook: Webhook = bot.webhook
        self._queues: dict[tuple[str, int], deque[Waiting]] = {}
        self._rounds: set[asyncio.Task[None]] = set()
        self._hands = asyncio.Semaphore(self.webhook.max_connections)
        self._session = ClientSession()
        for update in bot.inbox.waiting():
            self._take(update)
        bot.inbox.on_delivery = self._take

    async def stop(self) -> None:
        self._bot.inbox.on_delivery = None
        rounds = list(self._rounds)
        for task in rounds:
            task.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)
        await self._session.close()

    def _take(self, update: Waiting) -> None:
        if update.order in self._queues:
            self._queues[update.order].append(update)
            return
        self._queues[update.order] = deque([update])
        task = asyncio.ensure_future(self._go_round(update.order))
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)

    async def _go_round(self, order: tuple[str, int]) -> None:
        queue = self._queues[order]
        while queue:
            await self._bring(queue.popleft())
        del self._queues[order]

    async def _bring(self, update: Waiting) -> None:
        inbox, pause = self._bot.inbox, 0.0
        while inbox.still_waits(update):
            async with self._hands:
                asked_to_wait = await self._try(update)
            if asked_to_wait is None:
                inbox.confirm(update.update_id)
                self._world.changed_bell.ring()
                return
            await self._world.clock.sleep(asked_to_wait or pause)
            pause = min(pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)

    async def _try(self, update: Waiting) -> float | None:
        """None if the update was taken; otherwise the seconds asked for in Retry-After, or 0."""
        attempt = asyncio.ensure_future(self._post(update))
        try:
            if not await self._world.clock.wait_for(attempt, self._world.clock.now() + PATIENCE):
                self._note("Read timeout expired")
                return 0.0
            return attempt.result()
        except ClientError as error:
            self._note("Connection refused" if "Connect call failed" in str(error) else str(error))
            return 0.0
        finally:
            attempt.cancel()

    async def _post(self, update: Waiting) -> float | None:
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret_token
        request = self._session.post(self.webhook.url, data=update.body, headers=headers, allow_redirects=False)
        async with request as response:
            if 200 <= response.status < 300:  # noqa: PLR2004 - any success
                await self._do_as_answered(await _json_in(response))
                return None
            self._note(f"Wrong response from the webhook: {response.status} {response.reason}")
            return float(integer(response.headers.get("Retry-After", "0")))

    async def _do_as_answered(self, answer: dict[str, Any]) -> None:
        method = str(answer.pop("method", ""))
        if method and not method.lower().startswith(_NOT_IN_AN_ANSWER):
            await carry_out(self._world, self._bot, method, from_json(answer))

    def _note(self, problem: str) -> None:
        self.webhook.last_error_message = problem
        self.webhook.last_error_date = int(self._world.clock.now())
        self._world.changed_bell.ring()


async def _json_in(response: ClientResponse) -> dict[str, Any]:
    try:
        value = json.loads(await response.read() or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}

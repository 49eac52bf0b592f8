"""Whoever meets the bot finds a key to begin with."""

from __future__ import annotations

from tests.platforms.matrix_encryption.stage import Stage, comes_about

KIND = "signed_curve25519"


async def test_one_time_keys_that_are_used_up_are_filled_up_again(stage: Stage) -> None:
    bot = await stage.start()
    most = bot.client.olm.account.max_one_time_keys
    keys = [await claimed(stage) for _ in range(most + 2)]
    assert len({str(key) for key in keys}) > most
    await comes_about(lambda: stage.gateway.count("/keys/upload") >= 2)
    assert "fallback" not in await claimed(stage)


async def test_there_is_a_fallback_key_when_they_go_faster_than_they_come(stage: Stage) -> None:
    bot = await stage.start()
    await bot.stop()
    keys = [await claimed(stage) for _ in range(bot.client.olm.account.max_one_time_keys + 3)]
    assert [key.get("fallback") for key in keys[-3:]] == [True, True, True]
    assert keys[-1] == keys[-2]
    bot = await stage.start(since=bot.client.next_batch)
    await comes_about(lambda: not bot.encryption._own_keys.due)
    assert "fallback" not in await claimed(stage)


async def test_a_fallback_key_that_was_handed_out_is_replaced_and_still_opens(stage: Stage) -> None:
    bot = await stage.start()
    token = await bot.stop()
    for _ in range(bot.client.olm.account.max_one_time_keys):
        await claimed(stage)
    async with stage.element("ann") as ann:
        room = await ann.open_chat(stage.bot)
        await ann.ask("awaitMember", room=room, user=stage.bot, membership="invite")
        await ann.send(room, "with your fallback key")  # Element gives it to those who are invited, too
        bot = await stage.start(since=token)
        await ann.hears(room, "You said: with your fallback key")
        await comes_about(lambda: not bot.encryption._own_keys.due)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")
    uploads = [body for body in stage.gateway.sent("/keys/upload") if body.get("fallback_keys")]
    assert len(uploads) == 2
    assert uploads[0]["fallback_keys"] != uploads[1]["fallback_keys"]


async def test_an_upload_whose_receipt_was_lost_is_made_good(stage: Stage) -> None:
    bot = await stage.start()
    stage.gateway.trouble("/keys/upload", status=502, reaches=True)
    for _ in range(bot.client.olm.account.max_one_time_keys // 2 + 1):
        await claimed(stage)
    await comes_about(lambda: stage.gateway.count("/keys/upload") >= 3)
    await comes_about(lambda: not bot.encryption._own_keys.due)
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.send(room, "hello")
        await ann.hears(room, "You said: hello")


async def claimed(stage: Stage) -> dict[str, object]:
    """The key that somebody gets who wants to begin a session with the bot."""
    wanted = {"one_time_keys": {stage.bot: {stage.device: KIND}}}
    answer = await stage.ask("POST", "/keys/claim", wanted)
    (key,) = answer["one_time_keys"][stage.bot][stage.device].values()
    return dict(key)

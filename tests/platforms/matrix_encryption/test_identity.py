"""The bot vouches for its own device, once and for good."""

from __future__ import annotations

import pytest

from bot.core.errors import NotYet, Stop
from bot.platforms.matrix.encryption.signing import SigningKey
from tests.platforms.matrix_encryption.echo import log_in
from tests.platforms.matrix_encryption.stage import PASSWORD, InMemory, Stage


async def test_everybody_can_see_that_the_device_belongs_to_the_identity(stage: Stage) -> None:
    bot = await stage.start()
    identity = bot.encryption.identity
    published = await stage.published()
    master = published["master_keys"][stage.bot]
    assert master["keys"] == {identity.master.id: identity.master.public}
    self_signing = published["self_signing_keys"][stage.bot]
    assert_signed(self_signing, stage.bot, identity.master)
    assert_signed(published["user_signing_keys"][stage.bot], stage.bot, identity.master)
    device = published["device_keys"][stage.bot][stage.device]
    assert self_signing["keys"] == {identity.self_signing.id: identity.self_signing.public}
    assert_signed(device, stage.bot, identity.self_signing)
    assert f"ed25519:{stage.device}" in master["signatures"][stage.bot]


async def test_starting_again_uploads_nothing_of_it_again(stage: Stage) -> None:
    await (await stage.start()).stop()
    uploaded = stage.gateway.count("/keys/device_signing/upload"), stage.gateway.count("/keys/signatures/upload")
    await stage.start()
    assert uploaded == (1, 1)
    now = stage.gateway.count("/keys/device_signing/upload"), stage.gateway.count("/keys/signatures/upload")
    assert now == uploaded


@pytest.mark.parametrize("step", ["/keys/upload", "/keys/device_signing/upload", "/keys/signatures/upload"])
@pytest.mark.parametrize("reaches", [False, True])
async def test_a_start_that_breaks_off_anywhere_can_be_repeated(stage: Stage, step: str, reaches: bool) -> None:
    stage.gateway.trouble(step, status=502, reaches=reaches)
    with pytest.raises(NotYet, match="does not take the bot's keys at present"):
        await stage.start()
    bot = await stage.start()
    published = await stage.published()
    assert published["master_keys"][stage.bot]["keys"] == {
        bot.encryption.identity.master.id: bot.encryption.identity.master.public
    }
    assert_signed(published["device_keys"][stage.bot][stage.device], stage.bot, bot.encryption.identity.self_signing)


async def test_an_identity_that_was_made_elsewhere_is_not_overwritten(stage: Stage) -> None:
    bot = await stage.start()
    identity = bot.encryption.identity.master.public
    await bot.stop()
    stage.keychain = InMemory()
    stage.login = await log_in(stage.homeserver.url, stage.bot, PASSWORD)
    with pytest.raises(Stop, match="already has an encryption identity that was made elsewhere"):
        await stage.start()
    published = await stage.published()
    assert list(published["master_keys"][stage.bot]["keys"].values()) == [identity]


async def test_it_is_overwritten_with_the_password_when_that_is_wanted(stage: Stage) -> None:
    first = await stage.start()
    await first.stop()
    stage.keychain = InMemory()
    stage.login = await log_in(stage.homeserver.url, stage.bot, PASSWORD)
    with pytest.raises(Stop, match="Set MATRIX_PASSWORD"):
        await stage.start(replace_identity=True, password=None)
    with pytest.raises(Stop, match="refuses the bot's keys"):
        await stage.start(replace_identity=True, password="not this one")
    second = await stage.start(replace_identity=True)
    assert second.encryption.identity.master.public != first.encryption.identity.master.public
    published = await stage.published()
    assert list(published["master_keys"][stage.bot]["keys"].values()) == [second.encryption.identity.master.public]


async def test_a_new_device_of_the_bot_is_signed_by_the_identity_that_it_has(stage: Stage) -> None:
    first = await stage.start()
    await first.stop()
    stage.login = await log_in(stage.homeserver.url, stage.bot, PASSWORD)
    second = await stage.start(password=None)
    assert second.encryption.identity.master.public == first.encryption.identity.master.public
    device = (await stage.published())["device_keys"][stage.bot][stage.device]
    assert_signed(device, stage.bot, second.encryption.identity.self_signing)


async def test_a_device_whose_keys_were_lost_is_not_given_others(stage: Stage) -> None:
    await (await stage.start()).stop()
    stage.keychain = InMemory()
    with pytest.raises(Stop, match="already has other encryption keys"):
        await stage.start()


async def test_a_refusal_is_said_in_words(stage: Stage) -> None:
    stage.login = {**stage.login, "access_token": "wrong"}
    with pytest.raises(Stop, match="M_UNKNOWN_TOKEN"):
        await stage.start()


async def test_element_sees_a_signed_device_and_can_verify_the_bot_in_the_chat(stage: Stage) -> None:
    await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        trust = await ann.trusts(stage.bot, stage.device)
        assert trust == {"devices": [stage.device], "signed": True, "verified": False}
        assert len(await ann.verify_in_room(room, stage.bot)) == 7
        assert await ann.has_verified(stage.bot)
        await ann.send(room, "now I know you")
        assert (await ann.hears(room, "You said: now I know you")).shield == 0


async def test_element_can_verify_the_bots_device(stage: Stage) -> None:
    await stage.start()
    async with stage.element("ann") as ann:
        await stage.chat(ann)
        await ann.trusts(stage.bot, stage.device)
        assert len(await ann.verify_device(stage.bot, stage.device)) == 7
        assert await ann.has_verified(stage.bot)


async def test_who_verified_the_bot_goes_on_writing_to_it_after_a_restart(stage: Stage) -> None:
    first = await stage.start()
    async with stage.element("ann") as ann:
        room = await stage.chat(ann)
        await ann.verify_in_room(room, stage.bot)
        assert await ann.has_verified(stage.bot)
        await stage.start(since=await first.stop())
        await ann.send(room, "still you?")
        assert (await ann.hears(room, "You said: still you?")).shield == 0


def assert_signed(content: dict[str, object], user: str, key: SigningKey) -> None:
    signatures = content["signatures"]
    assert isinstance(signatures, dict)
    again = key.signed({**content, "signatures": {}}, user)["signatures"]
    assert signatures[user][key.id] == again[user][key.id]

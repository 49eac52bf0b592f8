"""What is edited says what it says now, and what cannot be read is not passed over in silence."""

from __future__ import annotations

from bot.core.events import GroupMessage, GroupMessageEdited, GroupMessageSealed, PrivateText, PrivateTextEdited
from bot.sandbox.resident import Resident
from tests.platforms.matrix.scene import Scene

SEALED = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "y", "device_id": "z"}


def says_to_replace(message: str) -> dict[str, dict[str, str]]:
    return {"m.relates_to": {"rel_type": "m.replace", "event_id": message}}


async def in_the_group(scene: Scene) -> Resident:
    await scene.owner.invite(scene.group, scene.ada.id)
    await scene.ada.join(scene.group)
    return scene.ada


async def test_an_edit_in_a_group_is_told_with_its_new_words_and_is_taken_out_by_itself(scene: Scene) -> None:
    async with scene.listening():
        ada = await in_the_group(scene)
        first = await ada.write(scene.group, "Good evening")
        edit = await ada.edit(scene.group, first, "Good riddance")
        edited = await scene.hears(GroupMessageEdited)
    assert edited.by is not None
    assert (edited.text, edited.by.id, edited.chat.id) == ("Good riddance", ada.id, scene.group)
    assert edited.message == edit, "what it claims to replace may be somebody else's"
    assert [said.text for said in scene.all(GroupMessage)] == ["Good evening"]


async def test_an_edit_for_clients_that_know_of_none_is_read_without_its_star(scene: Scene) -> None:
    async with scene.listening():
        ada = await in_the_group(scene)
        room = await scene.chat_by_ada()
        for where in (scene.group, room):
            first = await ada.write(where, "one")
            await ada.send(where, {"msgtype": "m.text", "body": "* two", **says_to_replace(first)})
            await ada.send(where, {"msgtype": "m.text", "body": "* 3", "m.new_content": 3, **says_to_replace(first)})
            await ada.send(where, {"msgtype": "m.notice", "body": "* 4", **says_to_replace(first)})
            await ada.write(where, "last")
        await scene.hears(PrivateText, lambda said: said.text == "last")
        await scene.hears(GroupMessage, lambda said: said.text == "last")
    assert [edited.text for edited in scene.all(GroupMessageEdited)] == ["two", "3"]
    assert [edited.text for edited in scene.all(PrivateTextEdited)] == ["two", "3"]


async def test_what_cannot_be_read_in_a_group_is_known_to_be_there(scene: Scene) -> None:
    async with scene.listening():
        ada = await in_the_group(scene)
        await ada.send(scene.group, SEALED, kind="m.room.encrypted")
        assert (await scene.hears(GroupMessageSealed)).by.id == ada.id
    assert scene.all(GroupMessage) == []

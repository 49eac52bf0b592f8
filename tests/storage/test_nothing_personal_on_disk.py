"""Everything personal is put through every table and every effect; then the raw bytes of the database are searched."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.core.community.rights import Right
from bot.core.consent.given import Consent, Telling
from bot.core.effects import (
    AcceptInvitation,
    AcknowledgePress,
    Admit,
    AllowKnocking,
    CloseGroup,
    DeclineInvitation,
    Effect,
    FetchFile,
    FollowGroup,
    Inspect,
    Look,
    LookIn,
    MakeLink,
    Mute,
    OpenGroup,
    Post,
    Remove,
    RemoveChoices,
    RevokeLink,
    Say,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.core.events import SentFile, User
from bot.core.ids import ApplicationId, NativeId, PromptId, Token, roster_of
from bot.core.membership.application import Answer, Prompt, Standing
from bot.core.membership.bars import Bar
from bot.core.membership.mute import MuteHeld
from bot.core.membership.roster import Changes, Draft, Guardian, Row
from bot.core.membership.suggestion import Stage, Suggestion
from bot.core.messages import Choice, Door, StartLink, line, message
from bot.core.people import Account
from bot.core.words import Words
from bot.storage.database import Database
from bot.storage.policies_read import PolicyRead
from bot.storage.transaction import Transaction
from tests.databases import SECRETS, file_of, fresh_database, postgres_server
from tests.laws.examples import EVENING, MATRIX, NOON, NORTHSIDE, TELEGRAM, application

NUMBERS = {
    "user": 7_345_678_901,
    "group": -1_001_987_654_321,
    "moved group": -1_001_876_543_210,
    "message": 918_273_645,
    "press": 31_549_876_543_219_876,
}
TEXTS = [
    "Wilhelmina",
    "Featherstonehaugh",
    "wilma_f_1987",
    "Wilma-renamed",
    "@wilma.secretive:quietplace.example",
    "!hushhush:quietplace.example",
    "$eventofwilma",
    "!secretchat:quietplace.example",
    "!roomafterthat:quietplace.example",
    "sclerosis-step",
    "1987-06-05",
    "wordfingerprint",
    "t.me/+WilmasOwnDoor",
    "t.me/+WilmasRevoked",
    "I-understand-statement",
    "ButtonTokenQqZz",
    "pressed-value-yes",
    "Xylophone greetings",
    "choice-label",
    "door.example/wilma",
    "start-payload",
    "Words-of-the-policy",
    "raw-update-of-wilma",
    "why-it-failed",
    "words-of-the-platform",
    "team-member-in-source",
    "reposted-in-group",
    "crisis of wilma",
    "what-wilma-was-told",
    "WilmasOwnLimit",
    "barred-by-somebody",
    "why-wilma-is-barred",
    "what-wilma-had",
    "where-wilmas-file-is",
    "Wilma-on-the-roster",
    "wilma.roster@quietplace.example",
    "@wilma.rostered:quietplace.example",
    "guardian-of-wilma",
    "fingerprint-of-the-roster",
    "wilmas-list.csv",
    "Wilmas-neighbour-would-fit",
    "wayinforneighbor",
]

WILMA = User(TELEGRAM, NativeId(str(NUMBERS["user"])), "Wilhelmina Featherstonehaugh", "wilma_f_1987", "en")
WILMA_THERE = User(MATRIX, NativeId("@wilma.secretive:quietplace.example"), "Wilhelmina")


async def fill(work: Transaction) -> None:
    wilma = await work.people.meet(WILMA, NOON)
    await work.people.meet(WILMA_THERE, NOON)
    await work.people.meet(replace(WILMA, name="Wilma-renamed"), NOON)
    await fill_groups(work)
    await fill_application(work, wilma)
    await fill_rosters(work, wilma)
    await fill_suggestions(work, wilma)
    await work.refusals.add(wilma.id, NORTHSIDE, "sclerosis-step", NOON)
    await work.members.saw(wilma.id, EVENING, NOON)
    await work.told.once("crisis of wilma", timedelta(hours=1), NOON)
    await work.deliveries.new(TELEGRAM, ["1"], NOON)
    raw = f'{{"raw-update-of-wilma": {NUMBERS["user"]}}}'
    await work.deliveries.set_aside(TELEGRAM, "1", raw, "why-it-failed", NOON)
    source = f'name = "team-member-in-source"\ntelegram = {NUMBERS["user"]}'
    reading = PolicyRead(community=NORTHSIDE, version="1", fingerprint="f", source=source, read_at=NOON, in_force=True)
    await work.policies_read.record(reading)
    effects = every_effect(wilma)
    assert {type(effect) for effect in effects} == set(Effect.__args__)
    await work.errands.add(effects, NOON)
    for errand in work.wanted[:3]:
        await work.errands.set_aside(errand.id, "words-of-the-platform")
    await work.errands.park(work.wanted[4].id)


async def fill_suggestions(work: Transaction, wilma: Account) -> None:
    words = "Wilmas-neighbour-would-fit"
    draft = Suggestion(
        account=wilma.id, group=EVENING, stage=Stage.DRAFT, words=words, made_at=NOON, ends_at=NOON + timedelta(days=1)
    )
    await work.suggestions.add(draft)
    sent = await work.suggestions.add(replace(draft, stage=Stage.APPROVED, bound=wilma.id))
    await work.suggestions.give_out(sent.id, Token("wayinforneighbor"))


async def fill_rosters(work: Transaction, wilma: Account) -> None:
    email, matrix = "wilma.roster@quietplace.example", "@wilma.rostered:quietplace.example"
    rows = (
        Row("Wilma-on-the-roster", "@wilma_f_1987", matrix, email),
        Row("Wilma-on-the-roster", str(NUMBERS["user"])),
    )
    await work.rosters.apply(roster_of(EVENING), Changes(added=rows))
    for entry in await work.rosters.entries(roster_of(EVENING)):
        guardian = Guardian("guardian-of-wilma", date(1987, 6, 5))
        await work.rosters.save(replace(entry, bound=NativeId(str(NUMBERS["user"])), guardian=guardian))
    await work.rosters.apply(roster_of(EVENING), Changes(added=rows[:1]))
    seen = "fingerprint-of-the-roster"
    await work.rosters.draft(Draft(account=wilma.id, roster=roster_of(EVENING), rows=rows, seen=seen, made_at=NOON))


async def fill_groups(work: Transaction) -> None:
    await work.groups.declare(EVENING, TELEGRAM, NativeId(str(NUMBERS["group"])))
    await work.groups.declare(EVENING, MATRIX, NativeId("!hushhush:quietplace.example"))
    await work.groups.moved(TELEGRAM, NativeId(str(NUMBERS["group"])), NativeId(str(NUMBERS["moved group"])))
    await work.groups.stands(EVENING, TELEGRAM, frozenset({Right.INVITE}))


async def fill_application(work: Transaction, wilma: Account) -> None:
    applied = await work.applications.add(
        application(
            wilma,
            answers=(Answer("sclerosis-step", "wordfingerprint", "pressed-value-yes", NOON),),
            link="https://t.me/+WilmasOwnDoor",
            eligible_until=date(1987, 6, 5),
            standing=Standing.ACCEPTED,
        )
    )
    await work.applications.save(replace(applied, requested=True))
    options = ((Token("ButtonTokenQqZz"), "pressed-value-yes"),)
    await work.prompts.ask(Prompt(account=wilma.id, application=applied.id, step="sclerosis-step", options=options))
    consent = Consent(
        person=wilma.person,
        group=EVENING,
        key="not-advice",
        statement="I-understand-statement",
        language="en",
        policy_version="1",
        platform=TELEGRAM,
        given_at=NOON,
    )
    await work.consents.record(consent)
    telling = Telling(
        person=wilma.person,
        group=EVENING,
        key="welcome",
        text="what-wilma-was-told",
        language="en",
        policy_version="1",
        platform=TELEGRAM,
        told_at=NOON,
    )
    await work.tellings.record(telling)
    await work.bars.add(wilma.id, Bar(place=EVENING, by="barred-by-somebody", why="why-wilma-is-barred", at=NOON))
    await work.mutes.save(MuteHeld(account=wilma.id, group=EVENING, had="what-wilma-had"))


def every_effect(wilma: Account) -> list[Effect]:
    number = ApplicationId(1)
    spoken = message(
        line(
            "Xylophone greetings {name} {day} {link}",
            name="Wilhelmina",
            day=date(1987, 6, 5),
            link=StartLink("start-payload"),
        ),
        Words.of("Words-of-the-policy"),
        choices=(Choice(line("choice-label"), Token("ButtonTokenQqZz")),),
        doors=(Door(line("Open"), "https://door.example/wilma"),),
    )
    its_number = NativeId(str(NUMBERS["message"]))
    return [
        Say(to=wilma.id, message=spoken, prompt=PromptId(1)),
        AcknowledgePress(to=wilma.id, press=NativeId(str(NUMBERS["press"])), text=spoken),
        RemoveChoices(to=wilma.id, message=its_number),
        Admit(to=wilma.id, group=EVENING, application=number),
        TurnAway(to=wilma.id, group=EVENING, application=number),
        MakeLink(to=wilma.id, group=EVENING, application=number, lasts_for=timedelta(hours=48)),
        RevokeLink(to=wilma.id, group=EVENING, link="https://t.me/+WilmasRevoked"),
        Remove(to=wilma.id, group=EVENING, application=number),
        Look(to=wilma.id, group=EVENING),
        Mute(to=wilma.id, group=EVENING),
        Unmute(to=wilma.id, group=EVENING, had="WilmasOwnLimit"),
        FetchFile(to=wilma.id, file=SentFile("where-wilmas-file-is", "wilmas-list.csv"), awaits="roster evening"),
        AcceptInvitation(to=wilma.id, chat=NativeId("!secretchat:quietplace.example")),
        DeclineInvitation(to=wilma.id, chat=NativeId("!secretchat:quietplace.example")),
        Post(group=EVENING, platform=TELEGRAM, message=message(Words.of("reposted-in-group"))),
        TakeOut(group=EVENING, platform=MATRIX, message=NativeId("$eventofwilma")),
        FollowGroup(group=EVENING, platform=MATRIX, new=NativeId("!roomafterthat:quietplace.example")),
        AllowKnocking(group=EVENING, platform=MATRIX, allowed=False),
        Inspect(group=EVENING, platform=MATRIX),
        LookIn(group=EVENING, platform=MATRIX),
        CloseGroup(group=EVENING, platform=MATRIX),
        OpenGroup(group=EVENING, platform=MATRIX, had="{}"),
    ]


def traces() -> dict[str, bytes]:
    """What to look for: texts, as they are and as hexadecimal digits, and numbers as digits and as bytes."""
    found: dict[str, bytes] = {}
    for text in TEXTS:
        found[text] = text.encode()
        found[f"{text} in hexadecimal"] = text.encode().hex().encode()
    for name, number in NUMBERS.items():
        found[f"{name} in digits"] = str(abs(number)).encode()
        for order in ("<q", ">q"):
            packed = struct.pack(order, number)
            found[f"{name} as bytes {order}"] = packed
            found[f"{name} as bytes {order} in hexadecimal"] = packed.hex().encode()
    return found


def found_in(raw: bytes) -> list[str]:
    lowered = raw.lower()
    return [name for name, trace in traces().items() if trace in raw or trace.lower() in lowered]


def contents(*files: Path) -> bytes:
    return b"".join(file.read_bytes() for file in files if file.is_file())


async def test_the_files_of_sqlite_hold_nothing_personal(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        async with database.work() as work:
            await fill(work)
        written_ahead = contents(Path(f"{file_of(url)}-wal"))
        assert b"northside/evening" in written_ahead
        assert found_in(written_ahead) == []
        await database.close()
    raw = contents(file_of(url))
    assert b"northside/evening" in raw
    assert found_in(raw) == []


async def test_a_dump_and_the_files_of_postgresql_hold_nothing_personal(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as url:
        database = await Database.open(url, SECRETS)
        async with database.work() as work:
            await fill(work)
        await database.close()
        server = postgres_server()
        name = url.partition("?")[0].rpartition("/")[2]
        dumped = server.dump(name)
        assert b"northside/evening" in dumped
        assert found_in(dumped) == []
        server.tell("CHECKPOINT")
        (number,) = server.tell(f"SELECT oid FROM pg_database WHERE datname = '{name}'")
        raw = contents(*server.folder.glob(f"data/base/{number[0]}/*"), *server.folder.glob("data/pg_wal/0*"))
        assert b"northside/evening" in raw
        assert found_in(raw) == []


def test_the_search_finds_what_lies_open() -> None:
    for name, trace in traces().items():
        assert name in found_in(b"..." + trace + b"...")

"""Only the sandbox's own page, by its own address, can do anything here; and nothing on it is taken for markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.sandbox import page
from tests.sandbox.stage import EVENING, Stage, a_stage

FOLDER = Path(page.__file__).parent / "page_files"
FILES = ("/", "/page.js", "/drawing.js", "/messages.js", "/page.css", "/icon.svg")


async def test_every_answer_forbids_what_does_not_come_from_here() -> None:
    async with a_stage() as stage:
        for path in (*FILES, "/api/live", "/nowhere"):
            async with stage.http.get(path) as response:
                policy = response.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'self';")
                assert "unsafe" not in policy
                assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
    ],
)
async def test_other_sites_get_nothing_and_do_nothing(headers: dict[str, str]) -> None:
    async with a_stage() as stage:
        body = {"person": stage.person("Mia").id, "chat": EVENING, "text": "Buy now"}
        for path in ("/", "/api/live"):
            async with stage.http.get(path, headers=headers) as response:
                assert response.status == 403
        async with stage.http.post("/api/say", json=body, headers=headers) as response:
            assert (response.status, list(await response.json())) == (403, ["error"])
        assert stage.texts("Mia") == []


async def test_the_page_itself_is_let_in_by_either_name_of_this_machine() -> None:
    async with a_stage() as stage:
        for name in ("127.0.0.1", "localhost"):
            address = f"{name}:{stage.page.port}"
            headers = {"Host": address, "Origin": f"http://{address}", "Content-Type": "application/json"}
            async with stage.http.post("/api/clock", data=b'{"seconds": 60}', headers=headers) as response:
                assert response.status == 200


async def test_a_form_of_another_site_is_not_taken_for_a_request() -> None:
    async with a_stage() as stage:
        async with stage.http.post(
            "/api/clock", data=b'{"seconds": 60}', headers={"Content-Type": "text/plain"}
        ) as got:
            assert got.status == 415
        assert stage.moved == []


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'"text"', b"\xff", b"[" * 30_000, b'{"person": "1001"}', b'{"person": true}', b"{}"],
)
async def test_what_is_not_a_request_is_answered_with_a_sentence(body: bytes) -> None:
    async with a_stage() as stage:
        status, reply = await stage.posts("/api/say", body)
        assert status == 400
        assert re.fullmatch(r".+ has to be .+\.", reply["error"])


@pytest.mark.parametrize("text", [None, 5, ["a"], "\ud800", "a" * 10_001])
async def test_what_is_not_a_text_is_not_sent(text: object) -> None:
    async with a_stage() as stage:
        assert '"text"' in await stage.is_refused("Mia", "say", text=text)
        assert stage.texts("Mia") == []


async def test_what_is_too_long_for_telegram_is_refused_in_its_words() -> None:
    async with a_stage() as stage:
        assert "4096" in await stage.is_refused("Mia", "say", text="a" * 4097)
        assert "nothing to send" in await stage.is_refused("Mia", "say", text=" \n ")


async def test_a_request_that_is_far_too_large_is_not_read() -> None:
    async with a_stage() as stage:
        status, reply = await stage.posts("/api/say", b'{"text": "' + b"a" * 100_000 + b'"}')
        assert (status, list(reply)) == (413, ["error"])


async def test_nobody_and_nothing_that_is_not_there_can_be_asked_for() -> None:
    async with a_stage() as stage:
        assert (await stage.asks("Mia", "fly"))[0] == 404
        assert (await stage.asks("Mia", "say", "-5", text="Hello"))[0] == 404
        assert (await stage.asks("Mia", "edit", message=10**20, text="Hello"))[0] == 404
        assert (await stage.posts("/api/say", {"person": 5, "chat": EVENING, "text": "Hello"}))[0] == 404
        assert (await _status(stage, "/..%2f..%2fREADME.md")) == 404


async def _status(stage: Stage, path: str) -> int:
    async with stage.http.get(path) as response:
        return response.status


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]


def _attributes() -> list[tuple[str, str]]:
    tags = _Tags()
    tags.feed((FOLDER / "index.html").read_text())
    return tags.attributes


def test_the_page_needs_nothing_from_elsewhere_and_nothing_inline() -> None:
    for name, value in _attributes():
        assert name != "style"
        assert not name.startswith("on")
        if name in {"src", "href"}:
            assert value in FILES or value.startswith("#")


def test_names_and_texts_can_only_become_text() -> None:
    for file in FOLDER.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser", file.read_text()
        )


def test_whatever_the_script_looks_for_is_on_the_page() -> None:
    there = {value for name, value in _attributes() if name == "id"}
    scripts = "".join(file.read_text() for file in FOLDER.glob("*.js"))
    looked_for = set(re.findall(r'\bat\("([^"]+)"\)', scripts))
    assert len(looked_for) > 15
    assert looked_for <= there


def test_every_field_and_region_has_a_name() -> None:
    html = (FOLDER / "index.html").read_text()
    assert 'role="log" aria-live="polite"' in html
    assert '<label for="text"' in html
    for section in re.findall(r"<(?:section|nav)[^>]*>", html):
        assert "aria-label" in section, section

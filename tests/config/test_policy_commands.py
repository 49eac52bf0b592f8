"""`python -m bot policy check` and `show`."""

from io import StringIO
from pathlib import Path

import pytest

from bot.app.policy_commands import check, show
from tests.config.policy_texts import EXAMPLE_FILE, SMALLEST, SOUND, TODAY


def checked(*paths: Path) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    return check(paths, today=TODAY, out=out, err=err), out.getvalue(), err.getvalue()


def shown(path: Path, language: str | None = None) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    return show(path, out=out, err=err, language=language), out.getvalue(), err.getvalue()


def test_a_policy_without_problems_says_so() -> None:
    assert checked(EXAMPLE_FILE) == (0, f"{EXAMPLE_FILE}: no problems\n", "")


def test_warnings_alone_do_not_fail(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(SOUND.replace("2027-03-12", "2026-11-19"), "utf-8")
    assert checked(file) == (0, "", f"{file}:8:13: warning: the review was due by 2026-11-19\n")


def test_errors_fail_and_the_other_files_are_still_looked_at(tmp_path: Path) -> None:
    broken = tmp_path / "p.toml"
    broken.write_text(SMALLEST + "[gate]\nattempts = 'three'\n", "utf-8")
    code, out, err = checked(broken, EXAMPLE_FILE)
    assert code == 1
    assert out == f"{EXAMPLE_FILE}: no problems\n"
    assert f'{broken}:8:12: "attempts" should be a whole number without quotes, and is a text\n' in err


def test_a_missing_file_fails(tmp_path: Path) -> None:
    file = tmp_path / "none.toml"
    assert checked(file) == (1, "", f"{file}:1:1: the file cannot be opened (no such file or directory)\n")
    assert shown(file)[0] == 1


def test_the_page_has_what_members_have_to_know_in_80_columns() -> None:
    code, page, err = shown(EXAMPLE_FILE)
    assert (code, err) == (0, "")
    assert max(len(line) for line in page.splitlines()) <= 80
    together = " ".join(page.split())
    for words in (
        "Policy of Northside Peer Support",
        "Version 1.3, ratified on 12 March 2026, to be reviewed by 12 March 2027.",
        "Be 18 to 35 years old.",
        'Answer yes to "Do you live with MS?" ("I\'m not sure yet" goes to a person).',
        "We ask for consent before we handle this answer.",
        "Not: Outside of the United Kingdom.",
        "I know that this is peer support. It is not medical advice.",
        "You may also tell me about events and courses. (may be declined)",
        "Be kind and respectful.",
        "Every day from 20:00 to 08:00, only the team can post (Europe/London time).",
        "Ask before you write to a member in private",
        "not being able to post for 24 hours; then being out of the groups for 7 days; then being removed.",
        "Nobody is barred unless 2 trustees agree.",
        "Complaints: https://northside.example/complaints",
        "In a crisis: Samaritans, 116 123.",
        "Safeguarding: safe@northside.example",
        "Cases: for 2 years from the day on which the case is closed.",
        "Northside Mending, autumn (course)",
        "It ends on 12 December 2026, and is closed at the end of that day.",
        "Every day from 22:00 to 08:00, whoever posts is gently reminded",
        "Signed: ___",
    ):
        assert words in together


def test_the_page_ends_with_version_and_fingerprint() -> None:
    last = shown(EXAMPLE_FILE)[1].splitlines()[-1]
    assert last.startswith("Northside Peer Support, version 1.3, fingerprint ")
    assert len(last.rsplit(" ", 1)[1]) == 16


def test_nobodys_account_and_no_word_list_is_on_the_page() -> None:
    page = shown(EXAMPLE_FILE)[1]
    for hidden in ("1001", "idiot", "journalist", "Sam\n"):
        assert hidden not in page


def test_the_page_is_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    text = SMALLEST + 'rules = [{ en = "Be kind.", cy = "Byddwch yn garedig." }]\n'
    file.write_text(text, "utf-8")
    assert "- Be kind." in shown(file)[1]
    assert "- Byddwch yn garedig." in shown(file, "cy")[1]


WRITTEN = {
    "[quiet_hours]\nspans = [{ from = 12:00:00, to = 13:00:00, days = ['sat', 'sun'] }]\nmode = 'remind'": (
        "On Sat, Sun from 12:00 to 13:00, whoever posts is gently reminded (UTC time)."
    ),
    "[quiet_hours]\nfrom = 20:00:00\nto = 08:00:00\nexcept_dates = [2026-12-31]": "Not on 31 December 2026.",
    "[private_messages]\nmode = 'never'": "Do not write to other members in private.",
    "[private_messages]\nmode = 'free'\nsolicitations = 'remove'": "is taken out of the group.",
    "[gate]\nmode = 'roster'\nguardian_age = 16": "Below the age of 16, a guardian has to agree.",
    "[gate]\nmode = 'notice'\nnotice = 'You agree by joining.'": "You agree by joining.",
    "[gate]\neligibility = [{ kind = 'age', key = 'a', max = 25 }]": "Be 25 years old or younger.",
    "[gate]\neligibility = [{ kind = 'age', key = 'a' }]": "Everybody is asked how old they are.",
    "[content]\nlinks = 'staff'\nmedia = 'staff'\npolls = 'staff'": "Polls are for staff.",
    "[content]\nlinks = 'listed'\nmedia = 'ask'": "Links may lead to: nowhere.",
    "[retention]\narchive = '1y'": "Conversations: for 1 year.",
    "[enforcement]\nladder = ['mute 90m', 'bar']": "for 90 minutes; then being barred from coming back.",
    "[reports]\ncategories = ['gossip']\nurgent = []\nrisk = []\nlabels.gossip = 'Gossip about me'": (
        "Anybody can report in private: Gossip about me."
    ),
    "[[groups]]\nkey = 'a'\ntitle = 'A'\nrules = []": "A (support)",
    "[quiet_hours]\nfrom = 20:00:00\nto = 08:00:00\n"
    "[[groups]]\nkey = 'a'\ntitle = 'A'\nquiet_hours.mode = 'off'": "Quiet hours, here: - None.",
}


@pytest.mark.parametrize("added", WRITTEN)
def test_every_choice_of_the_policy_is_said_in_words(tmp_path: Path, added: str) -> None:
    file = tmp_path / "p.toml"
    file.write_text(SOUND + added, "utf-8")
    code, page, err = shown(file)
    assert (code, err) == (0, "")
    assert WRITTEN[added] in " ".join(page.split())

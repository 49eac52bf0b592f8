"""Each mistake is named with its place, what is allowed, and the nearest known word."""

import pytest

from config.policy import PolicyRefused, check_policy, read_policy
from tests.config.policy_texts import SMALLEST, SOUND, TODAY, said, said_of

UNREADABLE = {
    "[gate]\nattempt = 3": [
        (
            '2:1: there is no key "attempt" in [gate]; known are attempts, closing, consent, eligibility, expires, '
            "guardian_age, knock, mode, notice, reconfirm, sensitive_consent, struck_off, suggestions; "
            'did you mean "attempts"?'
        )
    ],
    "[retentoin]\ncases = '2y'": ['1:1: there is no key "retentoin"; known are'],
    "fingerprint = 'x'": ['1:1: there is no key "fingerprint" in [team]; known are'],
    "[gate]\nattempts = '3'": [
        '2:12: "attempts" should be a whole number without quotes, and is a text',
    ],
    "[gate]\nattempts = true": [
        '2:12: "attempts" should be a whole number without quotes, and is true or false',
    ],
    "[gate]\nknock = 'no'": ['2:9: "knock" should be true or false, without quotes, and is a text'],
    "[gate]\nexpires = 48": [
        (
            "2:11: this should be a length of time in quotes; "
            "allowed is a whole number with its unit: 30s, 15m, 48h, 7d or 2y"
        )
    ],
    "[gate]\nexpires = '48 hours'": [
        '2:11: "48 hours" is not a length of time; allowed is a whole number with its unit: 30s, 15m, 48h, 7d or 2y'
    ],
    "[gate]\nmode = 'quizz'": [
        '2:8: "quizz" is not known here; allowed are quiz, notice, roster, review; did you mean "quiz"?'
    ],
    "gate = 3": ['1:1: there is no key "gate" in [team]; known are'],
    "[[gate]]": ['1:1: "gate" should be a table with keys, and is a list'],
    "[gate]\neligibility = 'age'": [
        '2:15: "eligibility" should be a list in brackets, such as ["one", "two"], and is a text'
    ],
    "[[gate.eligibility]]\nkey = 'age'": [
        '1:1: "kind" is missing in [gate.eligibility]; allowed are age, confirm, choice, text'
    ],
    "[[gate.eligibility]]\nkind = 'chioce'\nkey = 'x'": [
        '2:8: there is no kind "chioce"; allowed are age, confirm, choice, text; did you mean "choice"?'
    ],
    "[[gate.eligibility]]\nkind = 'confirm'\nkey = 'x'\nmin = 3": [
        '1:1: "question" is missing in [gate.eligibility]',
        (
            '4:1: there is no key "min" in [gate.eligibility]; known are key, kind, question, sensitive, unsure, '
            "visible_to_staff"
        ),
    ],
    "[[gate.consent]]\nkey = 'a'\nstatement = ''": [
        "3:13: the text is empty; write what people should read, or leave the key out"
    ],
    "[gate]\nclosing = { en = 3 }": [
        '2:11: this should be a text; allowed is a text in quotes, or a table by language: { en = "…" }'
    ],
    "[gate]\nclosing = {}": [
        '2:11: this should be a text; allowed is a text in quotes, or a table by language: { en = "…" }'
    ],
    "[quiet_hours]\nfrom = '20:00'\nto = 08:00:00": [
        '2:8: "from" should be a time without quotes, such as 20:00:00, and is a text'
    ],
    "[quiet_hours]\nfrom = 20:00:00\nto = 08:00:00\ndays = ['monday']": [
        '4:9: "monday" is not known here; allowed are mon, tue, wed, thu, fri, sat, sun; did you mean "mon"?'
    ],
    "[enforcement]\nladder = ['word', 'mut 24h']": [
        '2:19: there is no step "mut 24h"; allowed are word, warning, mute 24h, suspend 24h, remove, bar'
    ],
    "[enforcement]\nladder = ['mute']": [
        '2:11: "mute" needs how long it lasts; allowed are word, warning, mute 24h, suspend 24h, remove, bar'
    ],
    "[enforcement]\nladder = ['remove 3d']": [
        '2:11: "remove" has no length of time; allowed are word, warning, mute 24h, suspend 24h, remove, bar'
    ],
    "[reports]\nchain = ['staff soon']": [
        '2:10: "soon" is not a length of time; allowed is who is called, and how long they have: '
    ],
    "[reports]\nlabels = 3": ['2:10: "labels" should be a table with keys, and is a whole number'],
    "[[team]]\nname = 'Kim'\nrole = 'stuff'": [
        (
            '3:8: "stuff" is not known here; allowed are owner, staff, volunteer, tutor, safeguarding, trustee, '
            'partner; did you mean "staff"?'
        )
    ],
    "[[groups]]\nkey = 'a'\ntitle = 'A'\nends = '2026-01-01'": [
        '4:8: "ends" should be a date without quotes, such as 2026-03-12, and is a text'
    ],
    "[[groups]]\nkey = 'a'\ntitle = 'A'\nends = 2026-01-01T00:00:00Z": [
        '4:8: "ends" should be a date without quotes, such as 2026-03-12, and is a date with a time'
    ],
    "[[groups]]\nkey = 'a'\n[groups.gate]\nmode = 3": [
        '1:1: "title" is missing in [groups]',
        '4:8: "3" is not known here; allowed are quiz, notice, roster, review',
    ],
}


@pytest.mark.parametrize("added", UNREADABLE)
def test_what_cannot_be_read_is_named_at_its_place(added: str) -> None:
    found, expected = said_of(added), UNREADABLE[added]
    assert len(found) == len(expected), found
    for sentence, start in zip(found, expected, strict=True):
        assert sentence.startswith(start)


SYNTAX = {
    "[community]\nname = Northside": "2:8: a value is missing or cannot be read; texts stand in quotes",
    "[quiet_hours]\nfrom = 20:00\n": "2:10: a time needs its seconds: 20:00:00",
    "[policy]\nratified = 2026-13-01": "2:16: there is no such date; a date is year, month and day: 2026-03-12",
    "[policy]\nversion '1'": "2:9: a key is followed by = and its value",
    "[policy\nversion = '1'": "1:8: a closing ] is missing",
    "[a]\n[a]": "2:3: this table was begun above already; put its keys together",
    "[a]\nb = 1\nb = 2": "3:6: this key has a value already; give it once",
    "a = 'x": "1:7: a text is not closed; it ends with the quotes it began with",
    'a = "x\ny"': "1:7: a text is not closed; it ends with the quote it began with, on the same line",
    'a = "C:\\path"': '1:8: in a text, write a backslash twice: "\\\\"',
    "a = [1,\n2": "2:2: a list is not closed; it ends with ]",
    "a = { b = 1, b = 2 }": "1:19: this key stands twice in one table; give it once",
    "é = 1": "1:1: this is neither a key with its value nor the head of a table; keys are a-z, 0-9, - and _",
    "a = " + "9" * 5000: "1:1: a number in this file is too long to be read",
    "a = " + "[" * 5000: "1:25: lists or tables are nested too deeply here",
    "a = " + "[" * 50 + "]" * 50: "1:25: lists or tables are nested too deeply here",
    ".".join("a" * 50) + " = 1": "1:1: lists or tables are nested too deeply here",
}


@pytest.mark.parametrize("text", SYNTAX, ids=lambda text: text[:24])
def test_a_slip_in_the_writing_is_named_at_its_place(text: str) -> None:
    assert said(text) == [SYNTAX[text]]


def test_nobody_can_write_a_fingerprint_into_the_file() -> None:
    for name in ("fingerprint", "substance"):
        (problem,) = check_policy(f"{name} = 'x'\n{SOUND}", name="p.toml", today=TODAY).problems
        assert (problem.line, problem.column) == (1, 1)
        assert problem.message.startswith(f'there is no key "{name}"; known are announcements, community')


def test_three_mistakes_of_three_sorts_are_all_told_at_once() -> None:
    text = SMALLEST.replace('key = "northside"', 'key = "North Side"\ntimezon = "Europe/London"')
    text += "ratified = '2026-03-12'\n"
    with pytest.raises(PolicyRefused) as refused:
        read_policy(text, name="policies/north.toml")
    assert [str(problem).partition(";")[0] for problem in refused.value.problems] == [
        'policies/north.toml:3:7: "North Side" is not a key',
        'policies/north.toml:4:1: there is no key "timezon" in [community]',
        'policies/north.toml:8:12: "ratified" should be a date without quotes, such as 2026-03-12, and is a text',
    ]
    assert all(str(problem) in str(refused.value) for problem in refused.value.problems)


def test_a_mistake_in_what_groups_inherit_is_told_once() -> None:
    group = "\n[[groups]]\nkey = 'a'\ntitle = 'A'\ngate.attempts = 2\n"
    assert said_of("[gate]\nexpires = 'soon'\n[[gate.eligibility]]\nkind = 'age'" + group) == [
        '2:11: "soon" is not a length of time; allowed is a whole number with its unit: 30s, 15m, 48h, 7d or 2y',
        '3:1: "key" is missing in [gate.eligibility]',
    ]
    young = "[[gate.eligibility]]\nkind = 'age'\nkey = 'age'\nmin = 9\nmax = 8"
    assert len(said_of(young + group)) == 1


def test_nothing_is_concluded_from_what_could_not_be_read() -> None:
    unreadable_team = SOUND.replace('role = "owner"', 'role = "owner"\ngroups = 3')
    assert len(said(unreadable_team)) == 1
    nameless_group = "[[groups]]\ntitle = 'A'\n[[groups]]\nkey = 'b'\ntitle = 'B'\nsuccessor = 'a'"
    assert said_of(nameless_group) == ['1:1: "key" is missing in [groups]']


def test_nobody_reads_the_words_of_the_libraries() -> None:
    everything = " ".join(
        str(problem)
        for added in UNREADABLE
        for problem in check_policy(SOUND + added, name="p.toml", today=TODAY).problems
    )
    for jargon in ("Input should", "validation", "keyword", "dictionary", "NoneType", "pydantic", "tuple"):
        assert jargon not in everything

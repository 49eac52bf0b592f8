"""What is wrong although all of it can be read."""

from datetime import date

import pytest

from config.policy import check_policy
from tests.config.policy_texts import SMALLEST, SOUND, TODAY, said, said_of

GROUP = "[[groups]]\nkey = 'a'\ntitle = 'A'\n"
SENSITIVE = "[[gate.eligibility]]\nkind = 'confirm'\nkey = 'ms'\nquestion = 'MS?'\nsensitive = true\n"
AGE = "[[gate.eligibility]]\nkind = 'age'\nkey = 'age'\nmin = 18\n"
QUESTIONS = "there are questions; who may come in holds for every group, and a notice asks nobody; use quiz, or review"

ERRORS = {
    "[[groups]]\nkey = 'Evening Group'\ntitle = 'A'": [
        '2:7: "Evening Group" is not a key; allowed are 1 to 40 small letters a-z, digits and -'
    ],
    GROUP + GROUP: ['5:7: "a" stands here twice; each needs a key of its own'],
    GROUP + "starts = 2026-09-21\nends = 2026-09-20": ["5:8: it ends (2026-09-20) before it starts (2026-09-21)"],
    GROUP + "successor = 'b'": ['4:13: there is no group "b"; there is no other group'],
    GROUP + "successor = 'a'": ["4:13: a group cannot be its own successor; name another, or leave it out"],
    GROUP + "[[groups]]\nkey = 'evening'\ntitle = 'E'\n[[groups]]\nkey='c'\ntitle='C'\nsuccessor = 'evenning'": [
        '10:13: there is no group "evenning"; known are a, evening; did you mean "evening"?'
    ],
    GROUP + "telegram = 100": [
        "4:12: 100 is not a group on Telegram; their numbers begin with a minus: -1001234567890"
    ],
    GROUP + "matrix = '#a:b.org'": [
        '4:10: "#a:b.org" is not the id of a room on Matrix; those begin with "!", not with "#"'
    ],
    GROUP + "telegram = -1\n[[groups]]\nkey = 'b'\ntitle = 'B'\ntelegram = -1": [
        '8:12: this is the group "a" already; each has an id of its own'
    ],
    "[[team]]\nname = 'Kim'\nrole = 'trustee'\ntelegram = 111": [
        "4:12: this is Sam's already; each person has an id of their own"
    ],
    GROUP + "[[team]]\nname = 'Kim'\nrole = 'tutor'\ngroups = ['a', 'evening']": [
        '7:16: there is no group "evening"; known are a'
    ],
    "[[team]]\nname = 'Kim'\nrole = 'tutor'\nmatrix = 'kim'": [
        '4:10: "kim" is not a person on Matrix; allowed is an id such as @sam:northside.example'
    ],
    "[[moderators.rota]]\nwho = 'Samm'\nfrom = 09:00:00\nto = 09:00:00": [
        '2:7: nobody in the team is called "Samm"; known are Sam, Robin; did you mean "Sam"?',
        "4:6: the turn ends when it begins; give two different times",
    ],
    "[[gate.eligibility]]\nkind = 'age'\nkey = 'age'\nmin = 35\nmax = 18": [
        "4:7: min (35) is above max (18), so that nobody is eligible; min is the youngest age and max the oldest"
    ],
    "[[gate.eligibility]]\nkind = 'age'\nkey = 'age'\nmin = -1": [
        "4:7: -1 is not an age; allowed are years from 0 to 130"
    ],
    "[[gate.eligibility]]\nkind = 'choice'\nkey = 'c'\nquestion = 'Where?'\n"
    "options = [{ key = 'x', label = 'X', eligible = false }, { key = 'x', label = 'Y', eligible = false }]": [
        "5:11: no option is eligible, so that nobody can be let in; leave out one eligible = false",
        '5:66: "x" stands here twice; each needs a key of its own',
    ],
    "[gate]\nmode = 'notice'\nnotice = 'Hello.'\n" + SENSITIVE: [
        (
            '2:8: the mode is "notice" although a question is sensitive; '
            "a sensitive question is never answered by a notice; use quiz, or review"
        )
    ],
    SENSITIVE + GROUP + "gate.mode = 'notice'\ngate.notice = 'Hello.'": [
        (
            '9:13: the mode is "notice" although a question is sensitive; '
            "a sensitive question is never answered by a notice; use quiz, or review"
        )
    ],
    "[gate]\nmode = 'notice'\nnotice = 'Hello.'\n" + AGE: [f'2:8: the mode is "notice" although {QUESTIONS}'],
    AGE + GROUP + "gate = { mode = 'notice', notice = 'Hello.', eligibility = [] }": [
        f'8:17: the mode is "notice" although {QUESTIONS}'
    ],
    "[gate]\nmode = 'notice'\nnotice = 'Hello.'\nguardian_age = 18": [
        (
            '2:8: the mode is "notice" although there is a "guardian_age"; '
            "nobody is asked how old they are; use quiz, or roster"
        )
    ],
    "[gate]\nmode = 'notice'": ['2:8: the mode is "notice", but there is no "notice"; write what people are told'],
    "[gate]\nknock = true\n" + SENSITIVE: [
        (
            "2:9: there is knocking although a question is sensitive; "
            "all members see who knocks; leave knock out, or set it to false"
        )
    ],
    "[gate]\nattempts = 0": ['2:12: "attempts" cannot be 0; allowed is 1 to 100'],
    "[upkeep]\noverlap = 80": ['2:11: "overlap" cannot be 80; allowed is 0 to 1'],
    "[quiet_hours]\nfrom = 20:00:00": ['1:1: "to" is missing in [quiet_hours]; a span has a beginning and an end'],
    "[quiet_hours]\nfrom = 20:00:00\nto = 20:00:00\ndays = []": [
        "3:6: the quiet hours end when they begin; give two different times",
        "4:8: no day is given; leave days out for every day",
    ],
    "[quiet_hours]\nfrom = 20:00:00\nto = 08:00:00\nspans = [{ from = 12:00:00, to = 13:00:00 }]": [
        "4:9: there are both spans and from/to; write the hours in one of the two ways"
    ],
    "[content]\nserious = ['x', ' ']": [
        "2:17: the word is empty and would be found everywhere; write one, or remove it"
    ],
    "[content]\nlinks = 'listed'\nallowed_domains = ['https://nhs.uk/']": [
        '3:20: "https://nhs.uk/" is not a domain; allowed are domains such as "nhs.uk", without https://'
    ],
    "[enforcement]\nladder = []": ['2:10: the ladder has no step; give at least one, such as "word"'],
    "[enforcement]\nladder = ['warning', 'word', 'mute 2h', 'mute 1h']": [
        '2:22: "word" is softer than "warning" before it; the ladder goes from the mildest to the hardest',
        '2:41: "mute 1h" is softer than "mute 2h" before it; the ladder goes from the mildest to the hardest',
    ],
    "[reports]\ncategories = ['worried', 'harasment']": [
        (
            '2:26: "harasment" has no label; known are unwanted-message, harassment, worried, rules, privacy, '
            'unofficial-group, other; one of your own needs a text in [reports.labels]; did you mean "harassment"?'
        )
    ],
    "[reports]\ncategories = ['rules']\nurgent = ['worried']\nrisk = []": [
        '3:11: "worried" is not among the categories; categories has rules'
    ],
    "[reports]\nchain = ['on-call', 'safegarding']": [
        (
            '2:21: nobody is called "safegarding"; known are on-call, owner, staff, volunteer, tutor, safeguarding, '
            'trustee, partner; did you mean "safeguarding"?'
        )
    ],
}


@pytest.mark.parametrize("added", ERRORS)
def test_a_contradiction_is_an_error_at_its_place(added: str) -> None:
    assert said_of(added) == ERRORS[added]
    assert check_policy(SOUND + added, name="p.toml", today=TODAY).policy is None


IN_THE_HEAD = {
    ('key = "northside"', 'key = "northside"\ntimezone = "Europe/Londn"'): (
        '4:12: there is no time zone "Europe/Londn"; allowed are IANA names such as Europe/London; '
        'did you mean "Europe/London"?'
    ),
    ('key = "northside"', 'key = "northside"\ntimezone = "../../etc/passwd"'): (
        '4:12: there is no time zone "../../etc/passwd"; allowed are IANA names such as Europe/London'
    ),
    ('key = "northside"', 'key = "northside"\nlanguage = "English"'): (
        '4:12: "English" is not the tag of a language; allowed are tags such as en, cy or en-GB'
    ),
    ('version = "1"', 'version = "first"'): '6:11: "first" is not a version; allowed are such as "1.3"',
    ("review_by = 2027-03-12", "review_by = 2026-01-01"): (
        "8:13: the review comes before the day of ratifying; it has to come after"
    ),
    ('version = "1"', 'version = "1"\nrules_day = "02-30"'): (
        '7:13: "02-30" is no day of the year; allowed are month and day, such as "09-01"'
    ),
}


@pytest.mark.parametrize("change", IN_THE_HEAD)
def test_the_head_of_the_file_is_looked_at(change: tuple[str, str]) -> None:
    assert said(SOUND.replace(*change))[0] == IN_THE_HEAD[change]


WARNINGS = {
    "[content]\nallowed_domains = ['nhs.uk']": [
        '2:19: warning: the domains have no effect while links = "any"; set links = "listed", or remove them'
    ],
    "[content]\nwatch = ['…']": ['2:10: warning: "…" has no letter, and is found wherever somebody writes it'],
    "[quiet_hours]\nmode = 'remind'": ['1:1: warning: no hours are given; write "from" and "to", or mode = "off"'],
    GROUP + "kind = 'course'": [
        "1:1: warning: this course has no end, so that its group is never closed; give it the day on which it ends"
    ],
    GROUP + "contacts.crisis = []": [
        "4:19: warning: no crisis contacts are given, so nobody in distress can be told whom to call"
    ],
    "[gate]\nmode = 'notice'\nnotice = 'Hello.'\n[[gate.consent]]\nkey = 'a'\nstatement = 'Yes.'": [
        (
            '2:8: warning: the mode is "notice", but there are consent statements; '
            "they are not put one by one where a notice is all; write into the notice what people agree to"
        )
    ],
    f"[[gate.consent]]\nkey = 'a'\nstatement = '{'x' * 301}'": [
        "3:13: warning: this text has 301 characters; what is asked should stay under 300"
    ],
    "[[team]]\nname = 'Kim'\nrole = 'staff'\n[[team]]\nname = 'Jo'\nrole = 'owner'": [
        "-7:1: warning: 4 in the team can act as admins (owner or staff); the policy wants 3 at most"
    ],
    "[[descriptions]]\naudience = 'parents'\nforms = ['For parents.']\n" + GROUP + "audience = 'parent'": [
        '7:12: warning: there is no description for the audience "parent"; known are parents; did you mean "parents"?'
    ],
}


@pytest.mark.parametrize("added", WARNINGS)
def test_what_should_be_thought_about_is_a_warning(added: str) -> None:
    assert said_of(added) == WARNINGS[added]
    assert check_policy(SOUND + added, name="p.toml", today=TODAY).policy is not None


@pytest.mark.clause("AZ-2.1")
def test_the_check_names_each_topic_that_an_agreement_leaves_out() -> None:
    covers = "['confidentiality', 'safety', 'equality', 'inclusion', 'bullying', 'language', 'respect']"
    own = GROUP + f"agreement = 'https://a.example'\nagreement_covers = {covers}"
    message = "warning: the agreement leaves out non-judgement, boundaries, professionals"
    assert said_of(own) == [f"5:20: {message}"]
    community = SOUND.replace('version = "1"', f'version = "1"\nagreement_covers = {covers}')
    assert said(community) == [f"7:20: {message}"]


def test_a_title_that_does_not_show_whose_group_it_is_is_named() -> None:
    text = SOUND.replace('key = "northside"', 'key = "northside"\ntitle_prefix = "Northside"') + GROUP
    assert said(text) == [
        '24:9: warning: the title does not begin with "Northside", as "title_prefix" has it for every official group'
    ]


def test_a_policy_without_admins_or_crisis_contacts_is_read_with_warnings() -> None:
    assert said(SMALLEST) == [
        "1:1: warning: 0 in the team can act as admins (owner or staff); there should be at least 2",
        "1:1: warning: no crisis contacts are given, so nobody in distress can be told whom to call",
        '5:1: warning: "review_by" is missing, so that nobody is reminded of the review',
    ]


@pytest.mark.parametrize(
    ("today", "review_by", "expected"),
    [
        (date(2027, 3, 12), "2027-03-12", []),
        (date(2027, 3, 13), "2027-03-12", ["8:13: warning: the review was due by 2027-03-12"]),
        (TODAY, "2029-03-11", []),
        (
            TODAY,
            "2029-03-12",
            ["8:13: warning: the review is more than 3 years after the day of ratifying; the policy allows no more"],
        ),
    ],
)
def test_the_review_is_neither_late_nor_too_far_away(today: date, review_by: str, expected: list[str]) -> None:
    text = SOUND.replace("2027-03-12", review_by)
    found = check_policy(text, name="p.toml", today=today).problems
    assert [str(problem).removeprefix("p.toml:") for problem in found] == expected

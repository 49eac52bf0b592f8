"""What holds in a group, and what settings say of themselves."""

from datetime import time

import pytest

from bot.core.community.settings import AgreementTopic, Community, PolicyDocument
from bot.core.consent.settings import ConsentStatement
from bot.core.content.settings import Content, Links
from bot.core.membership.settings import AgeQuestion, ConfirmQuestion, Gate
from bot.core.policy import Group, Policy
from bot.core.quiet_hours.settings import EVERY_DAY, QuietHours, QuietMode, QuietSpan, Weekday
from bot.core.relay.settings import RelayNames
from bot.core.team.settings import Role, TeamMember
from bot.core.words import Words

OWN_GATE = Gate(attempts=1)
POLICY = Policy(
    community=Community(name=Words.of("Northside"), key="northside", language="en", languages=("cy", "en")),
    policy=PolicyDocument(
        version="1",
        agreement=Words.of("https://all.example"),
        agreement_covers=(AgreementTopic.SAFETY,),
        rules=(Words.of("Be kind."),),
    ),
    content=Content(links=Links.LISTED),
    team=(
        TeamMember(name="Sam", role=Role.STAFF),
        TeamMember(name="Kim", role=Role.TUTOR, groups=("course",)),
        TeamMember(name="Jo", role=Role.TRUSTEE, groups=()),
    ),
    groups=(
        Group(key="evening", title="Evening"),
        Group(
            key="course",
            title="Course",
            gate=OWN_GATE,
            rules=(),
            agreement=Words.of("https://course.example"),
            relay_names=RelayNames.INITIALS,
        ),
    ),
)


def test_a_group_without_overrides_has_the_communitys_policy() -> None:
    evening = POLICY.for_group("evening")
    assert evening.rules == POLICY.policy.rules
    assert evening.agreement == Words.of("https://all.example")
    assert evening.agreement_covers == (AgreementTopic.SAFETY,)
    assert (evening.gate, evening.content) == (POLICY.gate, POLICY.content)
    assert evening.relay_names is RelayNames.FULL


def test_a_group_overrides_what_it_names_and_nothing_else() -> None:
    course = POLICY.for_group("course")
    assert course.gate is OWN_GATE
    assert course.rules == ()
    assert course.agreement == Words.of("https://course.example")
    assert course.content == POLICY.content
    assert course.relay_names is RelayNames.INITIALS


def test_another_agreement_does_not_cover_what_the_communitys_does() -> None:
    assert POLICY.for_group("course").agreement_covers is None


def test_what_holds_everywhere_is_what_no_group_overrides() -> None:
    assert POLICY.everywhere().rules == POLICY.policy.rules
    assert POLICY.everywhere().gate == POLICY.gate


def test_the_team_of_a_group_are_those_who_look_after_it() -> None:
    assert [member.name for member in POLICY.for_group("evening").team] == ["Sam"]
    assert [member.name for member in POLICY.for_group("course").team] == ["Sam", "Kim"]
    assert [member.name for member in POLICY.with_role(Role.TRUSTEE)] == ["Jo"]


def test_an_unknown_group_has_no_policy() -> None:
    with pytest.raises(KeyError):
        POLICY.for_group("morning")


def test_the_communitys_own_language_is_the_first_of_its_languages() -> None:
    assert POLICY.community.all_languages == ("en", "cy")


def test_versions_are_compared_as_people_count_them() -> None:
    versions = ["1", "1.2", "1.9", "1.10", "2-draft", "2", "2.0", "2026-03"]
    assert sorted(versions, key=lambda version: PolicyDocument(version=version).order) == [
        "1",
        "1.2",
        "1.9",
        "1.10",
        "2",
        "2-draft",
        "2.0",
        "2026-03",
    ]


def test_quiet_hours_are_one_span_or_several_or_off() -> None:
    lunch = QuietSpan(from_=time(12), to=time(13), days=(Weekday.MON,))
    night = QuietHours(from_=time(20), to=time(8))
    assert night.all_spans == (QuietSpan(from_=time(20), to=time(8), days=EVERY_DAY),)
    assert QuietHours(spans=(lunch,)).all_spans == (lunch,)
    assert QuietHours().all_spans == ()
    assert QuietHours(from_=time(20), to=time(8), mode=QuietMode.OFF).all_spans == ()
    assert [day.number for day in Weekday] == [0, 1, 2, 3, 4, 5, 6]


def test_nobody_may_knock_where_it_would_tell_something() -> None:
    sensitive = ConfirmQuestion(key="ms", question=Words.of("MS?"), sensitive=True)
    age = AgeQuestion(key="age", min=18)
    assert Gate(eligibility=(age,)).may_knock
    assert not Gate(eligibility=(age,), knock=False).may_knock
    assert not Gate(eligibility=(age, sensitive)).may_knock
    assert not Gate(eligibility=(sensitive,), knock=True).may_knock


def test_a_question_is_found_by_its_key() -> None:
    age = AgeQuestion(key="age", min=18)
    gate = Gate(eligibility=(age,), consent=(ConsentStatement(key="rules", statement=Words.of("I agree.")),))
    assert gate.question("age") is age
    with pytest.raises(KeyError):
        gate.question("rules")

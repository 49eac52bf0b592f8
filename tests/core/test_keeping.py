"""What should be so in a group, compared with what is seen."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot.core.community.rights import MEANINGS, NOT_THERE, GroupSight, Power, Right, WayIn
from bot.core.community.settings import Community, DescriptionTemplate, PolicyDocument
from bot.core.effects import AllowKnocking
from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.desired import desired, difference
from bot.core.keeping.needs import lacking, needed, useful
from bot.core.membership.settings import AgeQuestion, Gate
from bot.core.policy import Group, GroupKind, GroupPolicy, Policy
from bot.core.words import Words

EVENING = GroupId("north/evening")
MATRIX = PlatformName.MATRIX
SENSITIVE = AgeQuestion(key="age", sensitive=True)
HARMLESS = AgeQuestion(key="age")


def holds(gate: Gate, kind: GroupKind = GroupKind.SUPPORT) -> GroupPolicy:
    community = Community(name=Words.of("North"), key="north")
    group = Group(key="evening", title="Evening", kind=kind)
    policy = Policy(community=community, policy=PolicyDocument(version="1"), gate=gate, groups=(group,))
    return policy.for_group("evening")


def sight(way_in: WayIn | None = None, *held: Right, among: tuple[Right, ...] = tuple(Right)[1:]) -> GroupSight:
    powers = tuple(Power(right, right in held, f"may_{right}") for right in among)
    return GroupSight(present=True, powers=powers, way_in=way_in)


def to_do(gate: Gate, way_in: WayIn | None, *held: Right, kind: GroupKind = GroupKind.SUPPORT) -> bool | None:
    """Whether knocking is switched on, or off, or left alone."""
    effects = difference(EVENING, MATRIX, desired(holds(gate, kind)), sight(way_in, *held))
    match effects:
        case ():
            return None
        case (AllowKnocking(group=group, platform=platform, allowed=allowed),):
            assert (group, platform) == (EVENING, MATRIX)
            return allowed
    raise AssertionError(effects)


@pytest.mark.parametrize("gate", [Gate(eligibility=(SENSITIVE,)), Gate(knock=False)])
def test_knocking_is_switched_off_where_the_policy_does_not_want_it(gate: Gate) -> None:
    assert to_do(gate, WayIn.KNOCKING, Right.DOOR) is False
    for other in (WayIn.INVITED, WayIn.ANYBODY, WayIn.FROM_ELSEWHERE, None):
        assert to_do(gate, other, Right.DOOR) is None


def test_a_door_is_opened_only_where_the_policy_says_so_in_words() -> None:
    assert to_do(Gate(eligibility=(HARMLESS,)), WayIn.INVITED, Right.DOOR) is None
    assert to_do(Gate(eligibility=(HARMLESS,)), WayIn.KNOCKING, Right.DOOR) is None
    assert to_do(Gate(eligibility=(HARMLESS,), knock=True), WayIn.INVITED, Right.DOOR) is True
    assert to_do(Gate(eligibility=(SENSITIVE,), knock=True), WayIn.INVITED, Right.DOOR) is None


@pytest.mark.parametrize("way_in", [WayIn.ANYBODY, WayIn.FROM_ELSEWHERE, WayIn.KNOCKING])
def test_a_door_that_people_have_set_otherwise_is_not_turned_into_a_knock(way_in: WayIn) -> None:
    assert to_do(Gate(knock=True), way_in, Right.DOOR) is None


def test_how_one_comes_into_a_staff_group_is_its_own_affair() -> None:
    for way_in in WayIn:
        assert to_do(Gate(knock=False), way_in, Right.DOOR, kind=GroupKind.STAFF) is None


def test_what_the_bot_may_not_do_is_not_tried_but_missing() -> None:
    gate = Gate(knock=False)
    assert to_do(gate, WayIn.KNOCKING) is None
    assert Right.DOOR in [power.right for power in lacking(holds(gate), sight(WayIn.KNOCKING))]
    assert Right.DOOR not in [power.right for power in lacking(holds(gate), sight(WayIn.INVITED))]


def test_once_it_is_done_there_is_nothing_left_to_do() -> None:
    """Whatever the policy says and whatever was seen, the second look finds what the first one wanted."""
    after = {True: WayIn.KNOCKING, False: WayIn.INVITED}
    asked = itertools.product((SENSITIVE, HARMLESS), (True, False, None))
    gates = [Gate(eligibility=(question,), knock=knock) for question, knock in asked]
    for gate, way_in, kind in itertools.product(gates, (*WayIn, None), GroupKind):
        allowed = to_do(gate, way_in, Right.DOOR, kind=kind)
        if allowed is not None:
            assert to_do(gate, after[allowed], Right.DOOR, kind=kind) is None


def test_where_the_bot_is_not_that_alone_is_missing() -> None:
    assert [power.right for power in lacking(holds(Gate()), NOT_THERE)] == [Right.BE_THERE]


def test_what_is_missing_comes_in_one_order_and_names_what_gives_it() -> None:
    upside_down = replace(sight(), powers=tuple(reversed(sight().powers)))
    missing = lacking(holds(Gate()), upside_down)
    assert [power.right for power in missing][:3] == [Right.INVITE, Right.DELETE, Right.REMOVE]
    assert missing[0].called == "may_invite"


def test_a_right_that_a_platform_does_not_know_is_never_missing() -> None:
    assert lacking(holds(Gate()), sight(among=(Right.PIN,))) == ()


def test_staff_let_each_other_in() -> None:
    seen = sight(None, Right.DELETE, Right.WRITE, Right.READ)
    assert lacking(holds(Gate(), GroupKind.STAFF), seen) == ()
    assert Right.INVITE in [power.right for power in lacking(holds(Gate()), seen)]


def test_what_the_policy_describes_takes_the_right_to_say_it() -> None:
    plain = holds(Gate())
    policy = replace(plain.policy, descriptions=(DescriptionTemplate(audience="all", forms=()),))
    described = replace(plain, policy=policy)
    assert needed(described, sight()) - needed(plain, sight()) == {Right.INFO}


def test_whatever_is_not_held_is_either_missing_or_useful() -> None:
    both = (*lacking(holds(Gate()), sight()), *useful(holds(Gate()), sight()))
    assert {power.right for power in both} == set(Right) - {Right.BE_THERE}
    assert len(both) == len(Right) - 1


def test_every_right_says_what_it_is_and_what_is_amiss_without_it() -> None:
    assert set(MEANINGS) == set(Right)
    assert len({meaning.name for meaning in MEANINGS.values()}) == len(Right)

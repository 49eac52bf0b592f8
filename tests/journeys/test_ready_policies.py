"""People go through the gates of the policies that come with the program, and read what these say."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.policy import Policy
from config.policy import read_policy
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.ready import LAST_DAY, is_turned_away, is_welcome, ready

SEEN = ("Is that all right with you", "Yes, others may see that")
SEEN_TYPED = ("Is that all right with you", "yes")
PURPOSE, NO_END = "Hello! You would like to join", "It has no end date"


async def is_put_on_roster(staff: Somebody, group: str, *people: Somebody) -> None:
    rows = "\n".join(f"{each.name},{each.handle}" for each in people)
    await staff.says(f"roster {group} add {rows}")
    await staff.hears(f"Added, {len(people)}")
    await staff.says("Yes, change the roster")
    await staff.hears(f"now: {len(people)}")


async def has_a_guardians_yes(staff: Somebody, group: str, somebody: Somebody) -> None:
    await staff.says(f"roster {group} guardian {somebody.name}")
    await staff.hears("Have you seen that a guardian", somebody.name)
    await staff.says("Yes, I have seen it")
    await staff.hears("noted that you have seen the consent")


async def on_duty(hall: Hall, name: str) -> Somebody:
    staff = await hall.one_of_the_team(name)
    await staff.opens_chat("menu")
    await staff.hears("What would you like to do")
    return staff


async def comes_into_the_teams_group(staff: Somebody, somebody: Somebody, policy: Policy, group: str) -> None:
    await is_put_on_roster(staff, group, somebody)
    await somebody.comes_to(group)
    await somebody.types(SEEN_TYPED)
    for _ in policy.for_group(group).gate.consent:
        await somebody.types(("Do you agree?", "yes"))
    await somebody.types(("Do you agree to this?", "yes"))
    await is_welcome(somebody, policy, group)


@pytest.mark.clause("MS-3.1", "MS-3.2", "MS-3.4", "MS-9.1", "AZ-4.1")
async def test_peer_support_asks_about_health_with_care(open_hall: OpenHall) -> None:
    text = ready("peer-support")
    policy = read_policy(text, name="peer-support.toml")
    health, agreed = str(policy.gate.sensitive_consent), [str(each.statement) for each in policy.gate.consent]
    closing = str(policy.gate.closing)
    async with open_hall(policy=text) as hall, hall.at_work():
        sam = await on_duty(hall, "Sam")

        async def fits_by_buttons() -> None:
            ada = await hall.somebody("Ada")
            await ada.comes_to("uk")
            await ada.hears(PURPOSE)
            await ada.hears(str(policy.group("uk").purpose), NO_END)
            await ada.answers(
                SEEN,
                ("How old are you", "Between 30 and 39"),
                ("how old exactly", "35 years old"),
                (health, "Yes, you may ask me"),
                ("Do you live with MS", "Yes"),
                ("Where do you live", "In Scotland"),
                *((each, "Yes, I agree") for each in agreed),
                (closing, "Yes, I agree to this"),
            )
            await is_welcome(ada, policy, "uk")

        async def is_too_young() -> None:
            bea = await hall.somebody("Bea")
            await bea.comes_to("uk")
            await bea.types(SEEN_TYPED, ("How old are you", "17"))
            await is_turned_away(bea, policy, "uk", young=True)

        async def does_not_live_with_it() -> None:
            cy = await hall.somebody("Cy")
            await cy.comes_to("newly-diagnosed")
            await cy.types(SEEN_TYPED, ("How old are you", "24"), (health, "ok"), ("Do you live with MS", "no"))
            await is_turned_away(cy, policy, "newly-diagnosed")

        async def is_not_sure_yet() -> None:
            dee = await hall.somebody("Dee")
            await dee.comes_to("newly-diagnosed")
            await dee.types(
                SEEN_TYPED,
                ("How old are you", "24"),
                (health, "ok"),
                ("Do you live with MS", "not sure"),
                ("Where do you live", "In Wales"),
                *((each, "i agree") for each in agreed),
                (closing, "yes"),
            )
            await dee.hears("Somebody from the team will decide")
            await sam.hears("May Dee come into")
            await sam.chooses("Yes, let Dee in")
            await is_welcome(dee, policy, "newly-diagnosed")
            assert not any("MS" in said for said in await sam.heard() if "Dee" in said)

        await asyncio.gather(fits_by_buttons(), is_too_young(), does_not_live_with_it(), is_not_sure_yet())
        await comes_into_the_teams_group(sam, await hall.somebody("Eve"), policy, "team")


@pytest.mark.clause("AZ-2.4", "AZ-4.1", "AZ-5.1", "AZ-5.3", "AZ-5.4", "ML-3.3")
async def test_family_services_know_their_young_people_and_say_yes_to_each_parent(open_hall: OpenHall) -> None:
    text = ready("family-services")
    policy = read_policy(text, name="family-services.toml")
    parents, futures = policy.for_group("parents-east").gate, policy.for_group("futures").gate
    async with open_hall(policy=text) as hall, hall.at_work():
        claire = await on_duty(hall, "Claire")
        kit, lou, nia, oz = [await hall.somebody(name) for name in ("Kit", "Lou", "Nia", "Oz")]
        await is_put_on_roster(claire, "futures", kit, lou, oz)
        await has_a_guardians_yes(claire, "futures", kit)

        async def is_let_in_by_the_admins() -> None:
            ada = await hall.somebody("Ada")
            await ada.comes_to("parents-east")
            await ada.answers(
                SEEN,
                ("parent or carer", "Yes"),
                ("Where does your family live", "In the east of the county"),
                *((str(each.statement), "Yes, I agree") for each in parents.consent),
                (str(parents.closing), "Yes, I agree to this"),
            )
            await ada.hears("Somebody from the team will decide")
            await claire.hears("May Ada come into")
            await claire.chooses("Yes, let Ada in")
            await is_welcome(ada, policy, "parents-east")

        async def lives_too_far_away() -> None:
            ben = await hall.somebody("Ben")
            await ben.comes_to("parents-east")
            await ben.types(
                SEEN_TYPED, ("parent or carer", "yes"), ("Where does your family live", "Outside of the county")
            )
            await is_turned_away(ben, policy, "parents-east")

        async def is_fifteen_and_may() -> None:
            await kit.comes_to("futures")
            await kit.answers(
                SEEN,
                ("How old are you", "Between 10 and 19"),
                ("how old exactly", "15 years old"),
                *((str(each.statement), "Yes, I agree") for each in futures.consent),
                (str(futures.closing), "Yes, I agree to this"),
            )
            await is_welcome(kit, policy, "futures")

        async def is_fifteen_and_nobody_has_agreed() -> None:
            await lou.comes_to("futures")
            await lou.types(SEEN_TYPED, ("How old are you", "15"))
            await lou.hears("a grown-up who looks after you has to say yes first", "futures@willow.example")
            assert not await lou.is_in("futures")

        async def is_not_known() -> None:
            await nia.comes_to("futures")
            await is_turned_away(nia, policy, "futures")
            assert not any("Question" in said for said in await nia.heard())

        async def is_thirteen() -> None:
            await oz.comes_to("futures")
            await oz.types(SEEN_TYPED, ("How old are you", "13"))
            await is_turned_away(oz, policy, "futures", young=True)

        await asyncio.gather(
            is_let_in_by_the_admins(),
            lives_too_far_away(),
            is_fifteen_and_may(),
            is_fifteen_and_nobody_has_agreed(),
            is_not_known(),
            is_thirteen(),
        )
        await comes_into_the_teams_group(claire, await hall.somebody("Vi"), policy, "volunteers")


@pytest.mark.clause("SP-1.2", "SP-3.3", "SP-5.1")
async def test_courses_say_what_they_are_for_and_until_when(open_hall: OpenHall) -> None:
    text = ready("courses")
    policy = read_policy(text, name="courses.toml")
    agreed = [str(each.statement) for each in policy.gate.consent]
    async with open_hall(policy=text) as hall, hall.at_work():
        mel = await on_duty(hall, "Mel")

        async def takes_part() -> None:
            ada = await hall.somebody("Ada")
            await ada.comes_to("mending-autumn")
            await ada.hears(PURPOSE)
            await ada.hears(str(policy.group("mending-autumn").purpose), LAST_DAY, str(policy.courses.invitation_note))
            await ada.answers(
                SEEN,
                ("Do you take part", "Yes"),
                *((each, "Yes, I agree") for each in agreed),
                (str(policy.gate.closing), "Yes, I agree to this"),
            )
            await is_welcome(ada, policy, "mending-autumn")
            welcome = next(said for said in await ada.heard() if "You are in" in said)
            assert LAST_DAY in welcome
            assert str(policy.courses.invitation_note) not in welcome

        async def does_not() -> None:
            ben = await hall.somebody("Ben")
            await ben.comes_to("social")
            await ben.types(SEEN_TYPED, ("Do you take part", "no"))
            await is_turned_away(ben, policy, "social")

        await asyncio.gather(takes_part(), does_not())
        await comes_into_the_teams_group(mel, await hall.somebody("Eve"), policy, "team")


@pytest.mark.clause("MS-4.4", "ML-3.3", "LD-6.2")
async def test_a_society_is_open_to_all_but_its_young_explorers(open_hall: OpenHall) -> None:
    text = ready("society")
    policy = read_policy(text, name="society.toml")
    young = policy.for_group("young").gate
    async with open_hall(policy=text) as hall, hall.at_work():
        wren = await on_duty(hall, "Wren")
        kit, lou = await hall.somebody("Kit"), await hall.somebody("Lou")
        await is_put_on_roster(wren, "young", kit, lou)
        await has_a_guardians_yes(wren, "young", kit)

        async def asks_to_join() -> None:
            ada = await hall.somebody("Ada")
            await ada.comes_to("members")
            await ada.hears("You would like to join Waymark members and friends", "read this first")
            notice = await ada.hears(str(policy.gate.notice), "By asking to join you say yes")
            assert notice.labels == ()
            await is_welcome(ada, policy, "members")

        async def is_fifteen_and_may() -> None:
            await kit.comes_to("young")
            await kit.types(SEEN_TYPED, ("How old are you", "15"), (str(young.closing), "i agree"))
            await is_welcome(kit, policy, "young")

        async def is_fifteen_and_nobody_has_agreed() -> None:
            await lou.comes_to("young")
            await lou.answers(SEEN, ("How old are you", "Between 10 and 19"), ("how old exactly", "15 years old"))
            await lou.hears("a grown-up who looks after you has to say yes first", "webadmin@waymark.example")
            assert not await lou.is_in("young")

        await asyncio.gather(asks_to_join(), is_fifteen_and_may(), is_fifteen_and_nobody_has_agreed())
        await comes_into_the_teams_group(wren, await hall.somebody("Eve"), policy, "committee")


@pytest.mark.clause("AZ-4.1", "LD-1.1", "LD-6.2")
async def test_an_organisation_lets_in_who_is_on_its_list(open_hall: OpenHall) -> None:
    text = ready("organisation")
    policy = read_policy(text, name="organisation.toml")
    (public,) = [str(each.statement) for each in policy.gate.consent]
    closing = str(policy.gate.closing)
    async with open_hall(policy=text) as hall, hall.at_work():
        ned = await on_duty(hall, "Ned")
        ada, ben, cleo = [await hall.somebody(name) for name in ("Ada", "Ben", "Cleo")]
        await is_put_on_roster(ned, "spring-campaign", ada)
        await is_put_on_roster(ned, "supporters", ben)

        async def campaigns_until_it_is_over() -> None:
            await ada.comes_to("spring-campaign")
            await ada.hears(PURPOSE)
            await ada.hears(str(policy.group("spring-campaign").purpose), LAST_DAY)
            await ada.answers(SEEN, (public, "Yes, I agree"), (closing, "Yes, I agree to this"))
            await is_welcome(ada, policy, "spring-campaign")

        async def supports() -> None:
            await ben.comes_to("supporters")
            await ben.types(SEEN_TYPED, (public, "i agree"), (closing, "yes"))
            await is_welcome(ben, policy, "supporters")

        async def is_not_on_the_list() -> None:
            await cleo.comes_to("supporters")
            await is_turned_away(cleo, policy, "supporters")

        await asyncio.gather(campaigns_until_it_is_over(), supports(), is_not_on_the_list())

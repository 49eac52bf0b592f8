"""How old somebody is, as they say it, and until when that fits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.membership.settings import AgeQuestion
from bot.core.membership.steps.age import HowOld
from bot.core.membership.steps.birth import Age, BirthDate, read_age, years_later
from bot.core.membership.steps.step import Fails, Fits, Further, Unclear

TODAY = date(2026, 11, 20)
YOUNG_ADULTS = HowOld(AgeQuestion(key="age", min=18, max=35))


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("25", 25),
        (" 25 ", 25),
        ("I am 25", 25),
        ("I'm 25 years old.", 25),
        ("25 yrs", 25),
        ("٢٥", 25),
        ("２５", 25),
        ("im 9", 9),
    ],
)
def test_an_age_is_read_as_people_write_it(said: str, years: int) -> None:
    assert read_age(said, TODAY) == Age(years)


@pytest.mark.parametrize(
    "said",
    [
        "4 May 1990", "4th of May, 1990", "May 4 1990", "may 4th, 1990", "04/05/1990", "4.5.1990", "4-5-1990",
        "1990-05-04", "born on 4 May 1990", "I was born on the 4th of may 1990", "٤/٥/١٩٩٠",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_as_people_write_it(said: str) -> None:
    assert read_age(said, TODAY) == BirthDate(date(1990, 5, 4))


@pytest.mark.parametrize(
    "said",
    ["", "1990", "old enough", "30 February 1990", "4 May 2190", "4 Foo 1990", "999", "-5", "4 May 1850",
     "18; DROP TABLE", "😀" * 4000, "25 26"],
)  # fmt: skip
def test_what_is_no_age_is_not_guessed(said: str) -> None:
    assert read_age(said, TODAY) is None
    assert isinstance(YOUNG_ADULTS.typed(said, TODAY), Unclear)


@pytest.mark.clause("MS-3.1")
@pytest.mark.parametrize(("said", "fits"), [("17", False), ("18", True), ("35", True), ("36", False)])
def test_the_bounds_belong_to_the_group(said: str, fits: bool) -> None:
    assert isinstance(YOUNG_ADULTS.typed(said, TODAY), Fits if fits else Fails)


def test_the_day_before_the_eighteenth_birthday_is_too_early_and_the_day_itself_is_not() -> None:
    assert isinstance(YOUNG_ADULTS.typed("21 November 2008", TODAY), Fails)
    assert isinstance(YOUNG_ADULTS.typed("20 November 2008", TODAY), Fits)


@pytest.mark.clause("MS-3.1")
def test_of_a_birth_date_only_the_last_day_on_which_it_fits_is_kept() -> None:
    assert YOUNG_ADULTS.typed("4 May 1995", TODAY) == Fits("", date(2031, 5, 3))


def test_of_an_age_in_years_the_latest_possible_last_day_is_kept() -> None:
    assert YOUNG_ADULTS.typed("35", TODAY) == Fits("", date(2027, 11, 19))


def test_without_an_upper_bound_it_fits_for_ever() -> None:
    assert HowOld(AgeQuestion(key="age", min=16)).typed("70", TODAY) == Fits("", None)


@pytest.mark.parametrize("said", ["3", "104"])
def test_an_odd_age_is_read_back_before_it_counts(said: str) -> None:
    anybody = HowOld(AgeQuestion(key="age"))
    asked = anybody.typed(said, TODAY)
    assert isinstance(asked, Further)
    sure, again = (option.value for option in asked.asking.options)
    assert isinstance(anybody.chosen(sure, TODAY), Fits)
    assert anybody.chosen(again, TODAY) == Further(anybody.ask())


@pytest.mark.parametrize("age", [18, 25, 35])
def test_buttons_lead_to_the_same_answer_as_typing(age: int) -> None:
    decade = next(o.value for o in YOUNG_ADULTS.ask().options if o.value == f"from:{age // 10 * 10}")
    years = YOUNG_ADULTS.chosen(decade, TODAY)
    assert isinstance(years, Further)
    assert f"years:{age}" in {option.value for option in years.asking.options}
    assert YOUNG_ADULTS.chosen(f"years:{age}", TODAY) == YOUNG_ADULTS.typed(str(age), TODAY)


def test_the_buttons_do_not_tell_which_age_is_right() -> None:
    assert YOUNG_ADULTS.ask().options == HowOld(AgeQuestion(key="age", min=60)).ask().options


def test_every_option_that_is_offered_can_be_found_by_its_value() -> None:
    further = YOUNG_ADULTS.chosen("from:20", TODAY)
    odd = YOUNG_ADULTS.typed("3", TODAY)
    assert isinstance(further, Further)
    assert isinstance(odd, Further)
    for option in (*YOUNG_ADULTS.ask().options, *further.asking.options, *odd.asking.options):
        assert YOUNG_ADULTS.option(option.value) == option


@given(born=st.dates(date(1950, 1, 1), date(2026, 11, 20)), low=st.integers(0, 60), span=st.integers(0, 40))
def test_who_fits_today_fits_until_the_day_that_is_kept_and_no_longer(born: date, low: int, span: int) -> None:
    step = HowOld(AgeQuestion(key="age", min=low, max=low + span))
    reading = step.chosen(f"sure:{born.isoformat()}", TODAY)
    if isinstance(reading, Fits):
        assert reading.until is not None
        assert reading.until >= TODAY
        assert isinstance(step.chosen(f"sure:{born.isoformat()}", reading.until), Fits)
        assert isinstance(step.chosen(f"sure:{born.isoformat()}", reading.until + timedelta(days=1)), Fails)


@given(text=st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    assert isinstance(YOUNG_ADULTS.typed(text, TODAY), Fits | Fails | Further | Unclear)


def test_a_leap_day_birthday_is_kept_on_the_first_of_march() -> None:
    assert years_later(date(2004, 2, 29), 18) == date(2022, 3, 1)

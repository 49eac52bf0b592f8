import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.membership.suggestion import new_token, token_in

TOKEN = "abcdefghijkmnp29"
KEY = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (f"evening-{TOKEN}", "evening"),
        (f"evening {TOKEN}", "evening"),
        (f"  Evening   {TOKEN.upper()} ", "evening"),
        (TOKEN, ""),
        (f"northside evening group {TOKEN}", "northside evening group"),
    ],
)
def test_a_way_in_is_found_behind_the_name_of_the_group(said: str, rest: str) -> None:
    assert token_in(said) == (rest, TOKEN)


@pytest.mark.parametrize(
    "said", ["", "evening", "evening-abc", f"evening{TOKEN}", f"{TOKEN} evening", f"x {TOKEN[1:]}l"]
)
def test_what_is_no_way_in_is_left_as_it_was(said: str) -> None:
    assert token_in(said) == (said, None)


@given(KEY)
def test_every_way_in_fits_into_a_start_link_and_is_found_again(key: str) -> None:
    token = new_token()
    payload = f"join-{key}-{token}"
    assert len(payload) <= 64
    assert set(payload) <= set(string.ascii_letters + string.digits + "_-")
    assert token_in(payload.removeprefix("join-")) == (key.strip("-"), token)


def test_no_two_are_the_same() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000

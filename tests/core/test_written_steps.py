"""The ladder and the chain as the policy writes them."""

from datetime import timedelta

import pytest

from bot.core.enforcement.settings import Rung, Sanction
from bot.core.reports.settings import ChainLink


@pytest.mark.parametrize("written", ["word", "warning", "mute 24h", "suspend 7d", "remove", "bar"])
def test_a_step_is_read_and_written_alike(written: str) -> None:
    assert str(Rung.parse(written)) == written


def test_a_step_knows_how_long_it_lasts() -> None:
    assert Rung.parse("mute 24h") == Rung(Sanction.MUTE, timedelta(hours=24))
    assert Rung.parse("warning") == Rung(Sanction.WARNING)


@pytest.mark.parametrize("written", ["", "shout", "mute", "suspend", "mute soon", "word 3d", "remove 1y", "MUTE 24h"])
def test_what_is_no_step_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"no step|how long|no length|not a length"):
        Rung.parse(written)


@pytest.mark.parametrize("written", ["on-call", "staff", "chair 15m"])
def test_a_link_of_the_chain_is_read_and_written_alike(written: str) -> None:
    assert str(ChainLink.parse(written)) == written


def test_a_link_may_have_a_time_of_its_own() -> None:
    assert ChainLink.parse("chair 15m") == ChainLink("chair", timedelta(minutes=15))


@pytest.mark.parametrize("written", ["", "  ", "staff soon", "staff 15m 3h"])
def test_what_is_no_link_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"nobody is named|not a length"):
        ChainLink.parse(written)

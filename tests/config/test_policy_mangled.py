"""However a policy file is mangled, it is read or refused with places that are in the file, and nothing else."""

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.policy import PolicyRefused, check_policy, read_policy
from tests.config.policy_texts import EXAMPLE, TODAY

_PIECES = (
    '"', "'", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", "\r", "\\", "#", "\x00", "é", "\ufeff", "3", "-1",
    "true", "2026-01-01", "20:00:00", "1e400", "nan", '"""', "key = 'x'\n", "[groups]\n", "[[gate.eligibility]]\n",
)  # fmt: skip
_PLACE = st.integers(min_value=0, max_value=len(EXAMPLE))
_LINES = EXAMPLE.split("\n")


@st.composite
def mangled(draw: st.DrawFn) -> str:
    text = EXAMPLE
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        start = draw(_PLACE)
        end = start + draw(st.integers(min_value=0, max_value=30))
        text = text[:start] + draw(st.sampled_from(("", *_PIECES))) + text[end:]
    return text


@st.composite
def rewritten(draw: st.DrawFn) -> str:
    """Still TOML in most cases: lines left out or doubled, values put in each other's place."""
    lines = list(_LINES)
    values = [line.partition("=")[2] for line in lines if "=" in line and not line.endswith(("[", "{", ","))]
    for _ in range(draw(st.integers(min_value=1, max_value=6))):
        at = draw(st.integers(min_value=0, max_value=len(lines) - 1))
        change = draw(st.sampled_from(("drop", "double", "value", "key")))
        if change == "drop":
            lines[at] = ""
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "key":
            lines[at] = re.sub(r"^(\w)(\w+)", r"\2\1", lines[at])
        elif "=" in lines[at]:
            lines[at] = lines[at].partition("=")[0] + "=" + draw(st.sampled_from(values))
    return "\n".join(lines)


def is_read_or_refused(text: str) -> None:
    with suppress(PolicyRefused):
        read_policy(text, name="p.toml")
    lines = text.removeprefix("\ufeff").split("\n")
    for problem in check_policy(text, name="p.toml", today=TODAY).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert "Input should" not in problem.message
        assert "\n" not in problem.message


@given(mangled())
@settings(max_examples=100, deadline=None)
def test_a_mangled_policy_is_refused_with_places_in_the_file(text: str) -> None:
    is_read_or_refused(text)


@given(rewritten())
@settings(max_examples=100, deadline=None)
def test_a_rewritten_policy_is_refused_with_places_in_the_file(text: str) -> None:
    is_read_or_refused(text)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_refused_with_places_in_the_file(text: str) -> None:
    is_read_or_refused(text)


@pytest.mark.parametrize("piece", ["[", "{a=", "[[", "a.", "((", '"'])
def test_depth_alone_breaks_nothing(piece: str) -> None:
    is_read_or_refused("a = " + piece * 100_000)
    is_read_or_refused(piece * 100_000)


@pytest.mark.parametrize("added", ["serious = [" + "3, " * 60_000 + "]", "\n".join(f"k{n} = 1" for n in range(15_000))])
def test_endless_mistakes_are_counted_and_soon_told(added: str) -> None:
    problems = check_policy("[content]\n" + added, name="p.toml").problems
    assert len(problems) == 201
    assert re.search(r"there are \d{5} more problems", " ".join(problem.message for problem in problems))

"""The policies that come with the program can be taken as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.policy import check_policy
from tests.config.policy_texts import EXAMPLE_FILE

READY = sorted(EXAMPLE_FILE.parent.glob("*.toml"))


def test_there_is_one_for_each_kind_of_community() -> None:
    assert [file.stem for file in READY] == [
        "courses",
        "example",
        "family-services",
        "organisation",
        "peer-support",
        "society",
    ]


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
def test_nothing_is_wrong_with_it_and_nothing_is_warned_of(file: Path) -> None:
    checked = check_policy(file.read_text("utf-8"), name=file.name, today=date(2026, 11, 20))
    assert checked.errors == ()
    assert checked.warnings == ()


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
def test_it_names_nobody_who_could_be_real(file: Path) -> None:
    """Addresses end in `.example`; nobody's account stands in it but those of the sandbox."""
    text = file.read_text("utf-8")
    own = [word for word in text.replace('"', " ").replace(",", " ").split() if "@" in word and "." in word]
    assert all(address.strip("[]{}").endswith(".example") for address in own)
    assert file.stem == "example" or ("telegram =" not in text and "matrix =" not in text)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.secrets import Unsealable, Vault, new_key, unwrap, wrap

LOOKUP = b"l" * 32
ONE, TWO = b"1" * 32, b"2" * 32
VAULT = Vault(LOOKUP, {1: ONE, 2: TWO})

ANYTHING = st.text(st.characters())


@given(ANYTHING)
def test_what_was_sealed_opens_in_its_place(text: str) -> None:
    assert VAULT.open("accounts.name", VAULT.seal("accounts.name", text)) == text


@given(st.text(), st.text())
def test_nothing_opens_in_another_place(here: str, there: str) -> None:
    sealed = VAULT.seal(here, "text")
    if here != there:
        with pytest.raises(Unsealable):
            VAULT.open(there, sealed)


@given(st.data())
def test_nothing_that_was_altered_opens(data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal("accounts.name", "Ann"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unsealable):
        VAULT.open("accounts.name", bytes(sealed))


@pytest.mark.parametrize("cut", [0, 1, 3, 10, 15, 30])
def test_nothing_that_was_cut_short_opens(cut: int) -> None:
    with pytest.raises(Unsealable):
        VAULT.open("accounts.name", VAULT.seal("accounts.name", "Ann")[:cut])


def test_what_older_keys_sealed_still_opens() -> None:
    sealed = Vault(LOOKUP, {1: ONE}).seal("a.b", "kept")
    assert VAULT.open("a.b", sealed) == "kept"


def test_what_a_missing_key_sealed_does_not_open() -> None:
    sealed = VAULT.seal("a.b", "kept")
    with pytest.raises(Unsealable):
        Vault(LOOKUP, {1: ONE}).open("a.b", sealed)
    with pytest.raises(Unsealable):
        Vault(LOOKUP, {2: ONE}).open("a.b", sealed)


def test_short_answers_are_of_one_length_and_never_look_alike() -> None:
    sealed = [VAULT.seal("a.b", answer) for answer in ("yes", "no", "", "no")]
    assert len({len(value) for value in sealed}) == 1
    assert len(set(sealed)) == 4


def test_a_lookup_is_the_same_for_the_same_and_another_for_all_else() -> None:
    asked = VAULT.lookup("accounts", "telegram", "1001")
    assert asked == Vault(LOOKUP, {9: ONE}).lookup("accounts", "telegram", "1001")
    others = [
        VAULT.lookup("refusals", "telegram", "1001"),
        VAULT.lookup("accounts", "matrix", "1001"),
        VAULT.lookup("accounts", "telegram1", "001"),
        VAULT.lookup("accounts", "telegram"),
        Vault(ONE, {1: ONE}).lookup("accounts", "telegram", "1001"),
    ]
    assert len({asked, *others}) == 6
    assert len(asked) == 16


def test_a_wrapped_key_opens_with_its_secret_and_under_its_number_alone() -> None:
    key = new_key()
    wrapped = wrap(key, 3, ONE)
    assert key not in wrapped
    assert unwrap(wrapped, 3, ONE) == key
    assert unwrap(wrapped, 3, TWO) is None
    assert unwrap(wrapped, 4, ONE) is None
    assert wrap(key, 3, ONE) != wrapped

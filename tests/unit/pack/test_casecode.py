"""Case codes pin fault and seed both ways, and tell neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.pack.casecode import ALPHABET, MAX_SEED, CodeError, decode, encode, fault_of_seed

FAULTS = [f"fault-{n}" for n in range(10)]


@given(st.integers(0, MAX_SEED), st.sampled_from(FAULTS))
def test_decoding_gives_back_what_was_encoded(seed: int, fault: str) -> None:
    code = encode("api-503", FAULTS, fault, seed)
    assert decode("api-503", FAULTS, code) == (fault, seed)
    assert decode("api-503", FAULTS, f" {code.lower()} ") == (fault, seed)


@given(st.integers(0, 100_000), st.sampled_from(FAULTS))
def test_ordinary_seeds_take_four_letters(seed: int, fault: str) -> None:
    code = encode("api-503", FAULTS, fault, seed)
    assert len(code) == 4 and set(code) <= set(ALPHABET)


def test_neighbouring_cases_do_not_look_alike() -> None:
    codes = [encode("api-503", FAULTS, fault, 7) for fault in FAULTS]
    assert len(set(codes)) == 10
    assert len({code[:2] for code in codes}) > 5


def test_every_pack_has_codes_of_its_own() -> None:
    assert encode("api-503", FAULTS, FAULTS[3], 9) != encode("other", FAULTS, FAULTS[3], 9)


@pytest.mark.parametrize("text", ["", "K7", "K7Q", "K7Q2X", "K7QI", "K0Q2", "K7Q2K7Q2K7Q2K7", "K7-2"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        decode("api-503", FAULTS, text)


def test_no_letter_can_be_taken_for_another() -> None:
    assert not set(ALPHABET) & set("IO01")


def test_a_seed_alone_picks_every_fault_sometimes() -> None:
    assert {fault_of_seed("api-503", FAULTS, seed) for seed in range(200)} == set(FAULTS)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number"):
        encode("api-503", FAULTS, FAULTS[0], -1)

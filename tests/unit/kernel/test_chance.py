"""Counter-based chance: a draw is a function of seed and key, and of nothing else (DESIGN, law 1)."""

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel.chance import Dice, digest

SEEDS = st.integers(0, 2**64 - 1)
KEYS = st.lists(st.one_of(st.text(max_size=12), st.integers()), max_size=4).map(tuple)


@given(SEEDS, st.lists(KEYS, min_size=1, max_size=8, unique=True), st.randoms())
def test_the_order_of_asking_changes_nothing(
    seed: int, keys: list[tuple[str | int, ...]], order: object
) -> None:
    dice = Dice(seed)
    first = {key: dice.number(*key) for key in keys}
    order.shuffle(keys)  # type: ignore[attr-defined]  # a hypothesis Random
    assert {key: Dice(seed).number(*key) for key in keys} == first


@given(SEEDS, KEYS, st.integers(-1000, 1000), st.integers(0, 1000))
def test_between_stays_between(seed: int, key: tuple[str | int, ...], low: int, width: int) -> None:
    assert low <= Dice(seed).between(low, low + width, *key) <= low + width


@given(SEEDS, KEYS, st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_a_weight_of_zero_is_never_drawn(seed: int, key: tuple[str | int, ...], weights: list[int]) -> None:
    assert weights[Dice(seed).weighted(weights, *key)] > 0


@given(SEEDS, KEYS, st.lists(st.integers(), max_size=12))
def test_a_shuffle_keeps_every_item(seed: int, key: tuple[str | int, ...], items: list[int]) -> None:
    assert Counter(Dice(seed).shuffled(items, *key)) == Counter(items)


@given(SEEDS, KEYS, st.integers(0, 200))
def test_letters_have_their_length_and_a_longer_draw_begins_the_same(
    seed: int, key: tuple[str | int, ...], length: int
) -> None:
    dice = Dice(seed)
    text = dice.base62(length, *key)
    assert len(text) == length
    assert text == "" or text.isalnum()
    assert dice.base62(200, *key).startswith(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("a", "b"), ("ab",)), ((1,), ("1",)), (("a", ""), ("a",)), ((), ("",)), ((1, 2), (12,))],
)
def test_keys_that_look_alike_are_different(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> None:
    assert Dice(7).number(*one) != Dice(7).number(*other)


def test_seeds_differ_and_derived_dice_are_others() -> None:
    assert Dice(1).number("x") != Dice(2).number("x")
    assert Dice(1).derived("host", "a") not in (Dice(1), Dice(1).derived("host", "b"))


def test_weights_are_met_in_the_long_run() -> None:
    drawn = Counter(Dice(3).weighted([1, 3], "n", n) for n in range(4000))
    assert 0.72 < drawn[1] / 4000 < 0.78


def test_shapes_of_ids() -> None:
    dice = Dice(5)
    assert len(dice.hexadecimal(17, "i")) == 17
    assert [len(part) for part in dice.uuid("u").split("-")] == [8, 4, 4, 4, 12]
    assert dice.uuid("u")[14] == "4"
    assert dice.uuid("u")[19] in "89ab"
    assert dice.ipv4("198.51.100", "x").startswith("198.51.100.")
    assert len(dice.ipv4("10.0", "x").split(".")) == 4
    assert set(dice.upper36(14, "z")) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_other_processes_draw_the_same() -> None:
    ask = "from incidentgame.kernel.chance import Dice; print(Dice(9).number('a', 1), Dice(9).shuffled('abc', 'k'))"
    run = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "42"}
    )
    assert run.stdout.split(" ", 1) == [str(Dice(9).number("a", 1)), f"{Dice(9).shuffled('abc', 'k')}\n"]


def test_the_draws_of_today_are_those_of_tomorrow() -> None:
    """A changed digest would change every case there is: names, ids, counts."""
    assert digest(0, "a", 1).hex() == Dice(0).number("a", 1).to_bytes(8, "big").hex()
    assert Dice(0).number("a", 1) == 0x990E34FE0B640588

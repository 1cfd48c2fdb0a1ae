"""Case codes: four letters that pin a fault and a seed without telling either (`K7Q2`).

A code is the number `seed * faults + fault` sent through a permutation keyed by the pack's id, written in
an alphabet without I, O, 0 and 1. Larger seeds take six, eight … letters. It hides, it does not protect:
whoever reads this file can decode a code.
"""

from collections.abc import Sequence
from hashlib import blake2b

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MAX_SEED = 2**48 - 1
_ROUNDS = 6


class CodeError(ValueError):
    """The text is no case code of this pack."""


def encode(pack: str, faults: Sequence[str], fault: str, seed: int) -> str:
    """The code of a case. `faults` are all fault ids of the pack; ValueError when `fault` is none."""
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"a seed is a whole number from 0 to {MAX_SEED}")
    order = sorted(faults)
    value = seed * len(order) + order.index(fault)
    letters = 4
    while value >= 32**letters:
        letters += 2
    mixed = _mix(value, letters, pack, range(_ROUNDS))
    return "".join(ALPHABET[(mixed >> 5 * i) & 31] for i in reversed(range(letters)))


def decode(pack: str, faults: Sequence[str], code: str) -> tuple[str, int]:
    """(fault, seed) of a code; CodeError when it has letters no code has."""
    text = code.strip().upper()
    if len(text) < 4 or len(text) % 2 or len(text) > 12 or any(c not in ALPHABET for c in text):
        raise CodeError(f"{code!r} is no case code (four letters such as K7Q2)")
    mixed = 0
    for letter in text:
        mixed = mixed << 5 | ALPHABET.index(letter)
    value = _unmix(mixed, len(text), pack)
    seed, index = divmod(value, len(faults))
    return sorted(faults)[index], seed


def fault_of_seed(pack: str, faults: Sequence[str], seed: int) -> str:
    """The fault that a seed alone picks."""
    return sorted(faults)[_hash(pack, "fault", seed) % len(faults)]


def _mix(value: int, letters: int, pack: str, rounds: range) -> int:
    half = 5 * letters // 2
    left, right = value >> half, value & ((1 << half) - 1)
    for index in rounds:
        mask = _hash(pack, f"{letters}/{index}", right) & ((1 << half) - 1)
        left, right = right, left ^ mask
    return left << half | right


def _unmix(value: int, letters: int, pack: str) -> int:
    half = 5 * letters // 2
    left, right = value >> half, value & ((1 << half) - 1)
    for index in reversed(range(_ROUNDS)):
        mask = _hash(pack, f"{letters}/{index}", left) & ((1 << half) - 1)
        left, right = right ^ mask, left
    return left << half | right


def _hash(pack: str, name: str, value: int) -> int:
    text = f"{pack}\x1f{name}\x1f{value}".encode()
    return int.from_bytes(blake2b(text, digest_size=8, key=b"incidentgame case code").digest())

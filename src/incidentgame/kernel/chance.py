"""Counter-based chance: every draw is a hash of a seed and a stable key.

There is no stream and so no order: asking twice, or asking something else in between, never changes an
answer (DESIGN, law 1). Draws are integers; floats are never drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
Key = str | int

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_UPPER36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def digest(seed: int, *key: Key, size: int = 8) -> bytes:
    """`size` bytes (1–64) that depend on nothing but the seed and the key."""
    text = "\x1f".join(f"{type(part).__name__[0]}{part}" for part in key)
    return blake2b(text.encode(), digest_size=size, key=seed.to_bytes(8, "big")).digest()


@dataclass(frozen=True, slots=True)
class Dice:
    """All chance of one case. `seed` is 0 ≤ seed < 2**64."""

    seed: int

    def number(self, *key: Key) -> int:
        """A whole number, uniform over 0 … 2**64 − 1."""
        return int.from_bytes(digest(self.seed, *key), "big")

    def below(self, limit: int, *key: Key) -> int:
        """Uniform over 0 … limit − 1 (limit ≥ 1)."""
        return self.number(*key) % limit

    def between(self, low: int, high: int, *key: Key) -> int:
        """Uniform over low … high, both included."""
        return low + self.below(high - low + 1, *key)

    def pick(self, options: Sequence[T], *key: Key) -> T:
        """One of the options, each equally likely."""
        return options[self.below(len(options), *key)]

    def weighted(self, weights: Sequence[int], *key: Key) -> int:
        """The index of one weight, likely in proportion to it; weights are whole and not all zero."""
        mark = self.below(sum(weights), *key)
        for index, weight in enumerate(weights):
            mark -= weight
            if mark < 0:
                return index
        raise AssertionError("unreachable: the mark is below the sum")

    def shuffled(self, items: Sequence[T], *key: Key) -> list[T]:
        """The items in an order that depends on the key only."""
        order = sorted(range(len(items)), key=lambda i: self.number(*key, "order", i))
        return [items[i] for i in order]

    def hexadecimal(self, length: int, *key: Key) -> str:
        """`length` lower-case hex digits (≤ 128)."""
        return digest(self.seed, *key, size=64).hex()[:length]

    def base62(self, length: int, *key: Key) -> str:
        """`length` letters and digits."""
        return self._letters(_BASE62, length, key)

    def upper36(self, length: int, *key: Key) -> str:
        """`length` upper-case letters and digits, as in CloudFront and hosted-zone ids."""
        return self._letters(_UPPER36, length, key)

    def base64url(self, length: int, *key: Key) -> str:
        """`length` base64url letters, as in x-amz-cf-id."""
        return self._letters(_BASE64URL, length, key)

    def uuid(self, *key: Key) -> str:
        """A version-4-shaped UUID."""
        h = digest(self.seed, *key, size=16).hex()
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) % 4]}{h[17:20]}-{h[20:32]}"

    def ipv4(self, prefix: str, *key: Key) -> str:
        """An address below a dotted prefix such as `198.51.100`."""
        missing = 4 - len(prefix.split("."))
        tail = (str(self.between(4, 250, *key, i)) for i in range(missing))
        return ".".join([prefix, *tail])

    def derived(self, *key: Key) -> "Dice":
        """Other dice that depend on these and the key."""
        return Dice(self.number("derived", *key))

    def _letters(self, alphabet: str, length: int, key: tuple[Key, ...]) -> str:
        raw = b"".join(digest(self.seed, *key, part, size=64) for part in range(length // 64 + 1))
        return "".join(alphabet[byte % len(alphabet)] for byte in raw[:length])

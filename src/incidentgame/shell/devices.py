"""The endless and empty devices below /dev, bounded and drawn from the case's dice."""

from incidentgame.kernel.chance import Dice

BYTES = 1024 * 1024
"""How much one read of an endless device gives (house rule: they are not endless here)."""

STDIN = "/dev/fd/stdin"
"""Where the shell serves what was piped into a whole line."""

CAPTURE = "/dev/fd/capture"
"""Where a line's output goes when every byte of it counts."""

RAW = "/dev/fd/raw"
"""Where the shell serves the bytes a command gave that are not text."""

_EMPTY = ("/dev/null", "/dev/tty")
_RANDOM = ("/dev/urandom", "/dev/random")


class Devices:
    """What one shell adds to the files: /dev/zero and its relatives, and `scripts` by path.

    Every read of a random device gives other bytes.
    """

    def __init__(self, dice: Dice) -> None:
        """All randomness comes from these dice and the number of reads so far."""
        self._dice = dice
        self.reads = 0
        self.stdin = b""
        self.raw = b""
        self.captured = b""
        self.scripts: dict[str, bytes] = {}

    def read(self, path: str) -> bytes | None:
        """The device's bytes; None when the path is not one of these devices."""
        served = {STDIN: self.stdin, RAW: self.raw, CAPTURE: self.captured}
        if path in served:
            return served[path]
        if path in _EMPTY:
            return b""
        if path in ("/dev/zero", "/dev/full"):
            return bytes(BYTES)
        return self._random() if path in _RANDOM else None

    def write(self, path: str, data: bytes, append: bool) -> None:
        """Keep what goes to the capture device; the rest vanishes."""
        if path == CAPTURE:
            self.captured = self.captured + data if append else data

    def _random(self) -> bytes:
        self.reads += 1
        block = bytes.fromhex(self._dice.hexadecimal(128, "urandom", self.reads))
        state = int.from_bytes(block, "big") | 1
        return _stretched(state, BYTES // 16)


def _stretched(state: int, words: int) -> bytes:
    """A cheap whole-number generator (a 128-bit multiplicative one): only has to look random."""
    out = bytearray()
    mask = (1 << 128) - 1
    for _ in range(words):
        state = (state * 0x2360ED051FC65DA44385DF649FCCF645 + 0x5851F42D4C957F2D) & mask
        out += (state ^ (state >> 64)).to_bytes(16, "little")
    return bytes(out)


def is_device(path: str) -> bool:
    """Whether the path is served here; what is written to it vanishes."""
    return (
        path in (STDIN, RAW, CAPTURE)
        or path in _EMPTY
        or path in _RANDOM
        or path in ("/dev/zero", "/dev/full")
    )

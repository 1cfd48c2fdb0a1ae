"""Player's and world's words made fit to print: no control characters, no hidden reordering, not endless."""

import re
import unicodedata

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])
_SPACES = re.compile(r"[ \t\u00a0]+")
MISSING = "\N{REPLACEMENT CHARACTER}"


def plain(text: str) -> str:
    """The text without characters that steer a terminal or turn its direction; line ends are kept.

    A control character or a lone surrogate becomes U+FFFD, so that one sees that something was there.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BIDI)
    if kept.isprintable():
        return kept
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in _UNFIT else MISSING for c in kept)


_UNFIT = ("Cc", "Cs", "Co", "Cn")


def one_line(text: str, width: int = 400) -> str:
    """The text on one line, cut at `width` with a mark that says so."""
    joined = _SPACES.sub(" ", plain(text[: 8 * width]).strip().replace("\n", " ↵ "))
    return joined if len(joined) <= width and len(text) <= 8 * width else joined[:width].rstrip() + " …"


def short(text: str, width: int = 96) -> str:
    """The first line of a text, cut at `width`."""
    first, *rest = text[: 8 * width].strip().splitlines() or [""]
    first = plain(first)
    cut = first[:width].rstrip()
    return cut + (" …" if rest or len(first) > width else "")

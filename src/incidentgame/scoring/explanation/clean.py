"""Make any input readable text: bounded, printable, one spelling for the same character."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_CHARS: Final = 16_000

_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
_QUOTES: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": " - "}
)


def clean(text: str) -> str:
    """The first MAX_CHARS characters, without control and invisible ones, quotes made plain."""
    text = unicodedata.normalize("NFKC", text[:MAX_CHARS]).translate(_QUOTES)
    text = _CONTROL.sub(" ", _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "".join(" " if "\ud800" <= char <= "\udfff" else char for char in text)


def too_long(text: str) -> bool:
    """True when `clean` drops the end of the text."""
    return len(text) > MAX_CHARS


def unreadable(text: str) -> bool:
    """True when most of the text is no Latin-script prose (binary, noise, another script)."""
    visible = [char for char in text[:4000] if not char.isspace()]
    if not visible:
        return False
    latin = sum(1 for char in visible if (char.isascii() and char.isalnum()) or _latin(char))
    return latin * 2 < len(visible)


def _latin(char: str) -> bool:
    return "\u00c0" <= char <= "\u024f"

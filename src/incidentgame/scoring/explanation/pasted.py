"""Pasted output and the brief copied back: what a tool printed is no statement by the player."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from incidentgame.scoring.explanation.words import FUNCTION_WORDS, content_stems, plain, stem, words

_LOG_SIGNS: Final = re.compile(
    r"\b[\w.-]+=[^\s,]+|[{}\[\]<>|]|\"[^\"]*\"|\b\d{1,3}(?:\.\d{1,3}){3}\b|->|\barn:\S+"
    r"|\b[0-9a-f]{12,}\b|\b\d+\.\d{3}\b"
)
_ARROW: Final = re.compile(r"(?<=\S)[ \t]+(?:->|-->|=>)[ \t]+(?=\S)")
"""A terse "so" between words; printed plans have theirs at the beginning of a line."""
_LEADING_TIME: Final = re.compile(
    r"^\s*(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d \d\d:|\d\d:\d\d:\d\d|HTTP/\d"
    r"|[<>*] )"
)
_MIN_WORDS: Final = 7
_TOKEN: Final = re.compile(r"[^\s,;()\"]+")


class Shown:
    """Word sets of lines a tool printed, to recognise them when they come back as an explanation."""

    def __init__(self, lines: Iterable[str]) -> None:
        texts = dict.fromkeys(line.strip() for text in lines for line in text.splitlines())
        kept = list(texts)[:4000]
        read = [frozenset(words(plain(line))) for line in kept]
        self._lines = [line for line in read if len(line) >= _MIN_WORDS]
        self._all = read
        self._exact = frozenset(" ".join(line.split()) for line in kept)
        self._stems: list[frozenset[str]] | None = None

    def has(self, sentence: str) -> bool:
        """True when nearly all words of a sentence come from one printed line."""
        if sentence.strip() and " ".join(sentence.split()) in self._exact:
            return True
        own = frozenset(words(plain(sentence)))
        if len(own) < _MIN_WORDS or len(_TOKEN.findall(sentence)) < _MIN_WORDS:
            return False
        return any(len(own & line) * 100 >= 85 * len(own) for line in self._lines)

    def tells(self, sentence: str) -> bool:
        """True when one printed line holds half the content words of a sentence, two at least, or more."""
        own = frozenset(content_stems(plain(sentence)))
        if len(own) < 2:
            return False
        if self._stems is None:
            self._stems = [frozenset(stem(word) for word in line) for line in self._all]
        return any(len(own & line) * 2 >= len(own) and len(own & line) >= 2 for line in self._stems)


def looks_printed(sentence: str) -> bool:
    """True when a line looks like a tool's output: fields, brackets, ids, and hardly a function word."""
    tokens = sentence.split()
    if len(tokens) < 5:
        return False
    function = sum(1 for token in tokens if token.lower().strip(",.;:()") in FUNCTION_WORDS)
    signs = len(_LOG_SIGNS.findall(_ARROW.sub(" ", sentence))) + 2 * bool(_LEADING_TIME.match(sentence))
    return signs >= 3 and function * 6 <= len(tokens)

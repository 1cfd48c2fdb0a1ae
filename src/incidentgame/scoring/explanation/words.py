"""Words: lower case, contractions opened, stems; content words are those that carry meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import snowballstemmer

from incidentgame.scoring.wordlist import listed

_STEMMER: Final = snowballstemmer.stemmer("english")
_CONTRACTIONS: Final = (
    (re.compile(r"(?<!\w)w/o(?!\w)"), "without"),
    (re.compile(r"(?<!\w)w/(?= |\w)"), "with "),
    (re.compile(r"(?<!\w)(?:b/c|bc|cuz|coz|cos)(?!\w)"), "because"),
    (re.compile(r"(?<!\w)(?:b4)(?!\w)"), "before"),
    (re.compile(r"\b(can)not\b"), r"\1 not"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\bcan'?t\b(?!\w)"), "can not"),
    (
        re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should|must)nt\b"),
        r"\1 not",
    ),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(it|that|there|what|who)'s\b"), r"\1 is"),
    (re.compile(r"\b(\w+)'(?:re)\b"), r"\1 are"),
    (re.compile(r"\b(\w+)'ve\b"), r"\1 have"),
    (re.compile(r"\b(i)'m\b"), r"\1 am"),
)
_NUMBER_GAP: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD: Final = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_SPACE: Final = re.compile(r"\s+")

STOPWORDS: Final = frozenset(
    listed("""a an the this that these those it its i we you he she they me us them my our your his her their
    of in on at by for from to into onto with within over under about as than then so and or but nor
    is are was were be been being am do does did doing has have had having will would shall should can
    could may might must there here which who whom whose what when where while also just only very too
    some any each every all both more most other such own same again still yet now up down out off if
    because since therefore thus hence after before until during between through per via not no never
    said say says see seen saw get gets got go goes went one two three ago s t d m re ve ll""")
)
FUNCTION_WORDS: Final = STOPWORDS | frozenset(
    listed("without nobody nothing none neither however although though why how let lets")
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case, contractions opened, thousands commas dropped, single spaces."""
    text = _NUMBER_GAP.sub("", text.lower().replace("`", " "))
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    return _SPACE.sub(" ", text).strip()


def words(text: str) -> list[str]:
    """The alphanumeric words of a plain text; an id such as sg-0f3e91 gives its parts."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball English stem of one lower-case word."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def content_stems(text: str) -> list[str]:
    """Stems of the words that are no stopwords, in order."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]

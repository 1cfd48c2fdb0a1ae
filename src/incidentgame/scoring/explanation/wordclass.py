"""Word classes for the order model: a letter per token."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.words import stem
from incidentgame.scoring.wordlist import listed

CLASSES: Final = "DPTNRAMCSXVEGL#W."
"""D determiner, P preposition, T to, N pronoun, R that/which/who, A be/have/do, M modal, C and/or,
S subordinator, X adverb, V verb, E -ed, G -ing, L -ly, # number or id, W other word, . punctuation."""

FUNCTION: Final = frozenset("DPTNRAMCSX")
"""The classes of function words."""
_WORDS: Final = {
    "D": "the a an its their our my your his her every each some any all no both another these those one",
    "P": """of in on at by for from into onto with within over under about than during between through
        per via against behind after before until without like as since out off up down""",
    "T": "to",
    "N": """it i we you he she they him us them me nobody nothing everybody everyone everything there
        someone somebody this""",
    "R": "that which who what whose where when why how",
    "A": "is are was were be been being am do does did has have had",
    "M": "will would shall should can could may might must",
    "C": "and or but nor",
    "S": "so then because while if although though whereas therefore hence thus however",
    "X": "not never also just only very too still yet again now already always often here more most",
}
_BY_WORD: Final = {word: name for name, text in _WORDS.items() for word in listed(text)}
_VERBS: Final = frozenset(
    stem(word)
    for word in listed("""remove delete add create restore move switch set put take get give go come
        make cause send answer return reply fail break throw reject refuse block wait hold run use need
        see show say write read reach open close stop start disable enable deploy publish push revert
        raise lower exhaust fill serve find look check verify notify keep stay remain become let tell
        ask know think believe expect mean happen work help win lose leave scan replace explain protect
        approve build produce receive suffer expire launch terminate join solve end begin enter suggest
        forget lead call try turn bring want hit seem appear contain belong depend follow allow""")
)
_TOKEN: Final = re.compile(r"[^\s,;:()\"]+|[,;:()]")


def classes_of(text: str) -> str:
    """The classes of a sentence's tokens, one letter each."""
    return "".join(_class(token) for token in _TOKEN.findall(text.lower()))


@lru_cache(maxsize=20_000)
def _class(token: str) -> str:
    if token in ",;:()":
        return "."
    bare = token.strip(".!?'\"")
    if bare in _BY_WORD:
        return _BY_WORD[bare]
    if not bare.isalpha() and not bare.replace("-", "").replace("'", "").isalpha():
        return "#"
    if len(bare) > 4 and bare.endswith("ed"):
        return "E"
    if len(bare) > 5 and bare.endswith("ing"):
        return "G"
    if len(bare) > 4 and bare.endswith("ly"):
        return "L"
    return "V" if stem(bare) in _VERBS else "W"

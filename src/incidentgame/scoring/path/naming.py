"""Which suspects and families a player's words are about: `think` and `suspects strike` are read with it.

Words are held against the families' own words and the suspects' wordings as the player may see them. A
clause that says something is fine, or not it, is about what is cleared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Final

import msgspec

from incidentgame.scoring.wordlist import listed


class Suspected(msgspec.Struct, frozen=True):
    """A suspect as words may name it: id, family, wording."""

    id: str
    family: str
    text: str


class Named(msgspec.Struct, frozen=True):
    """What a text is about: suspects and families believed, and families said not to be it."""

    suspects: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()


_FAMILIES: Final = """
    name: name names dns record records zone route53 resolver nameserver delegation dig
    edge: edge cloudfront cdn function functions distribution x-cache viewer certificate
    routing: routing rule rules listener listeners balancer alb elb awselb elbv2 forward forwards priority
    targets: target targets group groups registered registration deregistered instances fleet asg autoscaling
    app: app application nginx gunicorn process worker workers limiter server servers host hosts
    data: database db postgres postgresql aurora rds sql query queries replica lock locks writer data
"""
FAMILY_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name.strip(): frozenset(listed(words))
    for name, _, words in (line.partition(":") for line in _FAMILIES.strip().splitlines())
}
"""Words that name a family of suspects."""

_CLEARS: Final = re.compile(
    r"\b(?:fine|ok|okay|innocent|cleared?|excluded?|ruled? out|drop(?:ped)?|not (?:the|it|an?|so|even)"
    r"|isn'?t|aren'?t|no longer|only relays?|only the relay|out of it|wrong|healthy|works?|instead of"
    r"|rather than|nor)\b",
    re.IGNORECASE,
)
_BELIEVES: Final = re.compile(
    r"\b(?:not healthy|unhealthy|not fine|not ok|no longer works?)\b", re.IGNORECASE
)
_CLAUSES: Final = re.compile(r"[.;:!?\n]|,\s+(?:so|but|it|then|the)\b|\b(?:but|so|then|therefore|instead)\b")
_WORD: Final = re.compile(r"[a-z][a-z0-9\-]+")
_COMMON: Final = frozenset(
    listed(
        """the and for are was were has have had that this its it is in on of to by not be been does do did
        what who why out into from with at an as or if then there here they them some somebody something
        nobody answers answer always again still first whole behind front"""
    )
)
ENOUGH: Final = 0.5
"""Share of a suspect's own words, weighed by how few suspects have them, that names it (house rule)."""


def named(text: str, suspects: Sequence[Suspected]) -> Named:
    """What a text believes in and what it clears."""
    believed: dict[str, None] = {}
    cleared: dict[str, None] = {}
    clauses = [clause for clause in _CLAUSES.split(text) if clause and clause.strip()]
    for clause in clauses:
        side = cleared if _CLEARS.search(clause) and not _BELIEVES.search(clause) else believed
        side.update(dict.fromkeys(families_in(clause, suspects)))
    stated = " . ".join(c for c in clauses if not _CLEARS.search(c) or _BELIEVES.search(c))
    return Named(
        suspects=suspects_in(stated, suspects),
        families=tuple(believed),
        cleared=tuple(name for name in cleared if name not in believed),
    )


def families_in(text: str, suspects: Sequence[Suspected]) -> tuple[str, ...]:
    """The families of these suspects that a text names, in the order of their first suspects."""
    words = _words(text)
    known = dict.fromkeys(suspect.family for suspect in suspects)
    return tuple(name for name in known if name in words or words & FAMILY_WORDS.get(name, frozenset()))


def suspects_in(text: str, suspects: Sequence[Suspected]) -> tuple[str, ...]:
    """The suspects a text names: by their id, or by enough of the words that are their own."""
    words = {_stem(word) for word in _words(text)}
    weights = _weights(suspects)
    found = []
    for suspect in suspects:
        own = _own(suspect)
        total = sum(weights[word] for word in sorted(own))
        shared = sum(weights[word] for word in sorted(own & words))
        if suspect.id in text.lower() or (total and len(own & words) > 1 and shared >= ENOUGH * total):
            found.append(suspect.id)
    return tuple(found)


def resolved(text: str, suspects: Sequence[Suspected]) -> tuple[str, ...]:
    """The suspects that WHAT of a strike means: those it names one by one, else those of its families,
    else those that alone have one of its words."""
    single = suspects_in(text, suspects)
    if single:
        return single
    families = families_in(text, suspects)
    if families:
        return tuple(suspect.id for suspect in suspects if suspect.family in families)
    words, rare = {_stem(word) for word in _words(text)}, round(100 * log2(1 + len(suspects)))
    weights = _weights(suspects)
    return tuple(
        suspect.id for suspect in suspects if any(weights[word] == rare for word in _own(suspect) & words)
    )


def _weights(suspects: Sequence[Suspected]) -> dict[str, int]:
    """How much each word tells, in hundredths of bits: a word of fewer suspects tells more."""
    counts: dict[str, int] = {}
    for suspect in suspects:
        for word in _own(suspect):
            counts[word] = counts.get(word, 0) + 1
    return {word: round(100 * log2(1 + len(suspects) / count)) for word, count in counts.items()}


def _own(suspect: Suspected) -> frozenset[str]:
    return frozenset(_stem(word) for word in _words(suspect.text))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _found(text.lower()) if word not in _COMMON)


def _found(text: str) -> Iterable[str]:
    for word in _WORD.findall(text):
        yield word
        yield from word.split("-") if "-" in word else ()


def _stem(word: str) -> str:
    """A word without the ending of its number or tense."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word

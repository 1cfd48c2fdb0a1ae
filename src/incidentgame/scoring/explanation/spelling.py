"""Slips of the pen and shorthand: "dissapeared", "occured", "recieve"; "prev img", "cfg", "lvl".

What a writer means is put beside what they wrote, so that their own words still count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.thesaurus import known_words
from incidentgame.scoring.explanation.words import STOPWORDS, stem

_SHORT: Final[dict[str, str]] = {
    key: full
    for line in """
    prev previous; img image; lvl level; cfg config; msg message; msgs messages; cust customer
    custs customers; conn connection; conns connections; req request; reqs requests; svc service
    vol volume; mem memory; perm permission; perms permissions; cert certificate
    certs certificates; hw hardware; del delete; rm remove; dup duplicate; dups duplicates
    txn transaction; tbl table; idx index; addr address; acct account; cmp compare; orig original
    ver version; dir directory; repo repository; deps dependencies; pwd password; pw password
    chk check; cfgs configs; usr user; usrs users; pkg package; proc process; procs processes
    sched schedule; crt certificate; temp temporary; incl including; est estimated
    mgmt management; app application
    """.replace("\n", ";").split(";")
    if line.strip()
    for key, full in [line.split()]
}
_LEAST: Final = 6
_WORD: Final = re.compile(r"(?<![\w./=-])[a-z]{2,}(?![\w/=-]|\.\w)")
_DOUBLED: Final = re.compile(r"([a-z])\1")
_TURNED: Final = (("ie", "ei"), ("ent", "ant"), ("ence", "ance"), ("ible", "able"))


def spelled(text: str) -> str:
    """A plain text with the full word beside each shorthand and each slip."""
    return _WORD.sub(_meant, text)


def _meant(mark: re.Match[str]) -> str:
    word = mark.group()
    full = _SHORT.get(word) or _corrected(word)
    return f"{word} {full}" if full else word


@lru_cache(maxsize=8192)
def _corrected(word: str) -> str:
    """The listed word that differs only in doubled letters, or in an exchange that is often confused."""
    if len(word) < _LEAST or word in STOPWORDS or stem(word) in _stems():
        return ""
    return _by_sound().get(_sound(stem(word)), "")


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(stem(word) for word in known_words())


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    found: dict[str, str] = {}
    for word in known_words():
        if len(word) >= _LEAST:
            found.setdefault(_sound(stem(word)), word)
    return found


def _sound(word: str) -> str:
    for one, other in _TURNED:
        word = word.replace(other, one)
    return _DOUBLED.sub(r"\1", word)

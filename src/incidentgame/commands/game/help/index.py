"""Every entry of help, and finding one by name or by question."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import snowballstemmer
from rapidfuzz import fuzz, process

from incidentgame.commands.game.help import cloud, game, hosts, network, shell
from incidentgame.commands.game.help.model import Entry

ENTRIES: tuple[Entry, ...] = (
    *game.ENTRIES,
    *network.ENTRIES,
    *cloud.ENTRIES,
    *hosts.ENTRIES,
    *shell.ENTRIES,
)
_WORD = re.compile(r"[a-z0-9]{2,}")
_COMMON = """
a an the is are was were be do does did me my we our it its this that there of in on at to for from with
and or not no how what which who where when why can could should would may will any some have has get got
show see look find tell about please don won isn
"""
_EMPTY = frozenset(_COMMON.split())
_ENOUGH = 34
_STEMMER = snowballstemmer.stemmer("english")
_ALIKE = {
    "alb": "load balancer",
    "box": "instance",
    "cdn": "cloudfront",
    "elb": "load balancer",
    "fine": "healthy",
    "ok": "healthy",
    "okay": "healthy",
    "server": "instance",
}
"""Words players use → the words of the entries."""


def named(name: str) -> Entry | None:
    """The entry of a command or an `aws` topic."""
    return next((entry for entry in ENTRIES if entry.name == name), None)


def topics(words: str) -> list[Entry]:
    """The `aws` topics that begin with a service and, perhaps, an operation."""
    begin = "aws " + words.removeprefix("aws ").strip()
    return [entry for entry in ENTRIES if entry.name.startswith(f"{begin} ") or entry.name == begin]


def near(name: str) -> list[str]:
    """Names much like one that is none."""
    names = [entry.name for entry in ENTRIES]
    return [
        found for found, _, _ in process.extract(name, names, scorer=fuzz.ratio, limit=3, score_cutoff=65)
    ]


def answering(question: str, most: int = 3) -> list[Entry]:
    """The entries that answer a question best; empty when none is close."""
    asked = _stems(question)
    if not asked:
        return _worded(question)[:most]
    scored = sorted(((-_score(asked, entry), n) for n, entry in enumerate(ENTRIES)))
    best = -scored[0][0]
    return [ENTRIES[n] for score, n in scored[:most] if -score >= max(_ENOUGH, best * 2 // 3)]


def _worded(question: str) -> list[Entry]:
    """For a question of common words only: entries that list it, word for word or nearly."""
    texts = {(n, text): text for n, entry in enumerate(ENTRIES) for text in entry.asks}
    near = process.extract(question.lower(), texts, scorer=fuzz.ratio, limit=None, score_cutoff=85)
    return [ENTRIES[n] for n in dict.fromkeys(n for _, _, (n, _) in near)]


def _score(asked: frozenset[str], entry: Entry) -> int:
    """0 to about 100: the share of the question's words, weighed by how rare they are, the entry knows."""
    weights = _weights()
    whole = sum(weights[stem] for stem in asked)
    purpose = _share(asked, _stems(f"{entry.purpose} {entry.name}"), weights, whole) * 4 // 5
    return max(purpose, *(_share(asked, _stems(text), weights, whole) for text in entry.asks), 0)


def _share(asked: frozenset[str], known: frozenset[str], weights: "Counter[str]", whole: int) -> int:
    common = sum(weights[stem] for stem in asked & known)
    own = sum(weights[stem] for stem in known) or 1
    return (85 * common) // whole + (15 * common) // own


@cache
def _weights() -> "Counter[str]":
    """A word's weight falls with the number of texts it stands in; a word of none weighs little."""
    seen: Counter[str] = Counter(stem for text in _texts() for stem in _stems(text))
    return _Rare({stem: 1000 // (1 + count) for stem, count in seen.items()})


class _Rare(Counter[str]):
    """Weights; a stem no text has counts as an ordinary word, so strange words lower the score."""

    def __missing__(self, key: str) -> int:
        return 400


def _texts() -> Iterable[str]:
    for entry in ENTRIES:
        yield from (*entry.asks, f"{entry.purpose} {entry.name}")


@cache
def _stems(text: str) -> frozenset[str]:
    words = (w for word in _WORD.findall(text.lower()) for w in _ALIKE.get(word, word).split())
    return frozenset(_STEMMER.stemWords([word for word in words if word not in _EMPTY]))

"""A page's `aws` line: filled in, asked, and shown so that it can be pasted."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.commands.aws.main import run
from incidentgame.commands.awscli import BenchBackend
from incidentgame.commands.bench import Bench
from incidentgame.commands.game.console.functions import found
from incidentgame.kernel.instant import HOUR, MINUTE, to_datetime
from incidentgame.shell.command import Invocation

_PLACE = re.compile(r"<([^<>]+)>")
_MARK = re.compile("\0(\\d+)\0")
_METADATA = re.compile(r"^\{\n    \"ETag\".*\Z", re.MULTILINE | re.DOTALL)
_RECENT = 15 * MINUTE


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that was asked: as one would type it, and the answer or what the CLI said instead."""

    line: str
    document: Any
    trouble: str = ""


class Asker:
    """Asks `aws` lines as the player's own shell would: same calls, same settings, same refusals."""

    def __init__(self, invocation: Invocation, bench: Bench, region: str = "") -> None:
        self._invocation, self._bench, self._region = invocation, bench, region
        self._answers: dict[str, Asked] = {}

    def ask(self, template: str, item: Mapping[str, Any]) -> Asked:
        """The answer to a line about an item; a line is asked once per page."""
        words = filled(template, item) + (["--region", self._region] if self._region else [])
        line = shlex.join(["aws", *words])
        if line not in self._answers:
            self._answers[line] = self._asked(line, words)
        return self._answers[line]

    def _asked(self, line: str, words: Sequence[str]) -> Asked:
        backend = BenchBackend(self._bench, self._invocation)
        given = run([*words, "--output", "json"], self._invocation.env, b"", backend)
        text = given.stdout if isinstance(given.stdout, str) else given.stdout.decode("utf-8", "replace")
        if given.exit:
            return Asked(line, None, given.stderr.strip())
        return Asked(line, _document(text))

    def times(self) -> dict[str, Any]:
        """Instants a line may name; whole minutes, as the console's own graphs."""
        now = self._bench.view.now
        now -= now % MINUTE
        return {
            "Now": _iso(now),
            "HourAgo": _iso(now - HOUR),
            "Recently": _iso(now - _RECENT),
            "RecentlyMs": now - _RECENT,
        }


def filled(template: str, item: Mapping[str, Any]) -> list[str]:
    """The words of a line, each `<expression>` replaced by what it finds in the item.

    A word that is one expression becomes as many words as that finds; if it finds nothing, the word is left
    out and so is an option before it.
    """
    places = _PLACE.findall(template)
    values = [found(place, item) for place in places]
    marked = iter(range(len(places)))
    words: list[str] = []
    for word in shlex.split(_PLACE.sub(lambda _: f"\0{next(marked)}\0", template)):
        whole = _MARK.fullmatch(word)
        given = _several(values[int(whole[1])]) if whole else [_put(word, values)]
        if not given and words and words[-1].startswith("--"):
            words.pop()
        words += given
    return words


def _several(value: Any) -> list[str]:
    many = value if isinstance(value, list) else [value]
    return [str(one) for one in many if one not in (None, "")]


def _put(word: str, values: Sequence[Any]) -> str:
    return _MARK.sub(lambda mark: str(values[int(mark[1])]), word)


def _document(text: str) -> Any:
    """The answer as a value. A body written to standard output stays text, without the metadata after it."""
    try:
        return json.loads(text) if text.strip() else {}
    except ValueError:
        return _METADATA.sub("", text)


def _iso(instant: int) -> str:
    return to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Templates: `{{ expression }}` inside the strings of a pack's YAML and inside its files.

A string that is nothing but one expression becomes its value, whatever its type; otherwise values are
written into the text. There are no statements or loops; `each` (see `repeat`) repeats entries of
tables and, as `{each: {…}, item: …}`, items of lists.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from incidentgame.pack.expressions import ExpressionError, Names, evaluate
from incidentgame.pack.loading import Document, Trail
from incidentgame.pack.problems import Problem

_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MAX_REPEATS = 500


def fill_text(text: str, names: Names) -> Any:
    """One string with its places filled; ExpressionError when one is wrong."""
    if "{{" not in text:
        return text
    whole = _PLACE.fullmatch(text.strip())
    if whole and "{{" not in whole[1]:
        return evaluate(whole[1].strip(), names)
    return _PLACE.sub(lambda place: str(evaluate(place[1].strip(), names)), text)


class Filler:
    """Fills data parsed from one document and collects what goes wrong, with its line."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names
        self.problems: list[Problem] = []

    def fill(self, value: Any, trail: Trail, extra: Names | None = None) -> Any:
        """The value with every string and key filled."""
        names = {**self.names, **extra} if extra else self.names
        return self._fill(value, trail, names)

    def _fill(self, value: Any, trail: Trail, names: Names) -> Any:
        if isinstance(value, str):
            return self.text(value, trail, names)
        if isinstance(value, dict):
            return {
                (str(self.text(k, (*trail, k), names)) if "{{" in k else k): self._fill(v, (*trail, k), names)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [made for i, item in enumerate(value) for made in self._items(item, (*trail, i), names)]
        return value

    def _items(self, item: Any, trail: Trail, names: Names) -> Iterator[Any]:
        """What an item of a list becomes: itself, or many from `{each: {…}, item: …}`."""
        if not isinstance(item, dict) or set(item) != {"each", "item"}:
            yield self._fill(item, trail, names)
            return
        for variables in self.repeat(item, trail, names):
            yield self._fill(item["item"], (*trail, "item"), {**names, **variables})

    def text(self, value: str, trail: Trail, names: Names) -> Any:
        """One string filled; on an error the problem is noted and the string kept."""
        if "{{" not in value:
            return value
        try:
            return fill_text(value, names)
        except ExpressionError as error:
            self.problems.append(self.document.problem(trail, str(error)))
            return value

    def repeat(
        self, entry: Mapping[str, Any], trail: Trail, names: Names | None = None
    ) -> Iterator[dict[str, Any]]:
        """The variables of each repetition `each: {z: [a, b]}` asks for; one empty set without it."""
        each = self._fill(entry.get("each") or {}, (*trail, "each"), names or self.names)
        lists = [[(k, v) for v in (vs if isinstance(vs, list) else [vs])] for k, vs in each.items()]
        for index, pairs in enumerate(product(*lists)):
            if index >= _MAX_REPEATS:
                message = f"more than {_MAX_REPEATS} repetitions"
                self.problems.append(self.document.problem(trail, message))
                return
            yield dict(pairs)

"""The rubric a person names on the command line: `FILE`, `FILE#ID`, a fault's file, or `PACK#FAULT`."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.cli.problems import UsageError
from incidentgame.pack.loading import MAX_BYTES, Document, load_yaml
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.scoring.rubric import Rubric
from incidentgame.scoring.rubric_reading import RubricError, read_rubric

_TEMPLATE = "{{"
_FILLED = ("claims", "anti_claims", "entities")
_PLACE = re.compile(r"(claims|anti_claims|entities|evidence)\[(\d+)\]")


class RubricSource:
    """The rubrics that one name on the command line can mean.

    `place` is a file or a pack, `chosen` the id behind its `#` (empty: none), `seed` fills the templates of
    a fault that belongs to a pack.
    """

    def __init__(self, spec: str, seed: int) -> None:
        self.place, self.chosen = _split(spec)
        self._seed = seed
        self._pack, self._fault = _pack_and_fault(self.place)
        self._document = Document(self.place, None) if self._pack else _document(self.place)
        self._entries = _entries(self._document)
        self.rubric = cache(self._rubric)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every rubric there is to choose from; one without an id is called by an empty one."""
        if self._pack:
            return (self._fault,) if self._fault else packs.load(self._pack).fault_ids
        return tuple(str(entry.get("id") or "") for entry in self._entries)

    def default(self) -> str:
        """The rubric meant when a text names none; UsageError when there are several or none of that id."""
        if self.chosen:
            return self.known(self.chosen)
        if len(self.ids) != 1:
            told = ", ".join(self.ids[:40])
            if not told:
                raise UsageError(f"{self.place} has no rubric in it")
            raise UsageError(f"{self.place} has {len(self.ids)} rubrics; write {self.place}#ID: {told}")
        return self.ids[0]

    def known(self, id_: str) -> str:
        """The id, if there is such a rubric; UsageError with the nearest one otherwise."""
        if id_ not in self.ids:
            raise UsageError(f'{self.place} has no rubric "{id_}"; {did_you_mean(id_, self.ids)}')
        return id_

    def _rubric(self, id_: str) -> Rubric:
        """One rubric, read; PackError with file and line when it is none."""
        if self._pack:
            return bootstrap.open_case(self._pack, id_, self._seed).rubric
        index = self.ids.index(id_)
        trail = ("incidents", index) if _listed(self._document) else ()
        entry = self._entries[index]
        if any(_templated(entry.get(part)) for part in _FILLED):
            said = "its texts have templates ({{ }}), and there is no pack around it to fill them"
            raise PackError([self._document.problem(trail, said)])
        try:
            return read_rubric(entry)
        except RubricError as error:
            told = str(error)
            where = _PLACE.search(told)
            inner = (where[1], int(where[2])) if where else ()
            raise PackError([self._document.problem((*trail, *inner), told)]) from None


def evidence_of(rubric: Rubric) -> tuple[str, ...]:
    """The names of evidence a text's writer can have seen, in the author's order."""
    named = [item.id for item in rubric.evidence]
    return tuple(dict.fromkeys([*named, *(name for claim in rubric.claims for name in claim.shown_by)]))


def _split(spec: str) -> tuple[str, str]:
    if "#" not in spec or Path(spec).exists():
        return spec, ""
    place, _, chosen = spec.rpartition("#")
    return place, chosen


def _pack_and_fault(place: str) -> tuple[str, str]:
    """The pack a place belongs to and the fault its file is of; empty where it is neither."""
    path = Path(place)
    if (path / "pack.yaml").is_file() or (not path.exists() and place in packs.pack_ids()):
        return place, ""
    around = path.resolve().parent
    if path.is_file() and around.name == "faults" and (around.parent / "pack.yaml").is_file():
        return str(around.parent), path.stem
    return "", ""


def _document(place: str) -> Document:
    path = Path(place)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {place}: {error.strerror}") from None
    except ValueError:  # a NUL in the name
        raise UsageError(f"{place!r} is no file name") from None
    return load_yaml(place, content)


def _listed(document: Document) -> bool:
    return isinstance(document.data, Mapping) and document.data.get("incidents") is not None


def _entries(document: Document) -> Sequence[Mapping[str, Any]]:
    """The mappings of a file that can be rubrics; PackError when it has none."""
    data = document.data
    if data is None and not document.lines:
        return ()
    found = data["incidents"] if _listed(document) else [data]
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        said = "a rubric is a mapping with `claims`, or a list of them under `incidents`"
        raise PackError([Problem(document.file, document.line("incidents"), said)])
    return found


def _templated(entry: object) -> bool:
    """Does any text of a rubric hold a template? Iterative: the loader bounds depth and size."""
    waiting = [entry]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and _TEMPLATE in part:
            return True
        if isinstance(part, Mapping):
            waiting.extend(part[name] for name in part)
        elif isinstance(part, list):
            waiting.extend(part)
    return False

"""Files of scores: CSV in long or wide form, or the JSON lines that `grade` writes."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any, Final

from incidentgame.cli.problems import UsageError

MAX_BYTES: Final = 20_000_000
MAX_RATERS: Final = 40
_ITEM: Final = ("item", "id", "case", "session", "text")
_REMARKS: Final = ("comment", "comments", "note", "notes", "reason")

Row = tuple[int, str, str, str]
"""Line, item, rater, score as written."""


def ratings_of(files: Sequence[str]) -> dict[str, dict[str, Fraction]]:
    """Rater to item to score, over all files; UsageError with file and line for what cannot be read."""
    found: dict[str, dict[str, Fraction]] = {}
    stems = [Path(name).stem for name in files]
    for name, stem in zip(files, stems, strict=True):
        rater = stem if stems.count(stem) == 1 else name
        for line, item, who, score in _rows(name, rater):
            _add(found, f"{name}:{line}", item, who, score)
    if len(found) > MAX_RATERS:
        raise UsageError(f"{len(found)} raters are more than {MAX_RATERS}; long form has a column `rater`")
    if len(found) < 2:
        raise UsageError(f"two raters are needed, and these files have {len(found)}: {', '.join(found)}")
    return found


def _add(found: dict[str, dict[str, Fraction]], where: str, item: str, rater: str, score: str) -> None:
    if not score:
        return  # not rated
    if not item or not rater:
        raise UsageError(f"{where}: the {'rater' if item else 'item'} has no name")
    scores = found.setdefault(rater, {})
    if item in scores:
        raise UsageError(f'{where}: "{rater}" has scored "{item}" before')
    scores[item] = _number(score, where)


def _number(text: str, where: str) -> Fraction:
    """A score, exactly; what is over a million is none."""
    try:
        value = Fraction(text) if len(text) < 20 and "e" not in text.lower() else None
    except (ValueError, ZeroDivisionError):
        value = None
    if value is None or abs(value) > 1_000_000:
        raise UsageError(f'{where}: "{text[:40]}" is no score: a number such as 2 or 2.5')
    return value


def _rows(name: str, rater: str) -> Iterator[Row]:
    text = _read(name)
    if text.lstrip().startswith("{"):
        return _graded(name, text, rater)
    return _table(name, text, rater)


def _read(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no file name"
        raise UsageError(f"cannot read {name}: {why}") from None
    if len(content) > MAX_BYTES:
        raise UsageError(f"{name} is over {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 text: byte {error.start}") from None


def _graded(name: str, text: str, rater: str) -> Iterator[Row]:
    """`grade`'s own lines: the id and the level of each; lines it could not grade are left out."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            answer = _object(name, number, line)
            if "level" in answer:
                yield number, str(answer.get("id", answer.get("line", ""))), rater, str(answer["level"])


def _object(name: str, number: int, line: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, Mapping):
        raise UsageError(f"{name}:{number}: this line is no JSON object")
    return answer


def _table(name: str, text: str, rater: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [word.strip() for word in next(lines, [])]
        columns = _columns(name, header, rater)
        for row in lines:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield from _cells(name, lines.line_num, cells, columns, len(header))
    except csv.Error as error:
        raise UsageError(f"{name}:{lines.line_num}: not valid CSV: {error}") from None


Columns = tuple[int, int | None, Mapping[int, str]]
"""Where the item is, where the rater is named, and whose score stands in which column."""


def _columns(name: str, header: list[str], rater: str) -> Columns:
    """What the columns are; UsageError where the first line does not say."""
    plain = [word.lower() for word in header]
    item = next((plain.index(word) for word in _ITEM if word in plain), None)
    if item is None or len(header) < 2:
        said = "the first line must name the columns: item,rater,score or item and one for each rater"
        raise UsageError(f"{name}:1: {said}")
    if "score" in plain:
        score = plain.index("score")
        return item, plain.index("rater") if "rater" in plain else None, {score: rater}
    raters = {i: word for i, word in enumerate(header) if i != item and plain[i] not in _REMARKS}
    if "" in raters.values() or len(set(raters.values())) < len(raters):
        raise UsageError(f"{name}:1: every rater's column needs a name of its own")
    return item, None, raters


def _cells(name: str, line: int, cells: list[str], columns: Columns, wide: int) -> Iterator[Row]:
    item, named, scores = columns
    if len(cells) != wide:
        raise UsageError(f"{name}:{line}: {len(cells)} columns where the first line has {wide}")
    for place, rater in scores.items():
        yield line, cells[item], rater if named is None else cells[named], cells[place]

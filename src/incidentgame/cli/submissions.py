"""The texts to grade, as they come in: one plain text, or JSON lines with one text each."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TextIO

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.model import FIELDS, Explanation

LONGEST: Final = 4_000_000
"""Characters of input that are kept of one text or line; the grader reads far fewer."""


class SubmissionError(ValueError):
    """A line is no text to grade; the message says why."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One text to grade: `id` is echoed (None: there is none), `seen` None means everything was seen."""

    line: int
    explanation: Explanation
    id: str | int | None = None
    seen: tuple[str, ...] | None = None
    rubric: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is none, and why."""

    line: int
    why: str
    id: str | int | None = None


def submissions(stream: TextIO, form: str = "auto") -> tuple[bool, Iterator[Submission | Refused]]:
    """Whether the input is JSON lines, and its texts one after another, each read when it is asked for.

    `form` is `auto`, `text` (the whole input is one text) or `lines`. By itself, input is JSON lines when
    its first line that is not blank is a JSON object or string; a single JSON object or list over several
    lines counts as such lines too.
    """
    if form == "text":
        return False, iter([_plain(_rest(stream))])
    first, before = _first_line(stream)
    if form == "lines" or isinstance(_json(first), Mapping | str):
        return True, _records(_numbered(first, before, stream))
    whole = first + _rest(stream)
    if first.lstrip()[:1] in ("{", "["):
        found = _json(whole)
        if isinstance(found, Mapping):
            return True, iter([_record(before + 1, found)])
        if isinstance(found, list) and all(isinstance(item, Mapping | str) for item in found):
            return True, (_record(n, item) for n, item in enumerate(found, 1))
        lines = whole.split("\n")
        if any(isinstance(_json(line), Mapping) for line in lines[:20]):
            return True, _records(enumerate(lines, before + 1))
    return False, iter([_plain(whole)])


def _plain(text: str) -> Submission:
    return Submission(1, read_explanation(text))


def _rest(stream: TextIO) -> str:
    """What is left, up to the longest that is kept; more is read and dropped, so that writers end well."""
    text = stream.read(LONGEST)
    while stream.read(1_000_000):
        pass
    return text


def _first_line(stream: TextIO) -> tuple[str, int]:
    """The first line that is not blank, and how many came before it."""
    before = 0
    while (line := _line(stream)) and not line.strip():
        before += 1
    return line, before


def _line(stream: TextIO) -> str:
    """One line; of a longer one than is kept, the beginning."""
    line = stream.readline(LONGEST)
    if len(line) == LONGEST and not line.endswith("\n"):
        while (more := stream.readline(1_000_000)) and not more.endswith("\n"):
            pass
    return line


def _numbered(first: str, before: int, stream: TextIO) -> Iterator[tuple[int, str]]:
    rest = iter(lambda: _line(stream), "")
    return enumerate(chain([first], rest), before + 1)


def _records(lines: Iterable[tuple[int, str]]) -> Iterator[Submission | Refused]:
    for number, text in lines:
        if text.strip():
            yield _record(number, _json(text))


def _json(text: str) -> Any:
    """The JSON value of a text; None when it is none (nor is `null` a text to grade)."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _record(line: int, value: Any) -> Submission | Refused:
    if isinstance(value, str):
        return Submission(line, read_explanation(value))
    if not isinstance(value, Mapping):
        return Refused(line, "this line is no JSON object or string")
    given = value.get("id")
    name = given if isinstance(given, str | int) else None
    try:
        return Submission(line, _explanation(value), name, _seen(value), _text(value, "rubric"))
    except SubmissionError as error:
        return Refused(line, str(error), name)


def _explanation(value: Mapping[str, Any]) -> Explanation:
    """From `text` alone as a player would submit it; from fields as they are."""
    parts = {name: _text(value, name) for name in FIELDS if value.get(name) is not None}
    if not parts:
        raise SubmissionError(f"it has no text: give `text`, or any of {', '.join(FIELDS[:-1])}")
    if set(parts) == {"text"}:
        return read_explanation(parts["text"])
    labelled = [f"{name}: {parts[name]}" for name in FIELDS if name in parts and name != "text"]
    return read_explanation("\n".join([parts.get("text", ""), *labelled]))


def _text(value: Mapping[str, Any], name: str) -> str:
    """A member as text: a string, a number, or a list of them (one a line)."""
    given = value.get(name)
    if given is None:
        return ""
    parts = given if isinstance(given, list) else [given]
    if not all(isinstance(part, str | int | float) for part in parts):
        raise SubmissionError(f"`{name}` must be text")
    return "\n".join(str(part) for part in parts)


def _seen(value: Mapping[str, Any]) -> tuple[str, ...] | None:
    given = value.get("seen")
    if given is None:
        return None
    names = seen_names(given) if isinstance(given, str) else given
    if not isinstance(names, list | tuple) or not all(isinstance(name, str | int) for name in names):
        raise SubmissionError("`seen` must be a list of evidence ids")
    return tuple(str(name) for name in names)


def seen_names(text: str) -> tuple[str, ...]:
    """The ids of `e1,e3`; none of an empty text."""
    return tuple(name.strip() for name in text.split(",") if name.strip())

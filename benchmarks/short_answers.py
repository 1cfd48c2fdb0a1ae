"""Public short-answer sets as plain values, read from a local copy; docs/public-sets.md has their forms.

None of the data are part of this project; get them from their publishers.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

MAX_BYTES = 60_000_000
MAX_FILES = 2_000
_SEMEVAL = {"correct": 2.0, "partially_correct_incomplete": 1.0, "incorrect": 0.0}
_REFERENCES_TAKEN = 5


class SetError(Exception):
    """The files are not of this form; the message says which and why."""


@dataclass(frozen=True)
class Answer:
    """A student's answer with the annotators' score; `right` is their yes or no."""

    text: str
    score: float
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with reference answers and what students wrote."""

    id: str
    references: tuple[str, ...]
    answers: tuple[Answer, ...]


def semeval(place: Path) -> Iterator[Question]:
    """SemEval-2013 task 7 (SciEntsBank, Beetle): a directory of XML files, one question each.

    `correct` counts 2, `partially_correct_incomplete` 1, every other label 0; right is `correct`.
    """
    files = sorted(place.rglob("*.xml")) if place.is_dir() else [place]
    if not files:
        raise SetError(f"{place} has no XML files")
    for path in files[:MAX_FILES]:
        root = _xml(path)
        references = [_text(node) for node in root.iter("referenceAnswer")]
        answers = [
            Answer(_text(node), _SEMEVAL.get(label, 0.0), label == "correct")
            for node in root.iter("studentAnswer")
            if (label := (node.get("accuracy") or "").strip().lower())
        ]
        if references and answers:
            yield Question(root.get("id") or path.stem, tuple(references), tuple(answers))


def _xml(path: Path) -> ElementTree.Element:
    content = _content(path)
    if "<!DOCTYPE" in content or "<!ENTITY" in content:
        raise SetError(f"{path}: document types and entities are not read")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise SetError(f"{path}: not valid XML: {error}") from None


def _text(node: ElementTree.Element) -> str:
    return " ".join("".join(node.itertext()).split())


def mohler(place: Path) -> Iterator[Question]:
    """Mohler, Bunescu and Mihalcea 2011: the publisher's directory, or one CSV with the same content.

    Directory: `questions` and `answers` (the references), `raw/N` or `sent/N` one answer a line, and
    `scores/N/ave`. CSV: columns question, desired_answer, student_answer and score_avg. Scores go from 0 to
    5; from 4 on an answer is right.
    """
    yield from _mohler_table(place) if place.is_file() else _mohler_directory(place)


def _mohler_directory(place: Path) -> Iterator[Question]:
    base = next((path.parent for path in sorted(place.rglob("scores")) if path.is_dir()), None)
    texts = next((base / name for name in ("raw", "sent") if base and (base / name).is_dir()), None)
    if base is None or texts is None:
        raise SetError(f"{place} has no directories `scores` and `raw` (or `sent`)")
    references = dict(_numbered(_beside("answers", texts, base)))
    for number, reference in references.items():
        scores, answers = base / "scores" / number / "ave", texts / number
        if scores.is_file() and answers.is_file():
            yield Question(number, (reference,), tuple(_mohler_answers(answers, scores)))


def _beside(name: str, *folders: Path) -> Path:
    found = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if found is None:
        raise SetError(f"no file `{name}` in {' or '.join(map(str, folders))}")
    return found


def _numbered(path: Path) -> Iterator[tuple[str, str]]:
    """`1.1 text` lines, as (number, text)."""
    for line in _content(path).splitlines():
        number, _, text = line.strip().partition(" ")
        if re.fullmatch(r"\d+\.\d+", number.rstrip(":")) and text.strip():
            yield number.rstrip(":"), _unmarked(text)


def _mohler_answers(answers: Path, scores: Path) -> Iterator[Answer]:
    lines = [line for line in _content(answers).splitlines() if line.strip()]
    values = _content(scores).split()
    if len(lines) != len(values):
        raise SetError(f"{answers} has {len(lines)} answers and {scores} {len(values)} scores")
    for line, value in zip(lines, values, strict=True):
        score = _number(value, str(scores))
        yield Answer(_unmarked(re.sub(r"^\d+\.\d+\s+", "", line.strip())), score, score >= 4)


def _unmarked(text: str) -> str:
    """Without the end-of-sentence marks of the `sent` files."""
    return " ".join(re.sub(r"<STOP>|<br\s*/?>", " ", text).split())


def _mohler_table(path: Path) -> Iterator[Question]:
    def of(row: Mapping[str, str]) -> tuple[str, str, Answer]:
        score = _number(row["score_avg"], str(path))
        return row["question"], row["desired_answer"], Answer(row["student_answer"], score, score >= 4)

    wanted = ("question", "desired_answer", "student_answer", "score_avg")
    yield from _grouped(map(of, _rows(path, ",", wanted)))


def asap(place: Path) -> Iterator[Question]:
    """ASAP short answer scoring (Kaggle 2012): the tab-separated training file.

    It has no reference answers, so the first five with a set's best score are taken for them and left out of
    what is measured. From two thirds of the best score on an answer is right.
    """
    wanted = ("EssaySet", "Score1", "EssayText")
    sets: dict[str, list[tuple[float, str]]] = {}
    for row in _rows(place, "\t", wanted):
        sets.setdefault(row["EssaySet"], []).append((_number(row["Score1"], str(place)), row["EssayText"]))
    for name, scored in sets.items():
        best = max(score for score, _ in scored)
        taken = [index for index, (score, _) in enumerate(scored) if score == best][:_REFERENCES_TAKEN]
        answers = [Answer(t, s, s * 3 >= best * 2) for i, (s, t) in enumerate(scored) if i not in taken]
        yield Question(name, tuple(scored[index][1] for index in taken), tuple(answers))


def _grouped(rows: Iterator[tuple[str, str, Answer]]) -> Iterator[Question]:
    groups: dict[tuple[str, str], list[Answer]] = {}
    for question, reference, answer in rows:
        groups.setdefault((question, reference), []).append(answer)
    for (question, reference), answers in groups.items():
        yield Question(question, (reference,), tuple(answers))


def _rows(path: Path, delimiter: str, wanted: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The rows of a table; SetError when a column is missing. Tabs quote nothing, commas do."""
    lines = StringIO(_content(path), newline="")
    if delimiter == "\t":
        table = csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        table = csv.DictReader(lines, delimiter=delimiter)
    missing = [name for name in wanted if name not in (table.fieldnames or ())]
    if missing:
        raise SetError(f"{path} has no column {missing[0]}; it needs {', '.join(wanted)}")
    for row in table:
        if all(row[name] for name in wanted):
            yield row


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SetError(f'{where}: "{text[:40]}" is no score') from None


def _content(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SetError(f"{path} is over {MAX_BYTES} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise SetError(f"cannot read {path}: {error.strerror}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


FORMATS: Mapping[str, Callable[[Path], Iterator[Question]]] = {
    "semeval": semeval,
    "mohler": mohler,
    "asap": asap,
}

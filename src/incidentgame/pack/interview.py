"""What an interviewer says and can be asked: one file shipped beside the bank of questions.

The words are the same for every pack and every fault: an interviewer gives nothing away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from incidentgame.pack.casting import character, known_answers
from incidentgame.pack.expressions import ExpressionError, parse
from incidentgame.pack.loading import Document, load_yaml
from incidentgame.pack.personas import Character, KnownAnswer
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import PackFiles
from incidentgame.pack.schema import InterviewText
from incidentgame.pack.shape import check
from incidentgame.pack.story import NAMES

FILE = "interview.yaml"
INTERVIEWER = "interviewer"
"""The id under which an interviewer is asked, and speaks."""

Sayings = Mapping[str, tuple[str, ...]]
"""Occasion to the wordings there are for it."""


@dataclass(frozen=True, slots=True)
class InterviewScript:
    """The interviewer as somebody to ask, what the others can be asked once the case is explained, and
    what the interviewer says by occasion. An empty script is an interview in which nobody speaks."""

    interviewer: Character | None = None
    colleagues: Mapping[str, tuple[KnownAnswer, ...]] = field(default_factory=dict)
    says: Sayings = field(default_factory=dict)

    def joined(self, people: tuple[Character, ...]) -> tuple[Character, ...]:
        """The people of a case with what they can be asked in an interview, and the interviewer."""
        found = [replace(one, knows=(*one.knows, *self.colleagues.get(one.id, ()))) for one in people]
        return (*found, self.interviewer) if self.interviewer is not None else tuple(found)


def read_interview(files: PackFiles) -> InterviewScript:
    """The script among the bank's files; an empty one when there is none. PackError with every mistake."""
    if FILE not in files:
        return InterviewScript()
    document = load_yaml(FILE, files[FILE])
    problems = list(check(document, document.data, InterviewText, ())) or list(_guards(document))
    if problems:
        raise PackError(problems)
    return _script(document)


def check_interview(files: PackFiles) -> list[Problem]:
    """Every mistake of the script, in order of lines; empty when there is none, or no script."""
    try:
        script = read_interview(files)
    except PackError as error:
        return list(error.problems)
    if script.interviewer is None:
        return []
    document = load_yaml(FILE, files[FILE])
    silent = [occasion for occasion, wordings in script.says.items() if not wordings]
    found = [document.problem(("says",), f"nothing is said on the occasion `{name}`") for name in silent]
    people = {("interviewer", "intents"): script.interviewer.knows}
    people |= {("colleagues", who): known for who, known in script.colleagues.items()}
    for trail, known in people.items():
        found += [document.problem((*trail, at), what) for at, what in _unheard(known)]
    return sorted(found)


def _unheard(known: Sequence[KnownAnswer]) -> Iterator[tuple[int, str]]:
    """Intents that are never reached: an id twice, a wording without a word that carries meaning."""
    ids: set[str] = set()
    for index, intent in enumerate(known):
        if intent.id in ids:
            yield index, f'two intents are called "{intent.id}"'
        ids.add(intent.id)
        if not all(intent.asks):
            yield index, f"{intent.id}: a wording of nothing but common words"


def _script(document: Document) -> InterviewScript:
    text = msgspec.to_builtins(msgspec.convert(document.data, InterviewText))
    return InterviewScript(
        interviewer=character(INTERVIEWER, text["interviewer"]),
        colleagues={who: known_answers(intents) for who, intents in text["colleagues"].items()},
        says={occasion: tuple(wordings) for occasion, wordings in text["says"].items()},
    )


def _guards(document: Document) -> Iterator[Problem]:
    """Guards that are no expressions, or ask for what a story does not know."""
    data = document.data
    own = [("interviewer", "intents", i) for i in range(len(data["interviewer"].get("intents", [])))]
    others = [
        ("colleagues", who, i) for who, known in data.get("colleagues", {}).items() for i in range(len(known))
    ]
    for first, second, index in (*own, *others):
        guard = str(data[first][second][index].get("when", "true"))
        trail = (first, second, index, "when")
        try:
            unknown = [name for name in parse(guard).names if name not in NAMES and name not in _WORDS]
        except ExpressionError as error:
            yield document.problem(trail, str(error))
            continue
        for name in unknown:
            yield document.problem(trail, f'no variable "{name}"', did_you_mean(name, NAMES))


_WORDS = ("true", "false")

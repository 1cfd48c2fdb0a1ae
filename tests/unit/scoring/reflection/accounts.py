"""Accounts held against a session in which nearly everything went wrong once."""

from functools import cache

from incidentgame.scoring.explanation.grade import grade
from incidentgame.scoring.explanation.model import Verdicts
from incidentgame.scoring.reflection import Mishap, Reflection, reflected
from incidentgame.scoring.reflection.model import MishapKind
from incidentgame.scoring.rubric import Claim, Rubric


def mishap(kind: MishapKind, *lines: int, families: tuple[str, ...] = ()) -> Mishap:
    return Mishap(kind=kind, words=f"the log says {kind}", lines=lines, families=families)


ALL = (
    mishap("harm", 4),
    mishap("blind", 4),
    mishap("strike", 6),
    mishap("explanation", 10),
    mishap("unsupported"),
    mishap("overconfident"),
    mishap("dead_end", 7, 8),
    mishap("thought", 2, 5, families=("data",)),
    mishap("expectation", 3, 4),
    mishap("hint", 9),
    mishap("unproved"),
    mishap("silent"),
)
RUBRIC = Rubric(
    claims=(
        Claim(
            id="root",
            kind="root_cause",
            weight=3,
            statement="The pool of the database is exhausted.",
            must=(("pool",), ("exhausted", "full")),
        ),
    )
)


@cache
def verdicts(text: str = "The pool is exhausted. I am 90 % sure.") -> Verdicts:
    return grade(RUBRIC, text)


def account(text: str, found: tuple[Mishap, ...] = ALL) -> Reflection:
    return reflected(text, found, verdicts())


def named(text: str, found: tuple[Mishap, ...] = ALL) -> set[str]:
    return {admitted.mishap.kind for admitted in account(text, found).named}

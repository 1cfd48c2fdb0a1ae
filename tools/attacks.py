"""Generated attempts to talk around the grader, made from a rubric and its good answers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from incidentgame.scoring.explanation.sentences import split
from incidentgame.scoring.explanation.words import FUNCTION_WORDS
from incidentgame.scoring.rubric import Rubric

_GENERIC = """We should monitor more, add alarms, write a runbook and do a blameless post-mortem. Better
communication between the teams would help. Everything should be tested before release and rolled out
slowly. The users were affected and we are sorry. Someone should look at the logs and the metrics."""


def attacks(rubric: Rubric, good: str) -> Iterator[tuple[str, str]]:
    """(name, text) pairs; the random ones are seeded, so the set is always the same."""
    sentences = [s.text for s in split(good)]
    yield "meta negation", " ".join(f"It is not true that {s[:1].lower()}{s[1:]}" for s in sentences)
    yield "blanket negation", "None of the following is true. " + good
    yield "false claim that", " ".join(f"The claim that {s.rstrip('.')} is false." for s in sentences)
    yield "keyword bullets", "\n".join(f"- {word}" for word in _keywords(rubric))
    yield "keyword line", " ".join(_keywords(rubric))
    yield "keyword commas", ", ".join(_keywords(rubric)) + "."
    yield "padded soup", _padded(_keywords(rubric))
    yield "shuffled words", _shuffled(good)
    yield "shuffled sentences", " ".join(_shuffled(s) for s in sentences)
    yield "claim words in bullets", "\n".join(f"- {' '.join(words)}" for words in _claim_words(rubric))
    yield "claim words shuffled", ". ".join(_shuffled(" ".join(words)) for words in _claim_words(rubric))
    yield "soup of function words", _soup(rubric)
    yield (
        "pasted evidence and keywords",
        "\n".join([*(item.text for item in rubric.evidence), *_keywords(rubric)]),
    )
    yield "pasted evidence", "\n".join(item.text for item in rubric.evidence)
    yield "brief copied", rubric.brief
    yield "shotgun maybe", _shotgun(rubric, "Maybe ")
    yield "shotgun or", " or ".join(_causes(rubric)) + "."
    yield "shotgun flat", " ".join(_causes(rubric))
    yield "generic advice", _GENERIC
    yield "questions", " ".join(f"{s.rstrip('.')}?" for s in sentences)


def _keywords(rubric: Rubric) -> list[str]:
    words: list[str] = [entity.canon for entity in rubric.entities]
    for claim in rubric.claims:
        words += [group[0].strip() for group in claim.must if group]
        words += [group[-1].strip() for group in claim.must if group]
    return list(dict.fromkeys(word for word in words if word))


def _claim_words(rubric: Rubric) -> list[list[str]]:
    """The content words of each claim's statement, in their order."""
    return [
        [w for w in claim.statement.split() if w.lower() not in FUNCTION_WORDS] for claim in rubric.claims
    ]


def _soup(rubric: Rubric) -> str:
    """Keywords with one, two or no function words between them, drawn by a fixed seed."""
    dice = random.Random(11)
    fillers = sorted(FUNCTION_WORDS)
    words = [w for word in _keywords(rubric) for w in [*dice.sample(fillers, dice.randrange(3)), word]]
    return ". ".join(" ".join(words[i : i + 14]) for i in range(0, len(words), 14)) + "."


def _padded(words: list[str]) -> str:
    fillers = ["the", "and", "of", "a", "with", "in", "on", "for", "to", "by", "is"]
    pairs = [f"{fillers[i % len(fillers)]} {word}" for i, word in enumerate(words)]
    return " ".join(pairs) + "."


def _shuffled(text: str) -> str:
    words = re.findall(r"\S+", text.replace(".", ""))
    random.Random(7).shuffle(words)
    return " ".join(words) + "."


def _causes(rubric: Rubric) -> list[str]:
    roots = [claim.statement for claim in rubric.of_kind("root_cause")]
    return roots + [anti.statement for anti in rubric.anti_claims if anti.kind == "rival"]


def _shotgun(rubric: Rubric, word: str) -> str:
    return " ".join(f"{word}{cause[:1].lower()}{cause[1:]}" for cause in _causes(rubric))

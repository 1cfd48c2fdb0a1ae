"""The player's sentences in their order, each with what the grader made of it, in words for the player."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from incidentgame.scoring.explanation.assertion import asserts_a_cause
from incidentgame.scoring.explanation.judging import NOT_UNDERSTOOD, Judged
from incidentgame.scoring.explanation.model import (
    AntiVerdict,
    ClaimVerdict,
    Flag,
    SentenceRole,
    SentenceVerdict,
    State,
)
from incidentgame.scoring.explanation.pasted import Shown
from incidentgame.scoring.explanation.reading import Part, Reading, Stretch

_SET_ASIDE: Final[dict[Flag, str]] = {
    "pasted": "the output of a tool, not a statement of yours",
    "dump": "a row of words, not a sentence",
    "brief_copied": "the brief in its own words",
}
_STATES: Final[dict[State, str]] = {
    "stated": "says it, and what shows it was seen",
    "hedged": "says it as a guess",
    "unsupported": "right, but nothing that shows it was seen",
    "denied": "denies what is so",
    "contradicted": "says it here, and the opposite elsewhere",
    "reversed": "cause and effect the other way round",
    "review": "close to it, and not clear enough to tell",
}
_ORDER: Final[tuple[State, ...]] = (
    "stated",
    "unsupported",
    "contradicted",
    "denied",
    "reversed",
    "hedged",
    "review",
)


class Sources(msgspec.Struct, frozen=True):
    """What the sentences are looked at with: the reading, the judged claims, their verdicts in the end,
    the anti-claims made, and the lines the player saw."""

    reading: Reading
    judged: tuple[Judged, ...]
    claims: tuple[ClaimVerdict, ...]
    antis: tuple[AntiVerdict, ...]
    shown: Shown


class _Link(msgspec.Struct, frozen=True):
    """A claim that a sentence was held against, and how it came out."""

    claim: ClaimVerdict
    state: State
    reason: str


def annotate(sources: Sources) -> tuple[SentenceVerdict, ...]:
    """One verdict for each sentence, numbered from 1 in the player's order."""
    by_number = {single.numbers[0]: single for single in sources.reading.singles}
    links = _links(sources.judged, sources.claims)
    return tuple(
        _verdict(part, by_number.get(part.n), links.get(part.n, ()), sources)
        for part in sources.reading.parts
    )


def _links(judged: Sequence[Judged], claims: Sequence[ClaimVerdict]) -> Mapping[int, Sequence[_Link]]:
    """Which claims each sentence was held against: where the verdict rests, then where it is said again."""
    found: dict[int, list[_Link]] = {}
    for one, verdict in zip(judged, claims, strict=True):
        linked: set[int] = set()
        if verdict.state != "missing":
            linked.update(one.settled.numbers)
            for n in one.settled.numbers:
                found.setdefault(n, []).append(_Link(verdict, verdict.state, verdict.reason))
        for finding in one.findings:
            if len(finding.numbers) == 1 and finding.numbers[0] not in linked:
                linked.update(finding.numbers)
                again = verdict.state if finding.state == "stated" else finding.state
                if again != "missing":
                    found.setdefault(finding.numbers[0], []).append(_Link(verdict, again, finding.reason))
    return found


def _verdict(
    part: Part, stretch: Stretch | None, links: Sequence[_Link], sources: Sources
) -> SentenceVerdict:
    rivals = [anti for anti in sources.antis if stretch and anti.sentence == stretch.written]
    earned = [link for link in links if link.state in ("stated", "unsupported")]
    if part.why:
        return _plain(part, "set_aside", _SET_ASIDE.get(part.why, "set aside"))
    if stretch and stretch.meta:
        return _of_claims(part, "set_aside", links, "denies itself as a whole and states nothing")
    if rivals and not earned:
        return _of_rivals(part, rivals)
    clear = [link for link in links if link.reason != NOT_UNDERSTOOD]
    if clear:
        return _of_claims(part, "claim", clear)
    if stretch is None or not asserts_a_cause(stretch):
        return _plain(part, "plain", _why_plain(part))
    if links:
        return _of_claims(part, "not_understood", links, "close to something, and not understood for sure")
    if sources.shown.tells(part.sentence.text):
        return _plain(part, "plain", "you saw it; nothing graded depends on it")
    return _plain(part, "unsupported", "asserts a cause or mechanism, and nothing you saw shows it")


def _why_plain(part: Part) -> str:
    return "a question asserts nothing" if part.sentence.question else "nothing in it is graded"


def _plain(part: Part, role: SentenceRole, reason: str) -> SentenceVerdict:
    sentence = part.sentence
    return SentenceVerdict(n=part.n, field=sentence.field, text=sentence.text, role=role, reason=reason)


def _of_rivals(part: Part, rivals: Sequence[AntiVerdict]) -> SentenceVerdict:
    firm = any(rival.firm for rival in rivals)
    reason = "not so here" if firm else "offers a cause that is not the one here"
    return msgspec.structs.replace(
        _plain(part, "rival", reason),
        claims=tuple(rival.id for rival in rivals),
        statements=tuple(rival.statement for rival in rivals),
    )


def _of_claims(part: Part, role: SentenceRole, links: Sequence[_Link], reason: str = "") -> SentenceVerdict:
    """The heaviest claim decides the state; the best state among equals comes first."""
    ordered = sorted(links, key=lambda link: (_ORDER.index(link.state), -link.claim.weight))
    first = ordered[0] if ordered else None
    said = _STATES[first.state] if first else ""
    if first and first.reason and first.state not in ("stated", "hedged", "unsupported"):
        said = f"{said}: {first.reason}"
    return msgspec.structs.replace(
        _plain(part, role, reason or said),
        claims=tuple(link.claim.id for link in ordered),
        statements=tuple(link.claim.statement for link in ordered),
        state=first.state if first else None,
    )

"""What is kept of a session for the history and the practice plan, from its result."""

from collections.abc import Collection, Sequence

import msgspec

from incidentgame.kernel.instant import Instant
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.scoring.practice.records import AnswerKept, CaseKept
from incidentgame.session.questions import Asked
from incidentgame.session.result import Result

_REASONS = 3
_LONGEST = 240


def practised(result: Result, session: str, at: Instant) -> CaseKept:
    """The case as it is kept under the session's name; `at` is when it ended, ms UTC of wall time."""
    engine, case = result.engine, result.engine.case
    own = tuple(_named(case.pack, card) for card in case.facts.questions)
    owned = {card.id for card in case.facts.questions}
    return CaseKept(
        session=session,
        at=at,
        pack=case.pack,
        code=case.code,
        fault=case.fault,
        family=case.facts.family,
        truth=case.facts.title,
        mode=engine.mode,
        how=engine.branches.current.leaving,
        lines=len(engine.observations),
        par=len(result.par),
        scores=result.scored.card.scores() if case.scored else {},
        reasons=_reasons(result) if case.scored else {},
        services=tuple(engine.questions.touched),
        answers=_answers(engine.questions.asked(), case.pack, owned),
        own=own,
    )


def _reasons(result: Result) -> dict[str, tuple[str, ...]]:
    card = result.scored.card
    levels = [*card.levels, *([card.knowledge] if card.knowledge else [])]
    return {level.name: tuple(why[:_LONGEST] for why in level.reasons[:_REASONS]) for level in levels}


def _named(pack: str, card: Card) -> Card:
    """A fault's own card under a name no other pack's has."""
    return msgspec.structs.replace(card, id=f"{pack}/{card.id}")


def _answers(asked: Sequence[Asked], pack: str, own: Collection[str]) -> tuple[AnswerKept, ...]:
    return tuple(
        AnswerKept(
            card=f"{pack}/{one.card.id}" if one.card.id in own else one.card.id,
            service=one.card.service,
            level=one.card.level,
            verdict=one.verdict,
            points=one.points,
            predicts=one.card.predicts,
        )
        for one in asked
    )

"""Cases, cards and a history to practise with."""

from incidentgame.kernel.instant import DAY, HOUR, parse_iso
from incidentgame.scoring.knowledge.cards import Accepted, Card
from incidentgame.scoring.practice.plan import PackKnown
from incidentgame.scoring.practice.records import (
    ALL_DIMENSIONS,
    AnswerKept,
    CardKept,
    CaseKept,
    History,
    ReviewKept,
)

NOW = parse_iso("2026-11-21T12:00:00Z")
LEVELS = {name: 2 for name in ALL_DIMENSIONS if name != "K"}


def card(id_: str, service: str, level: int = 1, options: tuple[str, ...] = ()) -> Card:
    said = f"The {service} thing called {id_} keeps the cache warm."
    accept = () if options else (Accepted(statement=said, must=(("keeps", "warm"), ("cache",))),)
    return Card(
        id=id_,
        service=service,
        level=level,
        ask=f"What about {id_}?",
        because=said,
        options=options,
        accept=accept,
        read="A page",
    )


BANK = (
    card("nginx-1", "nginx", 2),
    card("nginx-2", "nginx", 1),
    card("nginx-3", "nginx", 3),
    card("alb-1", "alb"),
    card("alb-2", "alb", 2, ("the first", "the second", "the third")),
    card("e3-confidence", "method", 2),
    card("p1-scope", "method", 1),
)


def answer(card_id: str, service: str, verdict: str, points: float | None) -> AnswerKept:
    return AnswerKept(card=card_id, service=service, level=1, verdict=verdict, points=points)


def case(
    session: str = "s1",
    days_ago: int = 0,
    fault: str = "f1",
    family: str = "routing",
    mode: str = "practice",
    how: str = "solved",
    answers: tuple[AnswerKept, ...] = (),
    own: tuple[Card, ...] = (),
    **scores: int | None,
) -> CaseKept:
    totals = {"K": None, "path": 70, "explanation": 70, "total": 70}
    return CaseKept(
        session=session,
        at=NOW - days_ago * DAY - HOUR,
        pack="shop",
        code="K7Q2",
        fault=fault,
        family=family,
        truth=f"the truth of {fault}",
        mode=mode,
        how=how,
        lines=12,
        par=7,
        scores={**LEVELS, **totals, **scores},
        reasons={"E3": ('sure ("90 %") beyond what was seen: it supports 25%',)},
        services=("alb", "nginx"),
        answers=answers,
        own=own,
    )


def kept(card_id: str, due_in: int = 0, days: int = 0, lapses: int = 0, why: str = "not right") -> CardKept:
    return CardKept(
        id=card_id,
        service=card_id.partition("-")[0],
        why=why,
        added=NOW - DAY,
        due=NOW + due_in,
        memory="",
        days=days,
        reviews=1,
        lapses=lapses,
    )


def review(card_id: str, points: float, days_ago: int = 0) -> ReviewKept:
    return ReviewKept(
        at=NOW - days_ago * DAY,
        card=card_id,
        service=card_id.partition("-")[0],
        verdict="right" if points == 1 else "wrong",
        points=points,
        rating="good" if points == 1 else "again",
    )


PACKS = (
    PackKnown(
        pack="shop", families=(("f1", "routing"), ("f2", "routing"), ("f3", "targets"), ("f4", "data"))
    ),
    PackKnown(pack="bank", families=(("b1", "data"),)),
)


def long_history() -> History:
    """Ten cases over three weeks with everything in them."""
    wrong = answer("nginx-1", "nginx", "wrong", 0.0)
    good = answer("alb-1", "alb", "right", 1.0)
    return History(
        cases=(
            case("s1", 20, "f1", E3=0, K=1, answers=(wrong,), explanation=30),
            case("s2", 15, "f3", "targets", path=40, explanation=20, how="gave-up", E3=1),
            case("s3", 9, "f2", E3=1, K=2, answers=(good, wrong)),
            case("s4", 2, "f1", E3=2),
        ),
        cards=(kept("nginx-1"), kept("alb-1", 3 * DAY, 3), kept("nginx-2", lapses=2, why="half right")),
        reviews=(review("nginx-1", 0.0, 3), review("alb-1", 1.0, 3)),
    )

"""How a debrief opens: one thing done well, quoted; the turning moment; one thing to learn in ten minutes."""

from collections.abc import Callable
from math import log2

from incidentgame.report.lookup import line, reasons, telling
from incidentgame.report.model import Opening, Quote, Turning
from incidentgame.report.plain import short
from incidentgame.report.study import topics
from incidentgame.report.words import several
from incidentgame.session.result import Result


def opening(result: Result) -> Opening:
    """The three things that come first."""
    learn = topics(result)
    return Opening(done_well=_done_well(result), turning=_turning(result), learn=learn[0] if learn else None)


def _done_well(result: Result) -> Quote | None:
    """The first of these that holds; None for a session in which nothing was done."""
    return next((found for ask in _WAYS if (found := ask(result)) is not None), None)


def _predicted(result: Result) -> Quote | None:
    """A prediction that the next look kept."""
    kept = next((made for made in result.scored.facts.expectations if made.came_true), None)
    if kept is None:
        return None
    why = f"You said beforehand what you would see, and #{kept.shown_by} showed it."
    return Quote(text=short(kept.text, 240), n=kept.n, why=why)


def _disproved(result: Result) -> Quote | None:
    """A prediction that was looked at and not kept, or of which words cannot tell: worth praise as well."""
    tested = [made for made in result.scored.facts.expectations if made.shown_by is not None]
    if not tested:
        return None
    best = min(tested, key=lambda made: (made.came_true is None, made.n))
    why = "You said what you expected before you looked, so that the look could prove you wrong."
    return Quote(text=short(best.text, 240), n=best.n, why=why)


def _named_the_cause(result: Result) -> Quote | None:
    found = [c for c in result.scored.verdicts.claims if c.kind == "root_cause" and c.state == "stated"]
    if not found:
        return None
    return Quote(
        text=short(found[0].sentence, 240), n=0, why="Exact, and what shows it had been on your screen."
    )


def _proved_the_fix(result: Result) -> Quote | None:
    level = next((one for one in result.scored.card.levels if one.name == "P5"), None)
    if level is None or level.level < 3 or not level.observations:
        return None
    last = max(level.observations)
    why = "You proved the fix from the user's side, and again after a while."
    return Quote(text=line(result, last, 240), n=last, why=why, said=False)


def _told_users(result: Result) -> Quote | None:
    told = result.engine.statements.of("update")
    if not told:
        return None
    return Quote(text=short(told[0].text, 240), n=told[0].n, why="You told those who were waiting.")


def _best_look(result: Result) -> Quote | None:
    gains = telling(result)
    if not gains:
        return None
    first = gains[0]
    why = f"{first.bits:.1f} bits: the right place to begin."
    return Quote(text=line(result, first.n, 240), n=first.n, why=why, said=False)


def _kept_a_record(result: Result) -> Quote | None:
    said = result.engine.statements
    kept = said.of("think") or said.of("note")
    if not kept:
        return None
    return Quote(text=short(kept[0].text, 240), n=kept[0].n, why="You kept a record while you looked.")


def _looked_at_all(result: Result) -> Quote | None:
    looks = [o for o in result.engine.observations if not o.verb and not o.exit]
    if not looks:
        return None
    why = "You began, with the page ringing. Most of it is that."
    return Quote(text=line(result, looks[0].n, 240), n=looks[0].n, why=why, said=False)


_WAYS: tuple[Callable[[Result], Quote | None], ...] = (
    _predicted,
    _named_the_cause,
    _disproved,
    _proved_the_fix,
    _best_look,
    _told_users,
    _kept_a_record,
    _looked_at_all,
)


def _turning(result: Result) -> Turning | None:
    """The line that told most; where none told anything, the one of par that would have."""
    gains = telling(result)
    if not gains:
        return _missed(result)
    most = max(gains, key=lambda gain: (gain.bits, -gain.n))
    told = f"{most.bits:.1f} bits, {several(len(most.ruled_out), 'suspect')} gone."
    return Turning(line=line(result, most.n, 240), n=most.n, told=told, gone=reasons(result, most))


def _missed(result: Result) -> Turning | None:
    best = max(result.par, key=lambda step: step.bits, default=None)
    if best is None:
        return None
    start = len(result.engine.case.suspects)
    told = f"{best.bits:.1f} of {log2(start):.1f} bits lay in it." if start > 1 else ""
    return Turning(line=short(best.line, 240), n=0, told=told, missed=True)

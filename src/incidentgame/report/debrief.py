"""From a result to a `Debrief`: what a player reads once the case is over, as a value.

It tells the truth of the case: only for a case that is over. `text.debrief` and `html.page` lay it out.
"""

from incidentgame.kernel.instant import clock, page_date
from incidentgame.report.aside import aside
from incidentgame.report.explained import explained
from incidentgame.report.levels import levels
from incidentgame.report.model import Debrief, Head
from incidentgame.report.opening import opening
from incidentgame.report.outage import story
from incidentgame.report.reflection import interviewed
from incidentgame.report.steps import path
from incidentgame.report.study import onward
from incidentgame.session.result import Result


def debrief_of(result: Result) -> Debrief:
    """The whole debrief. An unscored pack gets a shorter one, without path and levels."""
    scored = result.engine.case.scored
    return Debrief(
        head=_head(result),
        opening=opening(result),
        story=story(result),
        path=path(result) if scored else None,
        explained=explained(result),
        aside=aside(result),
        levels=levels(result) if scored else None,
        onward=onward(result),
    )


def _head(result: Result) -> Head:
    engine, case = result.engine, result.engine.case
    return Head(
        pack=case.pack,
        code=case.code,
        title=case.title,
        mode=engine.mode,
        when=f"{page_date(case.paged_at)} to {clock(engine.now)[:5]} UTC".replace(" UTC to", " to"),
        truth=case.facts.title,
        scored=case.scored,
        notes=tuple(_notes(result)),
    )


def _notes(result: Result) -> list[str]:
    """What to know before reading on, said kindly."""
    engine, notes = result.engine, []
    if engine.branches.current.leaving == "gave-up":
        notes.append("You gave this one up and asked to be told. What you saw still counts.")
    elif engine.statements.explanation is None:
        notes.append("You handed in no explanation, so that part is empty here. It is not wrong.")
    if asked := interviewed(result):
        notes.append(asked)
    if not engine.case.scored:
        notes.append("This pack is for warming up: it is not scored, and has no levels.")
    if result.scored.card.review:
        notes.append("Part of your explanation needs a person's eye; its levels are provisional.")
    return notes

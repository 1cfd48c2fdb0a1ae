"""The paged request, walked through the true world before the fault, at the page and at the end."""

from collections.abc import Sequence

from incidentgame.kernel.instant import MINUTE, clock
from incidentgame.report.model import Hop, Role, Route
from incidentgame.session.ending import EPILOGUE
from incidentgame.session.opening import untouched
from incidentgame.session.result import Result
from incidentgame.workshop.route import LAYERS, NAMES, RouteHop, RouteTaken, broken_layer, route_taken

_BEFORE = 5 * MINUTE


def route(result: Result) -> Route | None:
    """Three walks of the paged URL, hop by hop; None for a page without one."""
    engine, case = result.engine, result.engine.case
    url, method = case.page.get("url", ""), case.page.get("method", "GET")
    if not url:
        return None
    before = route_taken(untouched(case, case.fault_at - _BEFORE), url, method)
    paged = route_taken(untouched(case, case.paged_at), url, method)
    end = route_taken(engine.stage.sim.advance(engine.now + EPILOGUE), url, method)
    broken = broken_layer(case.facts.family, before, paged)
    taken = (before, paged, end)
    return Route(
        request=f"{method} {url}",
        before_at=clock(before.at),
        paged_at=clock(paged.at),
        end_at=_end_at(result),
        before=before.answer,
        paged=paged.answer,
        end=end.answer,
        hops=tuple(_hop(layer, taken, broken) for layer in LAYERS if any(t.hop(layer) for t in taken)),
        words=_words(paged, broken),
    )


def _end_at(result: Result) -> str:
    """When the last walk was, in words: a clock time after the end of the case would puzzle."""
    since = "you closed the case" if result.engine.ended else "your last line"
    return f"ten minutes after {since}"


def _hop(layer: str, taken: Sequence[RouteTaken], broken: str) -> Hop:
    before, paged, end = (t.hop(layer) for t in taken)
    here = paged or before or end
    return Hop(
        name=NAMES[layer],
        thing=here.thing if here else "",
        before=_did(before),
        paged="as before" if _alike(paged, before) else _did(paged),
        end=_at_the_end(before, paged, end),
        role=_role(layer, taken[1], broken),
    )


def _did(hop: RouteHop | None) -> str:
    return hop.did if hop else "not reached"


def _alike(one: RouteHop | None, other: RouteHop | None) -> bool:
    """Did a hop decide the same in two walks? Which node or healthy target it took is left to chance."""
    return (one and (one.sign, one.status)) == (other and (other.sign, other.status))


def _at_the_end(before: RouteHop | None, paged: RouteHop | None, end: RouteHop | None) -> str:
    if _alike(end, before):
        return "as before"
    return "as at the page" if _alike(end, paged) else _did(end)


def _role(layer: str, paged: RouteTaken, broken: str) -> Role:
    if paged.hop(layer) is None:
        return "unreached"
    if layer == broken:
        return "both" if layer == paged.answered_by else "broken"
    return "answered" if layer == paged.answered_by else "passed"


def _words(paged: RouteTaken, broken: str) -> str:
    """Who wrote the answer and where it went wrong, in a sentence."""
    if not broken:
        return f"At the page it ended with {paged.answer}; every hop did what it did before."
    where = NAMES[broken]
    wrote = NAMES.get(paged.answered_by, "")
    if not wrote:
        return f"At the page it ended with {paged.answer}. It went wrong at: {where}."
    answered = f"At the page the answer ({paged.answer}) was written by: {wrote}"
    if paged.answered_by == broken:
        return f"{answered}, and that is where it went wrong."
    return f"{answered}. It went wrong at: {where}."

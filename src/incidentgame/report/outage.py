"""The story of the outage as it really ran: its causes, what the world and the player did, the end."""

from collections.abc import Iterator, Sequence

from incidentgame.kernel.instant import MINUTE, SECOND, Instant, clock
from incidentgame.report.acts import in_words
from incidentgame.report.fortune import LOST, turns
from incidentgame.report.hops import route
from incidentgame.report.model import Event, Figure, Story
from incidentgame.report.plain import one_line
from incidentgame.report.words import several, spaced
from incidentgame.session.ending import EPILOGUE
from incidentgame.session.result import Result
from incidentgame.world.change import Change

_Dated = tuple[Instant, int, Event]
_MOST_CHANGES = 40


def story(result: Result) -> Story:
    """The outage from its first cause to ten minutes after the last line."""
    dated = sorted([*_causes(result), *_world(result), *_yours(result), *_turns(result)], key=lambda d: d[:2])
    return Story(events=tuple(e for _, _, e in dated), figures=tuple(_figures(result)), route=route(result))


def _causes(result: Result) -> Iterator[_Dated]:
    """The author's chain, as far as it came: what would have followed a fix did not happen."""
    until = result.engine.now + EPILOGUE
    fixed = result.ending.fixed_at
    begun = result.engine.case.fault_at
    for at, text in result.engine.case.facts.chain:
        if at <= until and (fixed is None or at <= max(fixed, begun)):
            day = "" if at > result.engine.case.paged_at - 12 * 60 * MINUTE else "days before, "
            yield at, 0, Event(at=day + clock(at), who="cause", text=text)


def _world(result: Result) -> Iterator[_Dated]:
    """Calls that machines made by themselves after the page, the same call in a row as one."""
    engine = result.engine
    told = [at for at, _ in engine.case.facts.chain]
    calls = [c for c in engine.stage.sim.changes if _by_machine(c) and c.at > engine.case.paged_at]
    for call, times in _runs(calls):
        if any(abs(call.at - at) < 5 * SECOND for at in told):
            continue
        again = f", {times} times" if times > 1 else ""
        text = f"{call.principal.username} called {call.action} by itself{again}"
        yield call.at, 1, Event(at=clock(call.at), who="world", text=text)


def _by_machine(change: Change) -> bool:
    named = bool(change.principal.username) and change.source.endswith(".amazonaws.com")
    return change.origin == "controller" and bool(change.edits) and named


def _runs(calls: Sequence[Change]) -> Iterator[tuple[Change, int]]:
    """The first of each row of equal calls, and how many there were."""
    first, count = None, 0
    for call in calls:
        if first and (call.principal.username, call.action) == (first.principal.username, first.action):
            count += 1
            continue
        if first:
            yield first, count
        first, count = call, 1
    if first:
        yield first, count


def _yours(result: Result) -> Iterator[_Dated]:
    """What the player changed; very many changes are told by the first ones and a number."""
    writes = [o for o in result.engine.observations if o.writes]
    for seen in writes[:_MOST_CHANGES]:
        what = ", ".join(dict.fromkeys(in_words(write) for write in seen.writes))
        yield seen.at, 2, Event(at=clock(seen.at), who="you", text=f"you {one_line(what, 160)}", n=seen.n)
    if len(writes) > _MOST_CHANGES:
        last = writes[-1]
        text = f"and {several(len(writes) - _MOST_CHANGES, 'more change')} of yours until here"
        yield last.at, 2, Event(at=clock(last.at), who="you", text=text, n=last.n)


def _turns(result: Result) -> Iterator[_Dated]:
    """The page, the moments at which users were served again and the cause was gone, and the end."""
    engine, end = result.engine, result.ending
    page = engine.case.page
    yield (
        engine.case.paged_at,
        3,
        Event(at=clock(engine.case.paged_at), who="page", text=f"you were paged: {page['title']}"),
    )
    for turned, text in turns(result):
        yield turned, 4, _users(turned, text)
    if end.fixed_at is not None:
        yield end.fixed_at, 5, _users(end.fixed_at, "the cause was gone, and it stayed gone")
    submitted = engine.statements.explanation
    if submitted:
        text = "you handed in your explanation"
        yield submitted.at, 6, Event(at=clock(submitted.at), who="you", text=text, n=submitted.n)
    yield engine.now, 7, Event(at=clock(engine.now), who="end", text=_left(result))


def _users(at: Instant, text: str) -> Event:
    return Event(at=clock(at), who="users", text=text)


def _left(result: Result) -> str:
    if result.engine.branches.current.leaving == "gave-up":
        return "you closed the case unsolved"
    return "you closed the case" if result.engine.ended else "the session stands here"


def _figures(result: Result) -> Iterator[Figure]:
    end, since = result.ending, result.engine.case.fault_at
    lost = [text for _, text in turns(result)][-1:] == [LOST]
    served = _after(end.mitigated_at, since) + (", and lost again" if lost else "")
    yield Figure(name="users served again", value=served)
    yield Figure(name="cause gone", value=_after(end.fixed_at, since))
    yield Figure(name="failed requests", value=spaced(end.failed))
    yield Figure(name="of these because of a change of yours", value=spaced(end.harm))


def _after(at: Instant | None, since: Instant) -> str:
    if at is None:
        return "not within ten minutes of your last line"
    return f"{max(0, at - since) // MINUTE} min after it began"

"""AWS/Lambda and AWS/Events: counts of the ledger's invocations."""

from collections.abc import Callable, Sequence

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.world import kinds
from incidentgame.world.change import Change
from incidentgame.world.state import Put
from incidentgame.world.view import View
from incidentgame.world.watching.metrics.model import Definition, Dimensions, Minutes, Sampler, counted

Test = Callable[[Change, Dimensions], bool]


def changes_between(view: View, start: Instant, end: Instant) -> Sequence[Change]:
    """The ledger's entries of a window, oldest first, without walking all of it."""
    low, high = _place(view.changes, start), _place(view.changes, end)
    return view.changes[low:high]


def _place(changes: Sequence[Change], at: Instant) -> int:
    low, high = 0, len(changes)
    while low < high:
        middle = (low + high) // 2
        if changes[middle].at < at:
            low = middle + 1
        else:
            high = middle
    return low


def _counter(test: Test) -> Sampler:
    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        counts = [0] * ((end - start) // MINUTE)
        for change in changes_between(view, start, end):
            if test(change, dimensions):
                counts[(change.at - start) // MINUTE] += 1
        return counted(counts)

    return sample


def _invoked(change: Change, dimensions: Dimensions) -> bool:
    name = dimensions.get("FunctionName")
    return change.action == "Invoke" and name in (None, change.request.get("functionName"))


def _ran(change: Change, dimensions: Dimensions) -> bool:
    return _invoked(change, dimensions) and change.error is None and bool(change.response)


def _failed(change: Change, dimensions: Dimensions) -> bool:
    return _ran(change, dimensions) and bool((change.response or {}).get("failed"))


def _throttled(change: Change, dimensions: Dimensions) -> bool:
    return _invoked(change, dimensions) and change.error is not None


def _fired(change: Change, dimensions: Dimensions) -> bool:
    if change.source != "controller:timers" or change.action != "fired":
        return False
    edit = change.edits[0]
    wanted = dimensions.get("RuleName")
    return isinstance(edit, Put) and edit.kind == kinds.EVENT_RULE and wanted in (None, edit.id)


def _functions(view: View) -> list[Dimensions]:
    return [{"FunctionName": name} for name in view.world.table(kinds.LAMBDA)]


def _rules(view: View) -> list[Dimensions]:
    table = view.world.table(kinds.EVENT_RULE)
    return [{"RuleName": name} for name, doc in table.items() if doc.get("ScheduleExpression")]


DEFINITIONS: tuple[Definition, ...] = (
    Definition("AWS/Lambda", "Invocations", "Count", _functions, _counter(_ran)),
    Definition("AWS/Lambda", "Errors", "Count", _functions, _counter(_failed), sparse=True),
    Definition("AWS/Lambda", "Throttles", "Count", _functions, _counter(_throttled), sparse=True),
    Definition("AWS/Events", "Invocations", "Count", _rules, _counter(_fired)),
    Definition("AWS/Events", "TriggeredRules", "Count", _rules, _counter(_fired)),
)

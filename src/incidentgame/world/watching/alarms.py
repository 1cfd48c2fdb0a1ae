"""Alarms, evaluated when somebody looks: the state is a function of the metric's last datapoints.

CloudWatch evaluates once a minute. An alarm's state at an instant is what its last evaluation found; missing
data count as TreatMissingData says (aws-request-path §8.3). Only as much of the past is read as is needed to
find when the state last changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from incidentgame.kernel.instant import DAY, HOUR, MINUTE, SECOND, Instant, to_datetime
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View
from incidentgame.world.watching.mathematics import MathError, Series
from incidentgame.world.watching.metrics import series
from incidentgame.world.watching.metrics.model import DELAY
from incidentgame.world.watching.queries import answered, dimensions_of

_PHRASES = {
    "GreaterThanThreshold": "greater than the threshold",
    "GreaterThanOrEqualToThreshold": "greater than or equal to the threshold",
    "LessThanThreshold": "less than the threshold",
    "LessThanOrEqualToThreshold": "less than or equal to the threshold",
}
_TREATED = {
    "breaching": "Breaching",
    "notBreaching": "NonBreaching",
    "ignore": "Ignore",
    "missing": "Missing",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What an alarm compares: `needed` of the last `periods` datapoints against the threshold."""

    period: int
    periods: int
    needed: int
    threshold: float
    operator: str
    missing: str

    def breaches(self, value: float) -> bool:
        """Is one datapoint over the line?"""
        return {
            "GreaterThanThreshold": value > self.threshold,
            "GreaterThanOrEqualToThreshold": value >= self.threshold,
            "LessThanThreshold": value < self.threshold,
            "LessThanOrEqualToThreshold": value <= self.threshold,
        }.get(self.operator, False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with its reason, the datapoints it was judged by (newest first), since when it holds."""

    state: str
    reason: str
    points: tuple[tuple[Instant, float], ...]
    since: Instant


def rule_of(alarm: Doc) -> Rule:
    """The alarm's rule; the period of a math alarm is its shortest metric's."""
    periods = int(alarm.get("EvaluationPeriods", 1))
    queries = [q["MetricStat"] for q in alarm.get("Metrics") or () if "MetricStat" in q]
    period = int(alarm.get("Period") or min((int(q["Period"]) for q in queries), default=60))
    return Rule(
        period=period * SECOND,
        periods=periods,
        needed=int(alarm.get("DatapointsToAlarm") or periods),
        threshold=float(alarm.get("Threshold", 0.0)),
        operator=str(alarm.get("ComparisonOperator", "GreaterThanThreshold")),
        missing=str(alarm.get("TreatMissingData") or "missing"),
    )


def measured(view: View, alarm: Doc, start: Instant, end: Instant) -> Series:
    """The series an alarm watches."""
    region = str(sim(alarm).get("region", ""))
    if alarm.get("Metrics"):
        shown = next((q["Id"] for q in alarm["Metrics"] if q.get("ReturnData", True)), "")
        try:
            return answered(view, alarm["Metrics"], start, end, region).get(shown, {})
        except MathError:
            return {}
    rule = rule_of(alarm)
    stat = str(alarm.get("Statistic") or alarm.get("ExtendedStatistic") or "Average")
    dimensions = dimensions_of(alarm.get("Dimensions"))
    return dict(
        series(
            view, alarm["Namespace"], alarm["MetricName"], dimensions, start, end, rule.period, stat, region
        )
    )


def state(view: View, alarm: Doc, at: Instant) -> Verdict:
    """The alarm's state at an instant ≤ now, and since when it has been in it."""
    for back in (20 * MINUTE, 90 * MINUTE, DAY):
        verdicts = history(view, alarm, at - back, at)
        last = verdicts[-1]
        if len(verdicts) > 1 or (back > HOUR and last.state == alarm.get("StateValue")):
            break
    if len(verdicts) == 1 and last.state == alarm.get("StateValue"):
        return _since_the_beginning(view, alarm, last)
    return last


def _since_the_beginning(view: View, alarm: Doc, last: Verdict) -> Verdict:
    """A state that never changed: reason and time are those of the first evaluation there was.

    A state last set by hand keeps that reason and time until an evaluation finds another one.
    """
    by_hand = sim(alarm).get("forced") or {}
    if by_hand.get("state") == last.state:
        return Verdict(last.state, by_hand["reason"], (), by_hand["at"])
    rule = rule_of(alarm)
    first = view.account.begins + (rule.periods + 2) * rule.period + DELAY
    found = history(view, alarm, first, first)[0]
    return found if found.state == last.state else last


def history(view: View, alarm: Doc, start: Instant, end: Instant) -> list[Verdict]:
    """The states from the one at `start` on, ascending; `since` of the first is `start` (at least)."""
    rule = rule_of(alarm)
    start = max(start, view.account.begins + (rule.periods + 1) * rule.period + DELAY)
    data = measured(view, alarm, start - (rule.periods + 2) * rule.period - DELAY, end)
    second = view.dice.below(60, "alarm", str(alarm.get("AlarmName")))
    first = start - start % MINUTE + second * SECOND
    found = [_judged(rule, data, start, str(alarm.get("StateValue", "OK")))]
    for at in range(first if first > start else first + MINUTE, end + 1, MINUTE):
        before = found[-1].state
        forced = _forced(alarm, at)
        if (forced.state if forced else _state_at(rule, data, at, before)) != before:
            found.append(forced or _judged(rule, data, at, before))
    return _with_forced_tail(alarm, found, end)


def _with_forced_tail(alarm: Doc, found: list[Verdict], end: Instant) -> list[Verdict]:
    """set-alarm-state holds until the next evaluation."""
    forced = _forced(alarm, end)
    return [*found, forced] if forced and forced.state != found[-1].state else found


def _forced(alarm: Doc, at: Instant) -> Verdict | None:
    """What somebody set by hand less than a minute before; the last of them counts."""
    last = sim(alarm).get("forced")
    every = (*sim(alarm).get("forced_before", ()), *((last,) if last else ()))
    fresh = [one for one in every if one["at"] <= at < one["at"] + MINUTE]
    return Verdict(fresh[-1]["state"], fresh[-1]["reason"], (), fresh[-1]["at"]) if fresh else None


def _window(rule: Rule, data: Series, at: Instant) -> tuple[tuple[Instant, float], ...]:
    """The datapoints an evaluation looks at, newest first; absent ones left out."""
    newest = (at - DELAY) // rule.period * rule.period
    window = [newest - n * rule.period for n in range(1, rule.periods + 1)]
    return tuple((moment, data[moment]) for moment in window if moment in data)


def _state_at(rule: Rule, data: Series, at: Instant, before: str) -> str:
    """The state an evaluation finds, as `_judged` has it: most find the one before, and nobody reads why."""
    present = _window(rule, data, at)
    if not present:
        return _without_data(rule, at, before).state
    over = sum(1 for _, value in present if rule.breaches(value))
    absent = rule.periods - len(present) if rule.missing == "breaching" else 0
    return "ALARM" if over + absent >= rule.needed else "OK"


def _judged(rule: Rule, data: Series, at: Instant, before: str) -> Verdict:
    present = _window(rule, data, at)
    over = [point for point in present if rule.breaches(point[1])]
    absent = rule.periods - len(present)
    if not present:
        return _without_data(rule, at, before)
    counted = len(over) + (absent if rule.missing == "breaching" else 0)
    if counted >= rule.needed:
        return Verdict("ALARM", _reason(rule, over, absent, before, up=True), present, at)
    fine = tuple(point for point in present if not rule.breaches(point[1]))
    return Verdict("OK", _reason(rule, list(fine or present), absent, before, up=False), present, at)


def _without_data(rule: Rule, at: Instant, before: str) -> Verdict:
    many = rule.periods > 1
    if rule.missing in ("breaching", "notBreaching"):
        treated = _TREATED[rule.missing]
        reason = (
            f"Threshold Crossed: no datapoints were received for {rule.periods} period{'s' if many else ''} "
            f"and {rule.periods} missing datapoint{'s were' if many else ' was'} treated as [{treated}]."
        )
        return Verdict("ALARM" if rule.missing == "breaching" else "OK", reason, (), at)
    if rule.missing == "ignore":
        return Verdict(before, "Unchecked: missing data is ignored.", (), at)
    reason = f"Insufficient Data: {rule.periods} datapoint{'s were' if many else ' was'} unknown."
    return Verdict("INSUFFICIENT_DATA", reason, (), at)


def _reason(rule: Rule, points: list[tuple[Instant, float]], absent: int, before: str, *, up: bool) -> str:
    """StateReason in CloudWatch's words (aws-request-path §8.3); dates are DD/MM/YY."""
    shown = ", ".join(f"{value} ({_written(at)})" for at, value in points)
    needed = rule.needed if up else rule.periods - rule.needed + 1
    plural = len(points) != 1
    verb = ("were " if plural else "was ") + ("" if up else "not ")
    move = "OK -> ALARM" if up else "ALARM -> OK"
    missing = (
        f" and {absent} missing datapoint(s) were treated as [{_TREATED[rule.missing]}]"
        if absent and rule.missing != "missing"
        else ""
    )
    return (
        f"Threshold Crossed: {len(points)} out of the last {rule.periods} datapoints [{shown}] {verb}"
        f"{_PHRASES.get(rule.operator, rule.operator)} ({rule.threshold}){missing} "
        f"(minimum {needed} datapoint{'s' if needed != 1 else ''} for {move} transition)."
    )


def _written(at: Instant) -> str:
    return to_datetime(at).strftime("%d/%m/%y %H:%M:%S")


def states(view: View, alarms: Sequence[Doc]) -> list[tuple[Doc, Verdict]]:
    """Alarms with their present state."""
    return [(alarm, state(view, alarm, view.now)) for alarm in alarms]

"""Suspending and resuming processes, group metrics (api-503-aws §3.1, §7.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.autoscaling.kinds_of import METRICS
from incidentgame.api.autoscaling.lookup import asked_group, invalid
from incidentgame.kernel.instant import iso
from incidentgame.world.change import Call
from incidentgame.world.scaling.groups import PROCESSES
from incidentgame.world.scaling.leaving import save
from incidentgame.world.view import View


def _named(call: Call) -> Sequence[str]:
    names = list(call.request.get("ScalingProcesses") or PROCESSES)
    for name in names:
        if name not in PROCESSES:
            raise invalid(f"Invalid process type '{name}'. Valid types are: {', '.join(PROCESSES)}")
    return names


def suspend_processes(view: View, call: Call) -> Answer:
    """Suspends the processes named, or all of them; what is suspended already keeps its reason."""
    group, names = asked_group(view.world, call), _named(call)
    kept = list(group.get("SuspendedProcesses", ()))
    known = {found["ProcessName"] for found in kept}
    reason = f"User suspended at {iso(view.now)}"
    kept += [{"ProcessName": n, "SuspensionReason": reason} for n in names if n not in known]
    return Answer({}, (save({**group, "SuspendedProcesses": kept}),))


def resume_processes(view: View, call: Call) -> Answer:
    """Resumes the processes named, or all; instances that were not registered meanwhile stay out (INV-21)."""
    group, names = asked_group(view.world, call), _named(call)
    kept = [found for found in group.get("SuspendedProcesses", ()) if found["ProcessName"] not in names]
    return Answer({}, (save({**group, "SuspendedProcesses": kept}),))


def enable_metrics_collection(view: View, call: Call) -> Answer:
    """Starts publishing the metrics named, or all."""
    group = asked_group(view.world, call)
    wanted = list(call.request.get("Metrics") or METRICS)
    for name in wanted:
        if name not in METRICS:
            raise invalid(f"Invalid metric '{name}'")
    old: list[Mapping[str, Any]] = list(group.get("EnabledMetrics", ()))
    new = [{"Metric": n, "Granularity": "1Minute"} for n in wanted if n not in {m["Metric"] for m in old}]
    return Answer({}, (save({**group, "EnabledMetrics": [*old, *new]}),))


def disable_metrics_collection(view: View, call: Call) -> Answer:
    """Stops publishing the metrics named, or all."""
    group = asked_group(view.world, call)
    gone = call.request.get("Metrics") or METRICS
    kept = [found for found in group.get("EnabledMetrics", ()) if found["Metric"] not in gone]
    return Answer({}, (save({**group, "EnabledMetrics": kept}),))


HANDLERS: Mapping[str, Handler] = {
    "DisableMetricsCollection": disable_metrics_collection,
    "EnableMetricsCollection": enable_metrics_collection,
    "ResumeProcesses": resume_processes,
    "SuspendProcesses": suspend_processes,
}

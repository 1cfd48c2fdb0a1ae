"""The control loop behind EventBridge rules, Scheduler schedules and Lambda invocations.

Every invocation is one ledger entry (a data event, so Event history never shows it: T10); the calls the
function makes follow as entries of their own, which CloudTrail does show.
"""

import json
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.change import Call, Change, Principal
from incidentgame.world.state import Doc, Drop, Edit, Put, sim, with_sim
from incidentgame.world.timers.agenda import Firing, firings, targets
from incidentgame.world.timers.lambdas import Perform, Read, Run, execute
from incidentgame.world.view import View

_SDK_SERVICES = {
    "elasticloadbalancingv2": "elbv2",
    "cloudwatchlogs": "logs",
    "eventbridge": "events",
}


@dataclass(frozen=True, slots=True)
class TimerController:
    """Fires what is due. `perform` answers an API call with its ledger entries; `read` with its response."""

    perform: Perform
    read: Read | None = None
    name: str = "timers"

    def due(self, view: View) -> Instant | None:
        """When the next timer fires; None without enabled timers."""
        return min((firing.due for firing in firings(view)), default=None)

    def act(self, view: View) -> tuple[Change, ...]:
        """Fire the first timer that is due now."""
        ready = [firing for firing in firings(view) if firing.due <= view.now]
        return self._fire(view, ready[0]) if ready else ()

    def _fire(self, view: View, firing: Firing) -> tuple[Change, ...]:
        if firing.kind == kinds.LAMBDA:
            order = sim(firing.doc)["queue"][0]
            done = with_sim(firing.doc, queue=sim(firing.doc)["queue"][1:])
            marked = _marked(view, "invoked", Put(kinds.LAMBDA, firing.id, done))
            return (marked, *self._invoke(view, firing.id, order["request_id"], ""))
        started = [change for target in targets(view, firing) for change in self._start(view, firing, target)]
        return (_marked(view, "fired", self._after(firing)), *started)

    def _after(self, firing: Firing) -> Edit:
        if (
            firing.doc.get("ActionAfterCompletion") == "DELETE"
            and firing.doc["ScheduleExpression"][:2] == "at"
        ):
            return Drop(firing.kind, firing.id)
        return Put(firing.kind, firing.id, with_sim(firing.doc, last_fired=firing.scheduled))

    def _start(self, view: View, firing: Firing, target: dict[str, Any]) -> tuple[Change, ...]:
        arn = str(target.get("Arn", ""))
        if ":lambda:" in arn and ":function:" in arn:
            name = arn.split(":function:", 1)[1].split(":", 1)[0]
            by = "events" if firing.kind == kinds.EVENT_RULE else "scheduler"
            request_id = view.dice.uuid("invocation", firing.id, name, firing.scheduled)
            return self._invoke(view, name, request_id, f"{by}.amazonaws.com")
        if ":::aws-sdk:" in arn:
            return self._universal(view, firing, arn, target)
        return ()

    def _universal(self, view: View, firing: Firing, arn: str, target: dict[str, Any]) -> tuple[Change, ...]:
        """Scheduler calling an API itself; source address and agent are a house rule (§4.2)."""
        sdk, operation = arn.split(":::aws-sdk:", 1)[1].split(":", 1)
        role = str(target.get("RoleArn", "")).rsplit("/", 1)[-1]
        session = firing.id.rsplit("/", 1)[-1]
        who = Principal(
            username=session,
            arn=f"arn:aws:sts::{view.account.id}:assumed-role/{role}/{session}",
            role=role,
            source_ip="scheduler.amazonaws.com",
            user_agent="scheduler.amazonaws.com",
        )
        request = _json_object(target.get("Input"))
        service = _SDK_SERVICES.get(sdk, sdk)
        call = Call(
            service,
            operation[:1].upper() + operation[1:],
            request,
            who,
            view.account.region,
        )
        return self.perform(view, call)

    def _invoke(self, view: View, name: str, request_id: str, by: str) -> tuple[Change, ...]:
        doc = view.world.find(kinds.LAMBDA, name)
        if doc is None:
            return ()
        if sim(doc).get("concurrency") == 0:
            return (_invocation(view, name, request_id, by, None),)
        run = execute(view, name, doc, self.perform, self.read)
        return (_invocation(view, name, request_id, by, run, doc), *run.changes)


def _json_object(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _marked(view: View, action: str, edit: Edit) -> Change:
    return Change(
        at=view.now,
        principal=Principal("", "", kind="AWSService"),
        source="controller:timers",
        action=action,
        edits=(edit,),
        recorded="none",
        origin="controller",
    )


def _invocation(
    view: View,
    name: str,
    request_id: str,
    by: str,
    run: Run | None,
    doc: Doc | None = None,
) -> Change:
    """The Invoke entry; what the log group shows of a run is kept in its response."""
    logs = [] if run is None or doc is None else _lines(doc, run)
    return Change(
        at=view.now,
        principal=Principal("", "", kind="AWSService", invoked_by=by, source_ip=by, user_agent=by),
        source="lambda.amazonaws.com",
        action="Invoke",
        region=view.account.region,
        request={"functionName": name},
        response={
            "requestId": request_id,
            "lines": logs,
            "failed": bool(run and run.errors),
        },
        error=None if run is not None else ("TooManyRequestsException", "Rate Exceeded."),
        recorded="data",
        origin="controller",
    )


def _lines(doc: Doc, run: Run) -> list[str]:
    said = [str(line).replace("{count}", str(run.handled)) for line in sim(doc).get("logs", ())]
    if run.errors:
        return [*said[:1], *(f"[ERROR] ClientError: {text}" for text in run.errors)]
    return said if run.changes or not sim(doc).get("calls") else said[:1]

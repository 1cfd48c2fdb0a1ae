"""Running a Lambda function of this world: the API calls it makes under its role, and what it logs.

A function's code is opaque; what it does is `sim.calls`: [{service, operation, request}]. Inside a request a
value {"from": {service, operation, request}, "select": "<jmespath>"} is what that read call answers at run
time; a call whose selected list is empty is not made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jmespath

from incidentgame.world.change import Call, Change, Principal
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View

Perform = Callable[[View, Call], tuple[Change, ...]]
Read = Callable[[View, Call], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """One execution: its ledger entries, how many items it handled, and the errors it met."""

    changes: tuple[Change, ...]
    handled: int
    errors: tuple[str, ...]


def principal(view: View, name: str, doc: Doc) -> Principal:
    """The role session of a function: its name is the function's (api-503-aws §4.2)."""
    role = str(doc.get("Role", "")).rsplit("/", 1)[-1] or f"{name}-role"
    runtime = str(doc.get("Runtime", "python3.12"))
    return Principal(
        username=name,
        arn=f"arn:aws:sts::{view.account.id}:assumed-role/{role}/{name}",
        role=role,
        source_ip=str(sim(doc).get("ip") or view.dice.ipv4("203.0.113", "lambda", name)),
        user_agent=str(sim(doc).get("user_agent") or user_agent(runtime)),
    )


def user_agent(runtime: str) -> str:
    """boto3 inside Lambda; `exec-env/AWS_Lambda_…` is the token that tells (api-503-aws §4.2)."""
    version = runtime.removeprefix("python") if runtime.startswith("python") else "3.12"
    return (
        "Boto3/1.34.145 md/Botocore#1.34.145 ua/2.0 os/linux#5.10.227-239.884.amzn2.x86_64 md/arch#x86_64 "
        f"lang/python#{version}.10 md/pyimpl#CPython exec-env/AWS_Lambda_{runtime} "
        "cfg/retry-mode#legacy Botocore/1.34.145"
    )


def execute(view: View, name: str, doc: Doc, perform: Perform, read: Read | None) -> Run:
    """Make the function's calls, in order."""
    who = principal(view, name, doc)
    changes: list[Change] = []
    handled = 0
    for step in sim(doc).get("calls", ()):
        request = _filled(view, who, step.get("request", {}), read)
        if _nothing_to_do(step.get("request", {}), request):
            continue
        call = Call(
            step["service"],
            step["operation"],
            request,
            who,
            step.get("region", view.account.region),
        )
        changes.extend(perform(view, call))
        handled += max((len(v) for v in request.values() if isinstance(v, list | tuple)), default=1)
    errors = tuple(_described(change) for change in changes if change.error)
    return Run(tuple(changes), handled, errors)


def _described(change: Change) -> str:
    code, message = change.error or ("", "")
    return f"An error occurred ({code}) when calling the {change.action} operation: {message}"


def _filled(view: View, who: Principal, value: Any, read: Read | None) -> Any:
    if isinstance(value, Mapping):
        if "from" in value and "select" in value:
            return _selected(view, who, value, read)
        return {key: _filled(view, who, inner, read) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(view, who, inner, read) for inner in value]
    return value


def _selected(view: View, who: Principal, value: Mapping[str, Any], read: Read | None) -> Any:
    source = value["from"]
    if read is None:
        return []
    call = Call(
        source["service"],
        source["operation"],
        source.get("request", {}),
        who,
        view.account.region,
    )
    return jmespath.search(value["select"], _plain(read(view, call))) or []


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _plain(inner) for key, inner in data.items()}
    return [_plain(inner) for inner in data] if isinstance(data, list | tuple) else data


def _nothing_to_do(asked: Mapping[str, Any], request: Mapping[str, Any]) -> bool:
    selected = [key for key, value in asked.items() if isinstance(value, Mapping) and "select" in value]
    return any(request[key] in ([], None) for key in selected)

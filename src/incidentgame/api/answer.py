"""What an operation answers, and the registry every service adds itself to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from incidentgame.api.errors import ApiError
from incidentgame.world.change import Call, Change, Origin
from incidentgame.world.state import Edit
from incidentgame.world.view import View


@dataclass(frozen=True, slots=True)
class Answer:
    """The response document (output shape of the model), and the edits a write makes.

    `recorded` says where CloudTrail keeps it; `response_elements` overrides what it shows as
    responseElements (None: derive from the response; `{}`: null) (api-503-aws §5.1).
    """

    response: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    recorded: Literal["management", "data", "none"] = "management"
    response_elements: Mapping[str, Any] | None = None


Handler = Callable[[View, Call], Answer]

_SERVICES = {
    "acm": "acm",
    "autoscaling": "autoscaling",
    "cloudfront": "cloudfront",
    "cloudfront-keyvaluestore": "keyvaluestore",
    "cloudtrail": "cloudtrail",
    "cloudwatch": "cloudwatch",
    "codedeploy": "codedeploy",
    "ec2": "ec2",
    "elbv2": "elbv2",
    "events": "events",
    "iam": "iam",
    "lambda": "functions",
    "logs": "logs",
    "rds": "rds",
    "route53": "route53",
    "s3": "s3",
    "scheduler": "scheduler",
    "ssm": "ssm",
    "sts": "sts",
}
"""botocore service name → module (or package) of incidentgame.api that defines HANDLERS."""


def handlers(service: str) -> Mapping[str, Handler]:
    """The operations a service answers, by PascalCase name; empty for an unknown service."""
    if service not in _SERVICES:
        return {}
    module = import_module(f"incidentgame.api.{_SERVICES[service]}")
    found: Mapping[str, Handler] = module.HANDLERS
    return found


def services() -> list[str]:
    """The services of this world, sorted."""
    return sorted(_SERVICES)


def answer(view: View, call: Call) -> Answer:
    """What the world answers; ApiError when it refuses, KeyError when it does not know the operation."""
    return handlers(call.service)[call.operation](view, call)


READ_PREFIXES = ("Describe", "List", "Get", "Lookup", "Filter", "Test", "Start", "Head", "Simulate", "Search")
_WRITES = {"StartInstanceRefresh", "StartInstances", "StartExecution"}


def is_read(operation: str) -> bool:
    """Does the operation only look? (StartQuery looks, StartInstances does not.)"""
    return operation.startswith(READ_PREFIXES) and operation not in _WRITES


def change_of(view: View, call: Call, given: Answer | ApiError, origin: Origin) -> Change:
    """The ledger's entry for a call that was made."""
    return Change(
        at=view.now,
        principal=call.principal,
        source=event_source(call.service),
        action=call.operation,
        region=trail_region(call.service, call.region),
        request=call.request,
        response=None if isinstance(given, ApiError) else _elements(given),
        edits=() if isinstance(given, ApiError) else given.edits,
        error=(given.code, given.message) if isinstance(given, ApiError) else None,
        recorded="management" if isinstance(given, ApiError) else given.recorded,
        origin=origin,
        read_only=is_read(call.operation),
    )


def _elements(given: Answer) -> Mapping[str, Any] | None:
    shown = given.response if given.response_elements is None else given.response_elements
    return shown or None


_SOURCES = {
    "elbv2": "elasticloadbalancing",
    "cloudwatch": "monitoring",
    "cloudfront-keyvaluestore": "edgekeyvaluestore",
}
_GLOBAL = {"cloudfront", "cloudfront-keyvaluestore", "route53", "iam"}


def event_source(service: str) -> str:
    """CloudTrail's eventSource of a botocore service (aws-request-path §8.1, api-503-aws T2)."""
    return f"{_SOURCES.get(service, service)}.amazonaws.com"


def trail_region(service: str, region: str) -> str:
    """Where the event lives: global services are recorded in us-east-1 (aws-request-path §8.1)."""
    return "us-east-1" if service in _GLOBAL else region

"""Changes: the dated edits of the world. The ordered changes are the timeline, the one ledger of it all.

CloudTrail, scaling activities, deploy history and the debrief read this ledger and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from incidentgame.kernel.instant import Instant
from incidentgame.world.state import Edit

Origin = Literal["pack", "controller", "player", "story"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts. `username` is what `lookup-events` shows; `invoked_by` is set for calls by a service.

    `kind` is CloudTrail's userIdentity type: AssumedRole, AWSService, IAMUser (api-503-aws §3.7, §4.2).
    """

    username: str
    arn: str
    kind: str = "AssumedRole"
    role: str = ""
    invoked_by: str = ""
    source_ip: str = ""
    user_agent: str = ""


CONTROLLER = Principal(username="", arn="", kind="AWSService")
"""A control loop inside AWS or a host, whose doings no trail records."""


@dataclass(frozen=True, slots=True)
class Change:
    """One dated edit of the world.

    `source` is an AWS event source (`elasticloadbalancing.amazonaws.com`), or `host:<id>`, `database:<id>`
    or `controller:<name>` for what CloudTrail never sees. `action` is the operation's name. `request` and
    `response` are the API documents in the API's own casing. A failed call is a change without edits and
    with `error`. `recorded` says where: `management` (Event history), `data` (no Event history), `none`.
    """

    at: Instant
    principal: Principal
    source: str
    action: str
    region: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)
    response: Mapping[str, Any] | None = None
    edits: tuple[Edit, ...] = ()
    error: tuple[str, str] | None = None
    recorded: Literal["management", "data", "none"] = "management"
    origin: Origin = "pack"
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """An API request somebody makes at some instant: how packs, schedulers and players change AWS.

    `service` is botocore's name (elbv2, cloudfront-keyvaluestore …), `operation` PascalCase.
    """

    service: str
    operation: str
    request: Mapping[str, Any]
    principal: Principal
    region: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a host, a database or a queue rather than through an AWS API.

    `verb` names an entry of the actions registry (`host.write_file`, `host.systemctl`, `database.open` …).
    """

    verb: str
    parameters: Mapping[str, Any]
    principal: Principal


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A call, act or stated change that will happen at an instant, whoever asked for it."""

    at: Instant
    what: Call | Act | Change
    origin: Origin = "pack"

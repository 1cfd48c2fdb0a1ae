"""Systems Manager: parameters and managed instances; running commands is refused to the on-call role."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.api.policies import denial
from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Put, public, sim, with_sim
from incidentgame.world.view import View

_VALUE = ("Name", "Type", "Value", "Version", "LastModifiedDate", "ARN", "DataType")
_METADATA = ("Name", "ARN", "Type", "LastModifiedDate", "LastModifiedUser", "Version", "Tier", "DataType")


def _shown(doc: Doc, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: doc[name] for name in names if name in doc}


def _parameter(view: View, name: Any) -> Doc | None:
    return view.world.find(kinds.PARAMETER, str(name).split(":parameter", 1)[-1])


def get_parameter(view: View, call: Call) -> Answer:
    """One parameter; a SecureString needs decryption, which the on-call role may not do."""
    doc = _parameter(view, call.request.get("Name"))
    if doc is None:
        raise ApiError("ParameterNotFound", "")
    return Answer({"Parameter": _read(call, doc)})


def _read(call: Call, doc: Doc) -> dict[str, Any]:
    if doc.get("Type") == "SecureString":
        if call.request.get("WithDecryption"):
            raise ApiError(
                "AccessDeniedException",
                "The ciphertext refers to a customer master key that does not exist, does not exist in this "
                "region, or you are not allowed to access.",
            )
        return {**_shown(doc, _VALUE), "Value": sim(doc).get("ciphertext", "AQICAHh")}
    return _shown(doc, _VALUE)


def get_parameters(view: View, call: Call) -> Answer:
    """Several parameters; those that do not exist are named."""
    names = [str(name) for name in call.request.get("Names") or ()]
    found = {name: _parameter(view, name) for name in names}
    return Answer(
        {
            "Parameters": [_read(call, doc) for doc in found.values() if doc is not None],
            "InvalidParameters": [name for name, doc in found.items() if doc is None],
        }
    )


def get_parameters_by_path(view: View, call: Call) -> Answer:
    """Parameters below a path."""
    path = "/" + str(call.request.get("Path", "/")).strip("/")
    base = path.rstrip("/") + "/"
    deep = bool(call.request.get("Recursive"))
    docs = [
        doc
        for name, doc in sorted(view.world.table(kinds.PARAMETER).items())
        if name.startswith(base) and (deep or "/" not in name[len(base) :])
    ]
    found, token = paginate(
        [_read(call, d) for d in docs], call.request, "MaxResults", "NextToken", default=10
    )
    return Answer(page("Parameters", found, token))


def describe_parameters(view: View, call: Call) -> Answer:
    """Metadata without values."""
    docs = [doc for _, doc in sorted(view.world.table(kinds.PARAMETER).items())]
    for item in call.request.get("ParameterFilters") or ():
        docs = [doc for doc in docs if _passes(doc, item)]
    shown = [_shown(doc, _METADATA) for doc in docs]
    found, token = paginate(shown, call.request, "MaxResults", "NextToken", default=50)
    return Answer(page("Parameters", found, token))


def _passes(doc: Doc, item: Mapping[str, Any]) -> bool:
    value, option = str(doc.get(str(item.get("Key")), "")), item.get("Option", "Equals")
    wanted = [str(v) for v in item.get("Values") or ()]
    if option == "BeginsWith":
        return value.startswith(tuple(wanted))
    return any(w in value for w in wanted) if option == "Contains" else value in wanted


def get_parameter_history(view: View, call: Call) -> Answer:
    """Versions, oldest first."""
    doc = _parameter(view, call.request.get("Name"))
    if doc is None:
        raise ApiError("ParameterNotFound", "")
    versions = [*sim(doc).get("history", ()), public(doc)]
    names = (
        "Name",
        "Type",
        "LastModifiedDate",
        "LastModifiedUser",
        "Value",
        "Version",
        "Labels",
        "Tier",
        "DataType",
    )
    return Answer({"Parameters": [_shown({"Labels": [], **v}, names) for v in versions]})


def put_parameter(view: View, call: Call) -> Answer:
    """Write a parameter."""
    request = call.request
    _authorize(view, call, "ssm:PutParameter", f"parameter{request.get('Name')}")
    name = str(request["Name"])
    old = view.world.find(kinds.PARAMETER, name)
    if old is not None and not request.get("Overwrite"):
        raise ApiError(
            "ParameterAlreadyExists",
            "The parameter already exists. To overwrite this value, set the "
            "overwrite option in the request to true.",
        )
    version = int(old["Version"]) + 1 if old else 1
    doc: Doc = {
        "Name": name,
        "Type": request.get("Type") or (old or {}).get("Type", "String"),
        "Value": str(request["Value"]),
        "Version": version,
        "LastModifiedDate": view.now,
        "LastModifiedUser": call.principal.arn,
        "ARN": f"arn:aws:ssm:{view.account.region}:{view.account.id}:parameter{name}",
        "DataType": "text",
        "Tier": "Standard",
    }
    history = (*sim(old).get("history", ()), public(old)) if old else ()
    edits = (Put(kinds.PARAMETER, name, with_sim(doc, history=history)),)
    return Answer({"Version": version, "Tier": "Standard"}, edits)


def _authorize(view: View, call: Call, action: str, resource: str) -> None:
    arn = f"arn:aws:ssm:{view.account.region}:{view.account.id}:{resource}"
    sentence = denial(view.world, call.principal.arn, call.principal.role, action, arn)
    if sentence:
        raise ApiError("AccessDeniedException", sentence)


def describe_instance_information(view: View, call: Call) -> Answer:
    """Instances whose agent is running and reports."""
    items = [
        _managed(view, host, doc)
        for host, doc in view.world.table(kinds.HOST).items()
        if host.startswith("i-") and _reports(view, host)
    ]
    found, token = paginate(items, call.request, "MaxResults", "NextToken", default=50)
    return Answer(page("InstanceInformationList", found, token))


def _reports(view: View, host: str) -> bool:
    unit = view.world.find(kinds.UNIT, f"{host}|amazon-ssm-agent.service")
    return unit is not None and unit.get("ActiveState") == "active"


def _managed(view: View, host: str, doc: Doc) -> dict[str, Any]:
    ago = view.dice.between(5 * SECOND, 280 * SECOND, "ssm-ping", host, view.now // (300 * SECOND))
    return {
        "InstanceId": host,
        "PingStatus": "Online",
        "LastPingDateTime": view.now - ago,
        "AgentVersion": "3.3.2299.0",
        "IsLatestVersion": False,
        "PlatformType": "Linux",
        "PlatformName": "Debian GNU/Linux",
        "PlatformVersion": "12",
        "ResourceType": "EC2Instance",
        "IPAddress": doc.get("PrivateIp", ""),
        "ComputerName": doc.get("Hostname", host),
    }


def send_command(view: View, call: Call) -> Answer:
    """Run a document on instances: refused to who may not; else accepted, without effect on this world."""
    _authorize(view, call, "ssm:SendCommand", f"document/{call.request.get('DocumentName')}")
    command = {
        "CommandId": view.dice.uuid("command", view.now, len(view.changes)),
        "DocumentName": call.request.get("DocumentName"),
        "InstanceIds": list(call.request.get("InstanceIds") or ()),
        "Status": "Pending",
        "StatusDetails": "Pending",
        "RequestedDateTime": view.now,
        "MaxConcurrency": "50",
        "MaxErrors": "0",
    }
    return Answer({"Command": command})


def start_session(view: View, call: Call) -> Answer:
    """A shell through Systems Manager: this world's way in is ssh."""
    _authorize(view, call, "ssm:StartSession", f"instance/{call.request.get('Target')}")
    raise ApiError("TargetNotConnected", f"{call.request.get('Target')} is not connected.")


def list_commands(view: View, call: Call) -> Answer:
    """Commands the on-call person sent: none."""
    return Answer({"Commands": []})


HANDLERS: dict[str, Handler] = {
    "GetParameter": get_parameter,
    "GetParameters": get_parameters,
    "GetParametersByPath": get_parameters_by_path,
    "DescribeParameters": describe_parameters,
    "GetParameterHistory": get_parameter_history,
    "PutParameter": put_parameter,
    "DescribeInstanceInformation": describe_instance_information,
    "SendCommand": send_command,
    "StartSession": start_session,
    "ListCommands": list_commands,
}

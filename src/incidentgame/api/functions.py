"""Lambda: configuration, concurrency, invoking."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Put, public, sim, with_sim
from incidentgame.world.view import View


def _name(given: Any) -> str:
    """A function's name out of a name, a partial or a full ARN."""
    parts = str(given).split(":")
    return parts[parts.index("function") + 1] if "function" in parts[:-1] else parts[-1]


def _function(view: View, call: Call) -> Doc:
    name = _name(call.request.get("FunctionName", ""))
    doc = view.world.find(kinds.LAMBDA, name)
    if doc is None:
        where = f"arn:aws:lambda:{call.region}:{view.account.id}:function:{name}"
        raise ApiError("ResourceNotFoundException", f"Function not found: {where}", 404)
    return doc


def list_functions(view: View, call: Call) -> Answer:
    """All functions."""
    items = [public(doc) for doc in view.world.all(kinds.LAMBDA)]
    found, token = paginate(items, call.request, "MaxItems", "Marker", default=50)
    return Answer(page("Functions", found, token, "NextMarker"))


def get_function(view: View, call: Call) -> Answer:
    """Configuration and where the code is kept; the code itself is out of the on-call role's reach."""
    doc = _function(view, call)
    bucket = f"awslambda-{call.region[:2]}-{call.region[3:]}-tasks.s3.{call.region}.amazonaws.com"
    key = f"{doc['FunctionName']}-{view.dice.uuid('code', doc['FunctionName'])}"
    code = {
        "RepositoryType": "S3",
        "Location": f"https://{bucket}/snapshots/{view.account.id}/{key}",
    }
    response: dict[str, Any] = {"Configuration": public(doc), "Code": code}
    if sim(doc).get("concurrency") is not None:
        response["Concurrency"] = {"ReservedConcurrentExecutions": sim(doc)["concurrency"]}
    return Answer(response)


def get_function_configuration(view: View, call: Call) -> Answer:
    """Configuration alone."""
    return Answer(public(_function(view, call)))


def get_function_concurrency(view: View, call: Call) -> Answer:
    """Reserved concurrency, if any."""
    reserved = sim(_function(view, call)).get("concurrency")
    return Answer({} if reserved is None else {"ReservedConcurrentExecutions": reserved})


def put_function_concurrency(view: View, call: Call) -> Answer:
    """Reserve concurrency; 0 throttles every invocation."""
    doc = _function(view, call)
    reserved = int(call.request["ReservedConcurrentExecutions"])
    edit = Put(kinds.LAMBDA, doc["FunctionName"], with_sim(doc, concurrency=reserved))
    return Answer({"ReservedConcurrentExecutions": reserved}, (edit,))


def delete_function_concurrency(view: View, call: Call) -> Answer:
    """Give the reservation back."""
    doc = _function(view, call)
    return Answer({}, (Put(kinds.LAMBDA, doc["FunctionName"], with_sim(doc, concurrency=None)),))


def list_event_source_mappings(view: View, call: Call) -> Answer:
    """No queue or stream feeds a function in this world."""
    return Answer({"EventSourceMappings": []})


def list_tags(view: View, call: Call) -> Answer:
    """A function's tags."""
    name = _name(call.request.get("Resource", ""))
    doc = view.world.find(kinds.LAMBDA, name) or {}
    return Answer({"Tags": {t["Key"]: t["Value"] for t in sim(doc).get("tags", ())}})


def invoke(view: View, call: Call) -> Answer:
    """Run a function now: its calls follow at once, under its own role."""
    doc = _function(view, call)
    if sim(doc).get("concurrency") == 0:
        raise ApiError("TooManyRequestsException", "Rate Exceeded.", 429)
    if call.request.get("InvocationType") == "DryRun":
        return Answer({"StatusCode": 204}, recorded="data")
    request_id = view.dice.uuid("invoke", doc["FunctionName"], view.now, len(view.changes))
    queue = (*sim(doc).get("queue", ()), {"at": view.now, "request_id": request_id})
    edit = Put(kinds.LAMBDA, doc["FunctionName"], with_sim(doc, queue=queue))
    asynchronous = call.request.get("InvocationType") == "Event"
    response: dict[str, Any] = {"StatusCode": 202 if asynchronous else 200}
    if not asynchronous:
        response |= {"ExecutedVersion": "$LATEST", "Payload": b"null"}
    return Answer(response, (edit,), recorded="data")


HANDLERS: dict[str, Handler] = {
    "ListFunctions": list_functions,
    "GetFunction": get_function,
    "GetFunctionConfiguration": get_function_configuration,
    "GetFunctionConcurrency": get_function_concurrency,
    "PutFunctionConcurrency": put_function_concurrency,
    "DeleteFunctionConcurrency": delete_function_concurrency,
    "ListEventSourceMappings": list_event_source_mappings,
    "ListTags": list_tags,
    "Invoke": invoke,
}

"""Distributions and invalidations. A change is InProgress until every edge has it (house rule: 3 minutes)."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.cloudfront.lists import check_match, listing, new_etag
from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.edge.control import DISTRIBUTION_PACE, spread
from incidentgame.world.state import Doc, Put, public, sim, with_sim
from incidentgame.world.view import View

_DEPLOYED_AFTER = 180 * SECOND
_INVALIDATED_AFTER = 75 * SECOND
_SUMMARY = (
    "Aliases",
    "Origins",
    "OriginGroups",
    "DefaultCacheBehavior",
    "CacheBehaviors",
    "CustomErrorResponses",
)
_SUMMARY_REST = (
    "Comment",
    "PriceClass",
    "Enabled",
    "ViewerCertificate",
    "Restrictions",
    "WebACLId",
    "HttpVersion",
)


def _distribution(view: View, id: Any) -> Doc:
    doc = view.world.find(kinds.DISTRIBUTION, str(id))
    if doc is None:
        raise ApiError("NoSuchDistribution", "The specified distribution does not exist.", 404)
    return doc


def _summary(doc: Doc) -> dict[str, Any]:
    config = doc["DistributionConfig"]
    shown = {name: config[name] for name in (*_SUMMARY, *_SUMMARY_REST) if name in config}
    top = {
        name: doc[name] for name in ("Id", "ARN", "Status", "LastModifiedTime", "DomainName") if name in doc
    }
    return {
        **top,
        **shown,
        "IsIPV6Enabled": config.get("IsIPV6Enabled", True),
        "Staging": False,
    }


def list_distributions(view: View, call: Call) -> Answer:
    """All distributions of the account."""
    docs = [_summary(doc) for doc in view.world.all(kinds.DISTRIBUTION)]
    return Answer({"DistributionList": listing(docs, call.request, truncated=True)})


def get_distribution(view: View, call: Call) -> Answer:
    """One distribution with its configuration and ETag."""
    doc = _distribution(view, call.request.get("Id"))
    return Answer({"ETag": sim(doc).get("etag", ""), "Distribution": _shown(view, doc)})


def _shown(view: View, doc: Doc) -> dict[str, Any]:
    running = [d for d in view.world.all(kinds.INVALIDATION) if sim(d).get("distribution") == doc["Id"]]
    count = sum(1 for d in running if d["Status"] == "InProgress")
    return {**public(doc), "InProgressInvalidationBatches": count}


def get_distribution_config(view: View, call: Call) -> Answer:
    """The configuration alone, as update-distribution wants it back."""
    doc = _distribution(view, call.request.get("Id"))
    return Answer(
        {
            "ETag": sim(doc).get("etag", ""),
            "DistributionConfig": doc["DistributionConfig"],
        }
    )


def update_distribution(view: View, call: Call) -> Answer:
    """Replace the configuration; it reaches the edges over some minutes."""
    doc = _distribution(view, call.request.get("Id"))
    check_match(call.request.get("IfMatch"), sim(doc).get("etag", ""))
    config = call.request["DistributionConfig"]
    _check_config(view, doc["DistributionConfig"], config)
    etag = new_etag(view, doc["Id"])
    changed = with_sim(
        {
            **doc,
            "DistributionConfig": config,
            "Status": "InProgress",
            "LastModifiedTime": view.now,
        },
        etag=etag,
    )
    done = Put(kinds.DISTRIBUTION, doc["Id"], {**changed, "Status": "Deployed"})
    edits = (
        Put(kinds.DISTRIBUTION, doc["Id"], changed),
        *spread(view, doc["Id"], doc["DistributionConfig"], config, DISTRIBUTION_PACE),
        _later(f"deploy|{doc['Id']}", view.now + _DEPLOYED_AFTER, "deployed", done),
    )
    return Answer({"ETag": etag, "Distribution": _shown(view, changed)}, edits)


def _check_config(view: View, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    if new.get("CallerReference") != old.get("CallerReference"):
        raise ApiError(
            "IllegalUpdate",
            "The update contains modifications that are not allowed.",
            400,
        )
    origins = {item["Id"] for item in (new.get("Origins") or {}).get("Items", ())}
    behaviours = [
        new["DefaultCacheBehavior"],
        *((new.get("CacheBehaviors") or {}).get("Items") or ()),
    ]
    for behaviour in behaviours:
        if behaviour["TargetOriginId"] not in origins:
            raise ApiError(
                "NoSuchOrigin",
                "One or more of your origins or origin groups do not exist.",
                404,
            )
        for item in (behaviour.get("FunctionAssociations") or {}).get("Items") or ():
            _check_function(view, item["FunctionARN"])


def _check_function(view: View, arn: str) -> None:
    doc = view.world.find(kinds.FUNCTION, arn.rsplit("/", 1)[-1])
    if doc is None or "LIVE" not in sim(doc).get("stages", {}):
        raise ApiError(
            "InvalidFunctionAssociation",
            f"Function ARN is invalid or not published: {arn}",
            400,
        )


def _later(key: str, due: int, action: str, *edits: Put) -> Put:
    return Put(
        kinds.PENDING,
        f"cloudfront|{key}",
        {"due": due, "action": action, "edits": tuple(edits)},
    )


def create_invalidation(view: View, call: Call) -> Answer:
    """Forget cached copies; finished after about a minute (house rule)."""
    distribution = _distribution(view, call.request.get("DistributionId"))["Id"]
    batch = call.request["InvalidationBatch"]
    id = "I" + view.dice.upper36(24, "invalidation", distribution, view.now, len(view.changes))
    doc: Doc = {
        "Id": id,
        "Status": "InProgress",
        "CreateTime": view.now,
        "InvalidationBatch": batch,
        "sim": {"distribution": distribution},
    }
    done = Put(kinds.INVALIDATION, id, {**doc, "Status": "Completed"})
    edits = (
        Put(kinds.INVALIDATION, id, doc),
        _later(id, view.now + _INVALIDATED_AFTER, "invalidated", done),
    )
    where = f"https://cloudfront.amazonaws.com/2020-05-31/distribution/{distribution}/invalidation/{id}"
    return Answer({"Location": where, "Invalidation": public(doc)}, edits)


def get_invalidation(view: View, call: Call) -> Answer:
    """One invalidation."""
    doc = view.world.find(kinds.INVALIDATION, str(call.request.get("Id")))
    _distribution(view, call.request.get("DistributionId"))
    if doc is None:
        raise ApiError("NoSuchInvalidation", "The specified invalidation does not exist.", 404)
    return Answer({"Invalidation": public(doc)})


def list_invalidations(view: View, call: Call) -> Answer:
    """The invalidations of a distribution, newest first."""
    id = _distribution(view, call.request.get("DistributionId"))["Id"]
    docs = [d for d in view.world.all(kinds.INVALIDATION) if sim(d).get("distribution") == id]
    items = [{name: d[name] for name in ("Id", "CreateTime", "Status")} for d in reversed(docs)]
    return Answer({"InvalidationList": listing(items, call.request, truncated=True)})


def list_tags_for_resource(view: View, call: Call) -> Answer:
    """The tags of a distribution."""
    arn = str(call.request.get("Resource", ""))
    doc = next((d for d in view.world.all(kinds.DISTRIBUTION) if d.get("ARN") == arn), None)
    if doc is None:
        raise ApiError("NoSuchResource", "The specified resource does not exist.", 404)
    return Answer({"Tags": {"Items": list(sim(doc).get("tags", ()))}})


HANDLERS: dict[str, Handler] = {
    "ListDistributions": list_distributions,
    "GetDistribution": get_distribution,
    "GetDistributionConfig": get_distribution_config,
    "UpdateDistribution": update_distribution,
    "CreateInvalidation": create_invalidation,
    "GetInvalidation": get_invalidation,
    "ListInvalidations": list_invalidations,
    "ListTagsForResource": list_tags_for_resource,
}

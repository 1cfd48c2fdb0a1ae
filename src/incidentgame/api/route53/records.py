"""Record sets as listed."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.api.route53.zones import reversed_labels, size, zone_named
from incidentgame.world.change import Call
from incidentgame.world.dns.names import absolute
from incidentgame.world.dns.zones import records_of, zone_id
from incidentgame.world.state import Doc, public
from incidentgame.world.view import View

_MOST = 300
Place = tuple[list[str], str, str]


def place_of(doc: Doc) -> Place:
    """Where a record set stands in the list: name from the right, type, set identifier."""
    return reversed_labels(absolute(doc["Name"])), str(doc["Type"]), str(doc.get("SetIdentifier", ""))


def ordered(view: View, zone: Doc) -> list[Doc]:
    """The record sets of a zone in Route 53's order."""
    return sorted(records_of(view.world, zone_id(zone)), key=place_of)


def _start(request: Mapping[str, Any]) -> Place | None:
    name = request.get("StartRecordName")
    if not name:
        if request.get("StartRecordType"):
            raise ApiError("InvalidInput", "StartRecordType must be accompanied by StartRecordName")
        return None
    identifier = str(request.get("StartRecordIdentifier") or "")
    return reversed_labels(absolute(str(name))), str(request.get("StartRecordType") or ""), identifier


def list_resource_record_sets(view: View, call: Call) -> Answer:
    """ListResourceRecordSets: from StartRecordName (and type) on, at most 300."""
    zone, most = zone_named(view, call.request.get("HostedZoneId")), size(call.request, _MOST)
    start = _start(call.request)
    left = [doc for doc in ordered(view, zone) if start is None or place_of(doc) >= start]
    more: dict[str, Any] = {}
    if len(left) > most:
        following = left[most]
        more = {"NextRecordName": absolute(following["Name"]), "NextRecordType": following["Type"]}
        if "SetIdentifier" in following:
            more["NextRecordIdentifier"] = following["SetIdentifier"]
    return Answer(
        {
            "ResourceRecordSets": [{**public(doc), "Name": _shown(doc["Name"])} for doc in left[:most]],
            "IsTruncated": bool(more),
            **more,
            "MaxItems": str(most),
        }
    )


def _shown(name: str) -> str:
    """An asterisk is shown as its octal escape."""
    return absolute(name).replace("*", "\\052")


HANDLERS: Mapping[str, Handler] = {"ListResourceRecordSets": list_resource_record_sets}

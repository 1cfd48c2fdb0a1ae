"""Hosted zones as listed and got."""

from collections.abc import Mapping, Sequence
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.dns.names import absolute, relative
from incidentgame.world.dns.zones import own_servers, records_of, zone_id
from incidentgame.world.state import Doc, public, sim
from incidentgame.world.view import View

_MOST = 100


def reversed_labels(name: str) -> list[str]:
    """Route 53 sorts by labels from the right (`com.example.www`)."""
    return list(reversed(name.rstrip(".").split(".")))


def zone_named(view: View, id: object) -> Doc:
    """The zone of an id with or without `/hostedzone/`; NoSuchHostedZone when there is none."""
    bare = str(id or "").rpartition("/")[2]
    found = view.world.find(kinds.ZONE, bare)
    if found is None:
        raise ApiError("NoSuchHostedZone", f"No hosted zone found with ID: {bare}", 404)
    return found


def shown(view: View, zone: Doc) -> dict[str, Any]:
    """A HostedZone; its record count is counted, not stored."""
    count = len(records_of(view.world, zone_id(zone)))
    doc = {name: value for name, value in public(zone).items() if name != "DelegationSet"}
    return {**doc, "Id": f"/hostedzone/{zone_id(zone)}", "ResourceRecordSetCount": count}


def size(request: Mapping[str, Any], most: int = _MOST) -> int:
    """MaxItems (a string in this API); InvalidInput when it is no positive number."""
    text = str(request.get("MaxItems") or most)
    if not text.isdigit() or int(text) < 1:
        raise ApiError("InvalidInput", f"The value {text} of MaxItems is not valid")
    return min(int(text), most)


def _from_marker(zones: Sequence[Doc], marker: str) -> Sequence[Doc]:
    ids = [zone_id(zone) for zone in zones]
    if marker and marker not in ids:
        raise ApiError("InvalidInput", f"The marker {marker} is not valid")
    return zones[ids.index(marker) :] if marker else zones


def list_hosted_zones(view: View, call: Call) -> Answer:
    """ListHostedZones."""
    marker, most = str(call.request.get("Marker") or ""), size(call.request)
    left = _from_marker(list(view.world.all(kinds.ZONE)), marker)
    more = {"NextMarker": zone_id(left[most])} if len(left) > most else {}
    return Answer(
        {
            "HostedZones": [shown(view, zone) for zone in left[:most]],
            **({"Marker": marker} if marker else {}),
            "IsTruncated": bool(more),
            **more,
            "MaxItems": str(most),
        }
    )


def list_hosted_zones_by_name(view: View, call: Call) -> Answer:
    """ListHostedZonesByName: in order of reversed labels, from DNSName on."""
    asked, most = str(call.request.get("DNSName") or ""), size(call.request)
    zones = sorted(view.world.all(kinds.ZONE), key=lambda z: (reversed_labels(z["Name"]), zone_id(z)))
    if asked:
        start = reversed_labels(absolute(asked))
        zones = [zone for zone in zones if reversed_labels(zone["Name"]) >= start]
    more: dict[str, Any] = {}
    if len(zones) > most:
        more = {"NextDNSName": relative(zones[most]["Name"]), "NextHostedZoneId": zone_id(zones[most])}
    return Answer(
        {
            "HostedZones": [shown(view, zone) for zone in zones[:most]],
            **({"DNSName": absolute(asked)} if asked else {}),
            "IsTruncated": bool(more),
            **more,
            "MaxItems": str(most),
        }
    )


def get_hosted_zone(view: View, call: Call) -> Answer:
    """GetHostedZone. DelegationSet is what the zone has; the registrar may think otherwise (§1.6)."""
    zone = zone_named(view, call.request.get("Id"))
    if zone.get("Config", {}).get("PrivateZone"):
        vpcs = [{"VPCRegion": view.account.region, "VPCId": id} for id in view.world.table(kinds.VPC)]
        return Answer({"HostedZone": shown(view, zone), "VPCs": vpcs})
    servers = [relative(name) for name in own_servers(view.world, zone)]
    return Answer({"HostedZone": shown(view, zone), "DelegationSet": {"NameServers": servers}})


def get_hosted_zone_count(view: View, call: Call) -> Answer:
    """GetHostedZoneCount."""
    return Answer({"HostedZoneCount": len(view.world.table(kinds.ZONE))})


def list_tags_for_resource(view: View, call: Call) -> Answer:
    """ListTagsForResource, of a hosted zone."""
    kind, id = str(call.request.get("ResourceType", "")), str(call.request.get("ResourceId", ""))
    found = sim(zone_named(view, id)).get("tags", ()) if kind == "hostedzone" else ()
    return Answer({"ResourceTagSet": {"ResourceType": kind, "ResourceId": id, "Tags": list(found)}})


HANDLERS: Mapping[str, Handler] = {
    "ListHostedZones": list_hosted_zones,
    "ListHostedZonesByName": list_hosted_zones_by_name,
    "GetHostedZone": get_hosted_zone,
    "GetHostedZoneCount": get_hosted_zone_count,
    "ListTagsForResource": list_tags_for_resource,
}

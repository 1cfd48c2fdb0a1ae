"""ChangeResourceRecordSets: all or nothing, every mistake named, in Route 53's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.api.route53.values import faults_of
from incidentgame.api.route53.zones import zone_named
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.dns.authority import PROPAGATION
from incidentgame.world.dns.cloudnames import balancer_named, distribution_named
from incidentgame.world.dns.names import absolute, is_under
from incidentgame.world.dns.zones import records_of, zone_id, zone_name
from incidentgame.world.state import Doc, Drop, Edit, Put, public
from incidentgame.world.view import View

_EDGE_ZONE = "Z2FDTNDATAQYW2"
Key = tuple[str, str, str]


@dataclass(slots=True)
class _Batch:
    """The zone's record sets as the batch changes them, and what is wrong so far."""

    zone: Doc
    sets: dict[Key, Doc]
    faults: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def record_id(zone: str, key: Key) -> str:
    """The id of a record set's document."""
    return "|".join(part for part in (zone, *key) if part)


def _key(doc: Mapping[str, Any]) -> Key:
    return absolute(str(doc.get("Name", ""))), str(doc.get("Type", "")), str(doc.get("SetIdentifier") or "")


def _label(key: Key) -> str:
    identifier = f", set identifier='{key[2]}'" if key[2] else ""
    return f"[name='{key[0]}', type='{key[1]}'{identifier}]"


def change_resource_record_sets(view: View, call: Call) -> Answer:
    """ChangeResourceRecordSets; InvalidChangeBatch lists every fault. Spreads within PROPAGATION."""
    zone = zone_named(view, call.request.get("HostedZoneId"))
    batch = _Batch(zone, {_key(doc): doc for doc in records_of(view.world, zone_id(zone))})
    asked: Sequence[Mapping[str, Any]] = (call.request.get("ChangeBatch") or {}).get("Changes") or ()
    if not asked:
        raise ApiError("InvalidInput", "ChangeBatch contains no changes")
    for change in asked:
        _apply(view, batch, str(change.get("Action", "")), change.get("ResourceRecordSet") or {})
    _check_apex(batch)
    if batch.faults:
        raise ApiError("InvalidChangeBatch", f"[{', '.join(batch.faults)}]")
    return _accepted(view, call, batch)


def _accepted(view: View, call: Call, batch: _Batch) -> Answer:
    id = "C0" + view.dice.upper36(19, "dns-change", zone_id(batch.zone), view.now, len(view.changes))
    comment = (call.request.get("ChangeBatch") or {}).get("Comment")
    info = {"Id": f"/change/{id}", "Status": "PENDING", "SubmittedAt": view.now}
    if comment:
        info["Comment"] = comment
    return Answer({"ChangeInfo": info}, (*batch.edits, Put(kinds.DNS_CHANGE, id, info)))


def _apply(view: View, batch: _Batch, action: str, record: Mapping[str, Any]) -> None:
    if action not in ("CREATE", "DELETE", "UPSERT"):
        raise ApiError("InvalidInput", f"Invalid change action '{action}'")
    key = _key(record)
    faults = _faults(view, batch, key, record) if action != "DELETE" else []
    old = batch.sets.get(key)
    if action == "CREATE" and old is not None:
        faults.append(f"Tried to create resource record set {_label(key)} but it already exists")
    if action == "DELETE":
        faults += _delete_faults(key, old, record)
    if faults:
        batch.faults += faults
        return
    id = record_id(zone_id(batch.zone), key)
    if action == "DELETE":
        del batch.sets[key]
        batch.edits.append(Drop(kinds.RECORD, id))
    else:
        batch.sets[key] = {**record, "Name": key[0]}
        batch.edits.append(Put(kinds.RECORD, id, batch.sets[key]))


def _delete_faults(key: Key, old: Doc | None, record: Mapping[str, Any]) -> list[str]:
    if old is None:
        return [f"Tried to delete resource record set {_label(key)} but it was not found"]
    if _comparable(old) != _comparable(record):
        tail = "but the values provided do not match the current values"
        return [f"Tried to delete resource record set {_label(key)} {tail}"]
    return []


def _comparable(record: Mapping[str, Any]) -> dict[str, Any]:
    """What must agree for a DELETE: everything, values in any order."""
    doc = {name: value for name, value in public(record).items() if name not in ("Name", "ResourceRecords")}
    doc["values"] = sorted(str(r.get("Value", "")) for r in record.get("ResourceRecords") or ())
    alias = doc.get("AliasTarget")
    if alias:
        doc["AliasTarget"] = {
            **alias,
            "DNSName": absolute(str(alias.get("DNSName", ""))).removeprefix("dualstack."),
        }
    return doc


def _faults(view: View, batch: _Batch, key: Key, record: Mapping[str, Any]) -> list[str]:
    name, rtype, _ = key
    apex = zone_name(batch.zone)
    if not is_under(name, apex):
        return [f"RRSet with DNS name {name} is not permitted in zone {apex}"]
    if rtype == "CNAME" and name == apex:
        return [f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {apex}"]
    others = [k for k in batch.sets if k[0] == name and (k[1] == "CNAME") != (rtype == "CNAME")]
    if others:
        tail = f"as it conflicts with other records with the same DNS name in zone {apex}"
        return [f"RRSet of type {rtype} with DNS name {name} is not permitted {tail}"]
    return _alias_faults(view, batch, record) if record.get("AliasTarget") else faults_of(record)


def _alias_faults(view: View, batch: _Batch, record: Mapping[str, Any]) -> list[str]:
    """The target must lie in the zone the alias names (§1.1); CloudFront has no target health (§1.2)."""
    alias = record["AliasTarget"]
    target, zone = absolute(str(alias.get("DNSName", ""))), str(alias.get("HostedZoneId", ""))
    if record.get("TTL") is not None or record.get("ResourceRecords"):
        return [
            "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], "
            "or TrafficPolicyInstanceId], but found more than one"
        ]
    words = f"Tried to create an alias that targets {target}, type {record.get('Type')} in zone {zone}, but"
    if zone == _EDGE_ZONE and alias.get("EvaluateTargetHealth"):
        return ["EvaluateTargetHealth cannot be set to true for CloudFront distributions"]
    if zone == zone_id(batch.zone):
        key = (target, str(record.get("Type")), "")
        known = is_under(target, zone_name(batch.zone)) and any(k[:2] == key[:2] for k in batch.sets)
        return [] if known else [f"{words} that target was not found"]
    return (
        []
        if _lies_in(view, target, zone)
        else [f"{words} the alias target name does not lie within the target zone"]
    )


def _lies_in(view: View, target: str, zone: str) -> bool:
    if zone == _EDGE_ZONE:
        return distribution_named(view.world, target) is not None or target.endswith(".cloudfront.net.")
    balancer = balancer_named(view.world, target)
    if balancer is not None:
        return zone == balancer.get("CanonicalHostedZoneId")
    return target.endswith(".amazonaws.com.") and not target.endswith(".elb.amazonaws.com.")


def _check_apex(batch: _Batch) -> None:
    kept = {key[1] for key in batch.sets if key[0] == zone_name(batch.zone)}
    if "SOA" not in kept:
        batch.faults.append("A HostedZone must contain exactly one SOA record.")
    if "NS" not in kept:
        batch.faults.append("A HostedZone must contain at least one NS record for the zone itself.")


def get_change(view: View, call: Call) -> Answer:
    """GetChange: PENDING until it has spread, INSYNC after (§1.6)."""
    id = str(call.request.get("Id", "")).rpartition("/")[2]
    doc = view.world.find(kinds.DNS_CHANGE, id)
    if doc is None:
        raise ApiError("NoSuchChange", f"Could not find resource with ID: {id}", 404)
    spread = view.now - int(doc["SubmittedAt"]) >= PROPAGATION
    return Answer({"ChangeInfo": {**public(doc), "Status": "INSYNC" if spread else "PENDING"}})


HANDLERS: Mapping[str, Handler] = {
    "ChangeResourceRecordSets": change_resource_record_sets,
    "GetChange": get_change,
}

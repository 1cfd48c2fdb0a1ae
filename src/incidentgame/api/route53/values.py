"""The values of plain record sets: what Route 53 takes for each type, and how it refuses the rest."""

from collections.abc import Mapping
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Any

_TYPES = ("SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS")
_MOST_TTL = 2_147_483_647


def faults_of(record: Mapping[str, Any]) -> list[str]:
    """What is wrong with the values, TTL and type of a record set without an alias; empty when nothing is."""
    rtype = str(record.get("Type", ""))
    values = [str(r.get("Value", "")) for r in record.get("ResourceRecords") or ()]
    if rtype not in _TYPES:
        return [f"Value '{rtype}' at 'type' failed to satisfy constraint: Member must satisfy enum value set"]
    if not values or record.get("TTL") is None:
        return [
            "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], "
            "or TrafficPolicyInstanceId], but found none in Change with "
            f"[Action=CREATE, Name={record.get('Name')}, Type={rtype}, SetIdentifier=null]"
        ]
    found = [] if 0 <= int(record["TTL"]) <= _MOST_TTL else [f"Invalid TTL {record['TTL']}"]
    if rtype == "CNAME" and len(values) > 1:
        found.append("Invalid Resource Record: 'FATAL problem: CNAMERRDATAMustHaveExactlyOneValue'")
    if len(set(values)) < len(values):
        duplicate = next(v for v in values if values.count(v) > 1)
        found.append(f"Duplicate Resource Record: '{duplicate}'")
    return found + [fault for value in values if (fault := _fault(rtype, value))]


def _fault(rtype: str, value: str) -> str:
    problem = _problem(rtype, value)
    return (
        f"Invalid Resource Record: 'FATAL problem: {problem} encountered with '{value}''" if problem else ""
    )


def _problem(rtype: str, value: str) -> str:
    if rtype == "A" and not _is(IPv4Address, value):
        return "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"
    if rtype == "AAAA" and not _is(IPv6Address, value):
        return "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)"
    if rtype in ("TXT", "SPF") and not _quoted(value):
        return "InvalidCharacterString (Value should be enclosed in quotation marks)"
    if rtype in ("CNAME", "NS", "PTR") and (not value or " " in value):
        return "DomainLabelEmpty (Domain label is empty)"
    if rtype == "MX" and not (len(value.split()) == 2 and value.split()[0].isdigit()):
        return "MXRRDATANotTwoFields (MX record doesn't have 2 fields)"
    return ""


def _is(kind: type[IPv4Address] | type[IPv6Address], value: str) -> bool:
    try:
        kind(value)
    except (AddressValueError, ValueError):
        return False
    return True


def _quoted(value: str) -> bool:
    return len(value) > 1 and value.startswith('"') and value.endswith('"')

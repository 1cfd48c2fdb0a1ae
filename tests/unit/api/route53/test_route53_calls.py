"""Route 53: listing, paging, changing with its validation texts, spreading."""

import contextlib
from typing import Any

import pytest
from network_world import BALANCER_NAME, EDGE_NAME, NOW, ZONE, NetView, call, view
from output_shape import misfits

from incidentgame.api.errors import ApiError
from incidentgame.kernel.instant import SECOND
from incidentgame.world.dns import lookup


def read(operation: str, **request: Any) -> Any:
    _, response = call(view(), "route53", operation, **request)
    assert misfits("route53", operation, response) == []
    return response


def change(seen: NetView, action: str, record: Any) -> tuple[NetView, Any]:
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
    return call(seen, "route53", "ChangeResourceRecordSets", HostedZoneId=ZONE, ChangeBatch=batch)


def refused(action: str, record: Any) -> str:
    with pytest.raises(ApiError) as problem:
        change(view(), action, record)
    assert problem.value.code == "InvalidChangeBatch"
    return problem.value.message


def plain(name: str, rtype: str, *values: str, ttl: int = 300) -> Any:
    return {"Name": name, "Type": rtype, "TTL": ttl, "ResourceRecords": [{"Value": v} for v in values]}


def alias(name: str, target: str, zone: str, *, health: bool = False) -> Any:
    pointed = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Name": name, "Type": "A", "AliasTarget": pointed}


def test_zones() -> None:
    listed = read("ListHostedZones")
    assert listed["HostedZones"][0]["Id"] == f"/hostedzone/{ZONE}"
    assert listed["HostedZones"][0]["ResourceRecordSetCount"] == 9
    assert read("ListHostedZonesByName", DNSName="shop.example")["HostedZones"][0]["Name"] == "shop.example."
    assert read("ListHostedZonesByName", DNSName="zzz.zzz")["HostedZones"] == []
    got = read("GetHostedZone", Id=f"/hostedzone/{ZONE}")
    assert got["DelegationSet"]["NameServers"][0] == "ns-1.awsdns-00.com"
    with pytest.raises(ApiError) as missing:
        read("GetHostedZone", Id="Z9")
    assert (missing.value.code, missing.value.message) == (
        "NoSuchHostedZone",
        "No hosted zone found with ID: Z9",
    )


def test_record_sets_in_order_and_by_pages() -> None:
    whole = [
        (r["Name"], r["Type"])
        for r in read("ListResourceRecordSets", HostedZoneId=ZONE)["ResourceRecordSets"]
    ]
    assert whole[:3] == [("shop.example.", "MX"), ("shop.example.", "NS"), ("shop.example.", "SOA")]
    paged, start = [], {}
    while True:
        page = read("ListResourceRecordSets", HostedZoneId=ZONE, MaxItems="3", **start)
        paged += [(r["Name"], r["Type"]) for r in page["ResourceRecordSets"]]
        if not page["IsTruncated"]:
            break
        start = {"StartRecordName": page["NextRecordName"], "StartRecordType": page["NextRecordType"]}
    assert paged == whole


@pytest.mark.parametrize(
    ("action", "record", "message"),
    [
        ("CREATE", plain("bastion.shop.example", "A", "203.0.113.1"),
         "[Tried to create resource record set [name='bastion.shop.example.', type='A'] but it already exists]"),
        ("DELETE", plain("no.shop.example", "A", "203.0.113.1"),
         "[Tried to delete resource record set [name='no.shop.example.', type='A'] but it was not found]"),
        ("DELETE", plain("bastion.shop.example", "A", "203.0.113.1"),
         "[Tried to delete resource record set [name='bastion.shop.example.', type='A'] "
         "but the values provided do not match the current values]"),
        ("UPSERT", plain("a.other.example", "A", "203.0.113.1"),
         "[RRSet with DNS name a.other.example. is not permitted in zone shop.example.]"),
        ("UPSERT", plain("shop.example", "CNAME", "x.example"),
         "[RRSet of type CNAME with DNS name shop.example. is not permitted at apex in zone shop.example.]"),
        ("UPSERT", plain("bastion.shop.example", "CNAME", "x.example"),
         "[RRSet of type CNAME with DNS name bastion.shop.example. is not permitted as it conflicts with other "
         "records with the same DNS name in zone shop.example.]"),
        ("UPSERT", plain("b.shop.example", "A", "1.2.3"),
         "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) "
         "encountered with '1.2.3'']"),
        ("UPSERT", alias("b.shop.example", "x.eu-west-1.elb.amazonaws.com", "Z32O12XQLNTSW2"),
         "[Tried to create an alias that targets x.eu-west-1.elb.amazonaws.com., type A in zone Z32O12XQLNTSW2, "
         "but the alias target name does not lie within the target zone]"),
    ],
)  # fmt: skip
def test_refusals(action: str, record: Any, message: str) -> None:
    assert refused(action, record) == message


def test_every_fault_of_a_batch_is_named_and_nothing_is_done() -> None:
    changes = [
        {"Action": "CREATE", "ResourceRecordSet": plain("new.shop.example", "A", "203.0.113.1")},
        {"Action": "DELETE", "ResourceRecordSet": plain("no.shop.example", "A", "203.0.113.1")},
        {"Action": "CREATE", "ResourceRecordSet": plain("x.example", "A", "203.0.113.1")},
    ]
    with pytest.raises(ApiError) as problem:
        call(
            view(), "route53", "ChangeResourceRecordSets", HostedZoneId=ZONE, ChangeBatch={"Changes": changes}
        )
    assert problem.value.message.count("]") >= 2 and "x.example." in problem.value.message


def test_the_apex_keeps_its_ns_and_soa() -> None:
    servers = ("ns-1.awsdns-00.com.", "ns-2.awsdns-01.net.", "ns-3.awsdns-02.org.", "ns-4.awsdns-03.co.uk.")
    assert refused("DELETE", plain("shop.example", "NS", *servers, ttl=172_800)) == (
        "[A HostedZone must contain at least one NS record for the zone itself.]"
    )


def test_an_upsert_spreads_and_get_change_says_so() -> None:
    seen, response = change(view(), "UPSERT", plain("BASTION.shop.example", "A", "203.0.113.99"))
    assert misfits("route53", "ChangeResourceRecordSets", response) == []
    id = response["ChangeInfo"]["Id"]
    states = [
        call(seen.at(NOW + s * SECOND), "route53", "GetChange", Id=id)[1]["ChangeInfo"]["Status"]
        for s in (0, 29, 30)
    ]
    assert states == ["PENDING", "PENDING", "INSYNC"]
    late = seen.at(NOW + 400 * SECOND)
    assert lookup.addresses(late, "laptop", "bastion.shop.example", 4) == ["203.0.113.99"]


def test_aliases_are_taken() -> None:
    for record in (
        alias("b.shop.example", f"dualstack.{BALANCER_NAME}", "Z32O12XQLNTSW2", health=True),
        alias("b.shop.example", EDGE_NAME, "Z2FDTNDATAQYW2"),
        alias("b.shop.example", "bastion.shop.example", ZONE),
    ):
        seen, _ = change(view(), "CREATE", record)
        assert lookup.addresses(seen.at(NOW + 1000 * SECOND), "laptop", "b.shop.example", 4)


def test_delete_takes_the_values_in_any_order() -> None:
    seen, _ = change(view(), "CREATE", plain("two.shop.example", "A", "203.0.113.1", "203.0.113.2"))
    change(seen, "DELETE", plain("two.shop.example", "A", "203.0.113.2", "203.0.113.1"))


def test_the_test_answer_is_the_zones_own() -> None:
    found = read("TestDNSAnswer", HostedZoneId=ZONE, RecordName="bastion.shop.example", RecordType="A")
    assert (found["RecordData"], found["ResponseCode"]) == (["203.0.113.20"], "NOERROR")
    absent = read("TestDNSAnswer", HostedZoneId=ZONE, RecordName="no.shop.example", RecordType="A")
    assert absent["ResponseCode"] == "NXDOMAIN"


def test_health_checks_and_counts() -> None:
    assert read("ListHealthChecks")["HealthChecks"] == []
    assert read("GetHostedZoneCount") == {"HostedZoneCount": 1}


@pytest.mark.parametrize("request_", [{}, {"MaxItems": "x"}, {"MaxItems": "-1"}, {"Marker": "nosuch"}])
def test_odd_requests_never_crash(request_: Any) -> None:
    for operation in (
        "ListHostedZones",
        "ListHostedZonesByName",
        "ListResourceRecordSets",
        "GetHostedZone",
        "GetChange",
        "ListHealthChecks",
        "TestDNSAnswer",
        "ChangeResourceRecordSets",
    ):
        with contextlib.suppress(ApiError):
            call(view(), "route53", operation, **request_)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"Name": "bastion.shop.example", "Type": "A", "ResourceRecords": [{}], "TTL": 1},
        {"Name": "api.shop.example", "Type": "A", "AliasTarget": {}},
        {"Name": "a.shop.example", "Type": "A"},
    ],
)
@pytest.mark.parametrize("action", ["", "CREATE", "UPSERT", "DELETE"])
def test_half_changes_are_refused_not_broken(action: str, record: Any) -> None:
    with pytest.raises(ApiError):
        change(view(), action, record)

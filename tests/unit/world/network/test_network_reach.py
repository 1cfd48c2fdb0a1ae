"""Who can open a connection to what (aws-request-path §4.1, §4.2)."""

import pytest
from network_world import BALANCER, NOW, WEB, NetView, acl, call, entry, group, table, tcp, view

from incidentgame.kernel.instant import MINUTE
from incidentgame.world import kinds
from incidentgame.world.dns import lookup
from incidentgame.world.network.reach import (
    balancer_reaches,
    edge_reaches,
    public_address,
    reach,
    subnet_reach,
)
from incidentgame.world.state import Drop, Put, World

LOCAL = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}


def verdict(seen: NetView, source: str, address: str, port: int, protocol: str = "tcp") -> str:
    return reach(seen, source, address, port, protocol=protocol).verdict


@pytest.mark.parametrize(
    ("source", "address", "port", "wanted"),
    [
        ("laptop", "203.0.113.20", 22, "open"),
        ("laptop", "203.0.113.20", 80, "timeout"),
        ("laptop", "10.0.11.35", 22, "timeout"),
        ("bastion", "10.0.11.35", 22, "open"),
        ("bastion", "10.0.11.35", 80, "timeout"),
        ("bastion", "10.0.21.40", 5432, "timeout"),
        (WEB, "10.0.21.40", 5432, "open"),
        (WEB, "10.0.21.40", 5433, "timeout"),
        (WEB, "127.0.0.1", 8000, "open"),
        (WEB, "10.0.11.35", 8000, "refused"),
        (WEB, "127.0.0.1", 9999, "refused"),
        (WEB, "169.254.169.254", 80, "open"),
        ("laptop", "169.254.169.254", 80, "timeout"),
        ("bastion", "10.0.1.99", 22, "no-route"),
        ("bastion", "10.0.11.99", 22, "timeout"),
    ],
)
def test_verdicts(source: str, address: str, port: int, wanted: str) -> None:
    assert verdict(view(), source, address, port) == wanted


def test_a_host_with_its_rule_but_no_listener_refuses() -> None:
    opened = view(group("sg-app", "app", tcp(8000, IpRanges=[{"CidrIp": "10.0.0.0/16"}])))
    assert verdict(opened, "bastion", "10.0.11.35", 8000) == "refused"


def test_the_edge_answers_the_laptop_and_names_its_distribution() -> None:
    seen = view()
    address = lookup.addresses(seen, "laptop", "api.shop.example", 4)[0]
    found = reach(seen, "laptop", address, 443)
    assert (found.verdict, found.endpoint) == ("open", ("edge", "E1EXAMPLE"))
    assert verdict(seen, "laptop", address, 22) == "timeout"


def test_the_balancer_takes_https_from_the_edge_only() -> None:
    seen = view()
    address = lookup.addresses(seen, "laptop", "origin-api.shop.example", 4)[0]
    assert verdict(seen, "laptop", address, 443) == "timeout"
    found = reach(seen, "laptop", address, 80)
    assert (
        found.verdict == "open"
        and found.endpoint is not None
        and found.endpoint[:2] == ("balancer", BALANCER)
    )
    assert edge_reaches(seen.world, "origin-api.shop.example", 443).verdict == "open"


def test_an_origin_name_without_record_does_not_resolve() -> None:
    assert edge_reaches(view().world, "nosuch.shop.example", 443).verdict == "name"


def test_the_edge_is_dropped_when_the_prefix_lists_rule_is_gone() -> None:
    without = view(group("sg-alb", "alb", tcp(80, IpRanges=[{"CidrIp": "0.0.0.0/0"}])))
    assert edge_reaches(without.world, "origin-api.shop.example", 443).verdict == "timeout"


def test_a_balancer_subnet_without_internet_route_times_viewers_out_but_keeps_its_targets() -> None:
    cut = view(table("rtb-public", ["subnet-public-a", "subnet-public-b"])).world
    assert edge_reaches(cut, "origin-api.shop.example", 443).verdict == "timeout"
    assert balancer_reaches(cut, "subnet-public-a", WEB, 80)


def test_a_blackhole_swallows() -> None:
    seen = view(Drop(kinds.NAT_GATEWAY, "nat-1"))
    edge = lookup.addresses(seen, "laptop", "api.shop.example", 4)[0]
    assert verdict(view(), WEB, edge, 443) == "open"
    assert verdict(seen, WEB, edge, 443) == "timeout"


def test_network_acls_are_stateless() -> None:
    no_replies = acl(
        "acl-app", ["subnet-app-a"], entry(100, "allow"), entry(100, "allow", egress=True, ports=(443, 443))
    )
    assert verdict(view(no_replies), "bastion", "10.0.11.35", 22) == "timeout"


def test_the_lowest_matching_acl_entry_decides() -> None:
    out = entry(100, "allow", egress=True)
    first = acl("acl-app", ["subnet-app-a"], entry(200, "allow"), entry(90, "deny", ports=(22, 22)), out)
    assert verdict(view(first), "bastion", "10.0.11.35", 22) == "timeout"
    second = acl("acl-app", ["subnet-app-a"], entry(80, "allow"), entry(90, "deny", ports=(22, 22)), out)
    assert verdict(view(second), "bastion", "10.0.11.35", 22) == "open"


def test_acls_are_not_asked_inside_a_subnet() -> None:
    deny = acl("acl-app", ["subnet-app-a"], entry(100, "deny"))
    world = view(deny, group("sg-app", "app", tcp(80, IpRanges=[{"CidrIp": "10.0.11.0/24"}]))).world
    assert subnet_reach(world, "subnet-app-a", (), WEB, 80) == "open"
    assert subnet_reach(world, "subnet-public-a", (), WEB, 80) == "timeout"


def test_inv_19_a_revoked_rule_spares_old_connections_for_a_while() -> None:
    rule = tcp(80, UserIdGroupPairs=[{"GroupId": "sg-alb"}])
    seen, _ = call(view(), "ec2", "RevokeSecurityGroupIngress", GroupId="sg-app", IpPermissions=[rule])
    assert not balancer_reaches(seen.world, "subnet-public-a", WEB, 80)
    assert balancer_reaches(seen.world, "subnet-public-a", WEB, 80, at=NOW + 30_000)
    assert not balancer_reaches(seen.world, "subnet-public-a", WEB, 80, at=NOW + 3 * MINUTE)


def test_inv_19_an_acl_deny_spares_nobody() -> None:
    seen = view(acl("acl-app", ["subnet-app-a"], entry(100, "deny")))
    assert not balancer_reaches(seen.world, "subnet-public-a", WEB, 80, at=NOW)


def test_ping_needs_an_icmp_rule() -> None:
    icmp = {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    assert verdict(view(), "laptop", "203.0.113.20", 0, "icmp") == "timeout"
    assert verdict(view(group("sg-bastion", "bastion", icmp)), "laptop", "203.0.113.20", 0, "icmp") == "open"


def test_a_stopped_machine_answers_nothing() -> None:
    def down(world: World) -> Put:
        return Put(kinds.HOST, WEB, {**world.get(kinds.HOST, WEB), "sim": {"down": True}})

    assert verdict(view(down(view().world)), "bastion", "10.0.11.35", 22) == "timeout"


def test_where_connections_come_from() -> None:
    world = view().world
    assert public_address(world, "bastion") == "203.0.113.20"
    assert public_address(world, WEB) == "203.0.113.30"


def test_every_public_address_leads_back_to_its_owner() -> None:
    seen = view()
    for name in ("api.shop.example", "origin-api.shop.example", "bastion.shop.example"):
        for address in lookup.addresses(seen, "laptop", name, 4):
            assert reach(seen, "laptop", address, 22 if "bastion" in name else 80).endpoint is not None

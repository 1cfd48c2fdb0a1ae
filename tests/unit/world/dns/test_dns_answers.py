"""What servers and resolvers answer (aws-request-path §1)."""

from network_world import BALANCER_NAME, EDGE_NAME, SERVERS, alias, record, view

from incidentgame.world.dns import lookup
from incidentgame.world.dns.authority import ask_server, moment
from incidentgame.world.dns.message import Resolution


def ask(name: str, rtype: str = "A", server: str = "", host: str = "laptop", *edits: object) -> Resolution:
    return lookup.resolve(view(*edits), host, name, rtype, server)


def kinds_of(found: Resolution) -> list[str]:
    return [r.type for r in found.answers]


def test_an_alias_is_answered_with_addresses_and_no_cname() -> None:
    found = ask("api.shop.example")
    assert set(kinds_of(found)) == {"A"}
    assert all(r.name == "api.shop.example." and 0 < r.ttl <= 60 for r in found.answers)


def test_a_cname_is_followed_and_shown_first() -> None:
    found = ask("www2.shop.example")
    assert kinds_of(found)[0] == "CNAME"
    assert {r.name for r in found.answers[1:]} == {"api.shop.example."}


def test_nodata_and_nxdomain_carry_the_soa_with_the_negative_ttl() -> None:
    nodata, nxdomain = ask("bastion.shop.example", "AAAA"), ask("nosuch.shop.example")
    assert (nodata.kind, nxdomain.kind) == ("NODATA", "NXDOMAIN")
    for found in (nodata, nxdomain):
        assert [r.type for r in found.authority] == ["SOA"]
        assert 0 < found.authority[0].ttl <= 900


def test_an_empty_non_terminal_is_nodata() -> None:
    found = lookup.resolve(view(record("a.b.shop.example.", "A", "203.0.113.9")), "laptop", "b.shop.example")
    assert found.kind == "NODATA"


def test_inv_16_an_authoritative_server_sets_aa_and_not_ra() -> None:
    found = ask("api.shop.example", "A", "192.0.2.96")
    assert found.aa and not found.ra
    assert {r.ttl for r in found.answers} == {60}


def test_a_resolver_sets_ra_and_not_aa() -> None:
    found = ask("api.shop.example", "A", "8.8.8.8")
    assert found.ra and not found.aa


def test_a_server_refuses_zones_it_does_not_hold() -> None:
    assert ask("shop.com", "A", "192.0.2.96").rcode == "REFUSED"


def test_delegation_to_servers_that_do_not_hold_the_zone_is_servfail_at_resolvers() -> None:
    seen = view()
    zone = seen.world.get("route53.zone", "Z0123456789SHOP")
    from incidentgame.world.state import Put

    lame = view(
        Put("route53.zone", "Z0123456789SHOP", {**zone, "sim": {"delegation": ["ns-9.awsdns-09.org"]}})
    )
    assert lookup.resolve(lame, "laptop", "api.shop.example").rcode == "SERVFAIL"
    assert lookup.addresses(lame, "laptop", "api.shop.example", 4) == []
    own = lookup.server_address(lame, "laptop", SERVERS[0])
    assert lookup.resolve(lame, "laptop", "api.shop.example", "A", own).kind == "answer"


def test_wildcards_cover_names_that_do_not_exist() -> None:
    seen = view(
        record("*.dev.shop.example.", "A", "203.0.113.9"), record("x.dev.shop.example.", "TXT", '"x"')
    )
    assert lookup.addresses(seen, "laptop", "any.dev.shop.example", 4) == ["203.0.113.9"]
    assert lookup.resolve(seen, "laptop", "x.dev.shop.example").kind == "NODATA"


def test_the_vpc_resolver_answers_only_inside() -> None:
    assert ask("api.shop.example", "A", "10.0.0.2").failure == "timeout"
    inside = ask("shop-db.cluster-abc.eu-west-1.rds.amazonaws.com", "A", "10.0.0.2", "bastion")
    assert [r.rdata for r in inside.answers][-1] == "10.0.21.40"
    assert inside.server == "10.0.0.2"


def test_a_reader_endpoint_leads_to_the_reader() -> None:
    found = ask("shop-db.cluster-ro-abc.eu-west-1.rds.amazonaws.com", "A", "", "bastion")
    assert found.answers[-1].rdata == "10.0.22.41"


def test_an_alias_whose_balancer_is_gone_is_nodata() -> None:
    seen = view(alias("old.shop.example.", "A", "gone-1.eu-west-1.elb.amazonaws.com", "Z32O12XQLNTSW2"))
    assert lookup.resolve(seen, "laptop", "old.shop.example").kind == "NODATA"


def test_trace_goes_from_the_root_to_the_zone() -> None:
    steps = lookup.trace(view(), "api.shop.example", "A")
    assert [given.kind for _, given in steps] == ["referral", "referral", "answer"]
    assert steps[-1][0] in SERVERS


def test_trace_reaches_names_aws_keeps() -> None:
    steps = lookup.trace(view(), BALANCER_NAME, "A")
    assert steps[-1][1].kind == "answer"
    assert lookup.trace(view(), EDGE_NAME, "A")[-1][1].kind == "answer"


def test_only_the_weights_decide_among_weighted_records() -> None:
    from incidentgame.world.state import Put

    def weighted(id: str, address: str, weight: int) -> Put:
        doc = {"Name": "w.shop.example.", "Type": "A", "TTL": 60, "SetIdentifier": id, "Weight": weight}
        return Put(
            "route53.record",
            f"Z0123456789SHOP|w.shop.example.|A|{id}",
            {**doc, "ResourceRecords": [{"Value": address}]},
        )

    seen = view(weighted("on", "203.0.113.1", 10), weighted("off", "203.0.113.2", 0))
    for second in range(20):
        found = ask_server(moment(seen, seen.now + second * 1000), SERVERS[0], "w.shop.example.", "A")
        assert [r.rdata for r in found.answers] == ["203.0.113.1"]


def test_reverse_look_up_names_instances_inside_and_edges_outside() -> None:
    from incidentgame.world.dns.names import reverse

    assert ask(reverse("10.0.11.35"), "PTR", "", "bastion").answers[0].rdata == (
        "ip-10-0-11-35.eu-west-1.compute.internal."
    )
    edge = lookup.addresses(view(), "laptop", "api.shop.example", 4)[0]
    assert ask(reverse(edge), "PTR").answers[0].rdata.endswith(".r.cloudfront.net.")


def test_hosts_file_comes_before_dns() -> None:
    from incidentgame.world.state import Put

    doc = {"Content": "127.0.0.1 localhost\n203.0.113.77 api.shop.example # pinned\n"}
    seen = view(Put("host.file", "laptop|/etc/hosts", doc))
    assert lookup.addresses(seen, "laptop", "api.shop.example", 4) == ["203.0.113.77"]


def test_labels_too_long_never_raise() -> None:
    assert ask("x" * 64 + ".shop.example").rcode == "NXDOMAIN"
    assert ask("a..b").rcode == "NXDOMAIN"


def test_a_stopped_stub_resolves_nothing_but_other_servers_still_do() -> None:
    from incidentgame.world.state import Put

    stopped = Put("host.unit", "bastion|systemd-resolved.service", {"ActiveState": "inactive"})
    seen = view(stopped)
    assert lookup.resolve(seen, "bastion", "api.shop.example").failure == "refused"
    assert lookup.addresses(seen, "bastion", "api.shop.example", 4) == []
    assert lookup.resolve(seen, "bastion", "api.shop.example", "A", "10.0.0.2").kind == "answer"


def test_the_stub_and_its_uplink_are_one_cache() -> None:
    seen = view()
    ttls = [
        lookup.resolve(seen, "bastion", "bastion.shop.example", "A", s).answers[0].ttl
        for s in ("", "10.0.0.2")
    ]
    assert ttls[0] == ttls[1]

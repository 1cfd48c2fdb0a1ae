"""The load balancer's hop: who answers, with what, after how long (aws-request-path §3)."""

from typing import Any

import pytest
from walk_world import (
    FAULT,
    ask,
    changed,
    fleet,
    only,
    peace,
    put,
    shares,
    target_group,
    with_attribute,
    without,
)

from incidentgame.world import kinds
from incidentgame.world.path import Path
from incidentgame.world.state import Drop, Edit, Put, World, with_sim
from incidentgame.world.walk.ask import WHOLE, Ask, Branch, Loads
from incidentgame.world.walk.balancer import balance, listener, nodes

IDLE = 60_000


def ways(world: World, request: Ask | None = None, port: int = 443) -> list[Branch]:
    doc = next(iter(world.all(kinds.LOAD_BALANCER)))
    return balance(world, doc, port, request or ask(), Loads())


def through(*edits: Edit) -> Path:
    return only(ways(changed(*edits)))


def group_of(name: str) -> str:
    return next(k for k, d in peace().world.table(kinds.SECURITY_GROUP).items() if d["GroupName"] == name)


def units(name: str, **members: Any) -> list[Put]:
    table = peace().world.table(kinds.UNIT)
    return [Put(kinds.UNIT, f"{host}|{name}", {**table[f"{host}|{name}"], **members}) for host in fleet()]


def slow(seconds: int) -> list[Put]:
    routes = peace().world.table(kinds.APP_ROUTE)
    return [
        Put(kinds.APP_ROUTE, k, {**d, "ServiceMs": seconds * 1000, "Database": False})
        for k, d in routes.items()
    ]


def patient_proxy() -> list[Put]:
    """nginx started with ten minutes of patience."""
    made = []
    for id_, doc in peace().world.table(kinds.UNIT).items():
        if id_.endswith("|nginx.service") and "files" in doc.get("sim", {}):
            files = {
                p: t.replace("proxy_read_timeout 30s", "proxy_read_timeout 600s")
                for p, t in doc["sim"]["files"].items()
            }
            made.append(Put(kinds.UNIT, id_, with_sim(doc, files=files)))
    return made


def test_every_node_and_every_target_takes_its_share() -> None:
    found = ways(peace().world)
    assert shares(found) == {200: WHOLE}
    by_target: dict[str, int] = {}
    for branch in found:
        assert branch.path.balancer is not None
        by_target[branch.path.balancer.target] = by_target.get(branch.path.balancer.target, 0) + branch.weight
    assert set(by_target) == set(fleet())
    assert max(by_target.values()) - min(by_target.values()) <= 4


def test_inv_1_no_target_is_503_at_once_by_the_balancer_itself() -> None:
    path = through(*without(kinds.TARGET))
    assert path.reply is not None
    assert path.balancer is not None
    assert (path.status, path.answered_by, path.total_ms) == (503, "balancer", 1)
    assert (path.balancer.target, path.balancer.target_status, path.target_ms) == ("", 0, -1)
    assert len(path.reply.body) == 162  # §3.8


def test_inv_2_targets_all_unhealthy_are_asked_all_the_same() -> None:
    targets = peace().world.table(kinds.TARGET)
    ill = [Put(kinds.TARGET, k, {**d, "TargetHealth": {"State": "unhealthy"}}) for k, d in targets.items()]
    path = through(*ill)
    assert path.balancer is not None
    assert (path.status, path.balancer.fail_open) == (200, True)


def test_inv_8_a_port_nobody_listens_on_is_502_at_once_and_a_dropped_syn_504_after_ten_seconds() -> None:
    refused = through(*units("nginx.service", ActiveState="inactive", SubState="dead"))
    assert (refused.status, refused.total_ms) == (502, 1)
    dropped = through(put(kinds.SECURITY_GROUP, group_of("shop-app"), IpPermissions=[]))
    assert dropped.status == 504
    assert dropped.total_ms == 10_000
    for path in (refused, dropped):
        assert path.reply is not None
        assert path.balancer is not None
        assert path.reply.header("server") == "awselb/2.0"
        assert path.balancer.target in fleet()
        assert (path.balancer.target_status, path.proxy, path.app) == (0, None, None)


def test_an_instance_that_is_down_does_not_answer() -> None:
    hosts = peace().world.table(kinds.HOST)
    frozen = through(*(Put(kinds.HOST, k, with_sim(hosts[k], down=True)) for k in fleet()))
    assert (frozen.status, frozen.total_ms, frozen.answered_by) == (504, 10_000, "balancer")


def test_an_app_that_is_down_is_nginxs_502_passed_on() -> None:
    path = through(*units("api.service", ActiveState="failed", SubState="failed"))
    assert path.reply is not None
    assert path.balancer is not None
    assert (path.status, path.balancer.target_status, path.answered_by) == (502, 502, "proxy")
    assert path.reply.header("server").startswith("nginx")


def test_silence_is_504_by_nginx_or_after_the_idle_timeout_by_the_balancer() -> None:
    """§3.3: no response within the idle timeout; §5.5: proxy_read_timeout."""
    by_proxy = through(*slow(200))
    assert (by_proxy.status, by_proxy.answered_by) == (504, "proxy")
    assert by_proxy.balancer is not None
    assert by_proxy.balancer.target_status == 504
    by_balancer = through(*slow(200), *patient_proxy())
    assert (by_balancer.status, by_balancer.answered_by, by_balancer.total_ms) == (504, "balancer", IDLE)
    assert by_balancer.balancer is not None
    assert by_balancer.balancer.target_status == 0
    longer = through(*slow(200), *patient_proxy(), with_attribute("idle_timeout.timeout_seconds", "300"))
    assert (longer.status, longer.total_ms > 200_000) == (200, True)


def test_a_port_without_a_listener_does_not_answer() -> None:
    assert only(ways(peace().world, port=8443)).failure == "timeout"
    assert listener(peace().world, "no such balancer", 443) is None


def test_port_80_redirects_with_path_and_query() -> None:
    path = only(ways(peace().world, ask("/v1/cart", query="a=b", scheme="http"), 80))
    assert path.reply is not None
    assert path.balancer is not None
    assert path.status == 301
    assert (
        path.reply.header("location")
        == path.balancer.redirect_url
        == "https://api.shop.example:443/v1/cart?a=b"
    )
    assert (path.balancer.action, path.balancer.target) == ("redirect", "")


def rule(priority: str) -> tuple[str, Any]:
    table = peace().world.table(kinds.RULE)
    return next((k, d) for k, d in table.items() if d["Priority"] == priority)


def test_a_fixed_response_is_the_message_and_nothing_else() -> None:
    """§3.7: no target, body of exactly MessageBody."""
    id_, doc = rule("10")
    config = {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "back soon"}
    action = {"Type": "fixed-response", "Order": 1, "FixedResponseConfig": config}
    path = through(Put(kinds.RULE, id_, {**doc, "Actions": [action]}))
    assert path.reply is not None
    assert path.balancer is not None
    assert (path.status, path.reply.body, path.balancer.action) == (503, b"back soon", "fixed-response")
    assert (path.balancer.target, path.balancer.rule) == ("", 10)


@pytest.mark.parametrize(
    ("weights", "status"), [((1, 0), {200: WHOLE}), ((0, 1), {503: WHOLE}), ((0, 0), {503: WHOLE})]
)
def test_weights_share_requests_between_groups(weights: tuple[int, int], status: dict[int, int]) -> None:
    id_, doc = rule("10")
    empty = "arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/none/1"
    groups = [
        {"TargetGroupArn": arn, "Weight": w}
        for arn, w in zip((target_group("api"), empty), weights, strict=True)
    ]
    action = {"Type": "forward", "Order": 1, "ForwardConfig": {"TargetGroups": groups}}
    found = shares(ways(changed(Put(kinds.RULE, id_, {**doc, "Actions": [action]}))))
    assert found == {s: pytest.approx(w, abs=20) for s, w in status.items()}


def test_half_and_half() -> None:
    id_, doc = rule("10")
    empty = "arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/none/1"
    groups = [{"TargetGroupArn": arn, "Weight": 5} for arn in (target_group("api"), empty)]
    action = {"Type": "forward", "Order": 1, "ForwardConfig": {"TargetGroups": groups}}
    found = shares(ways(changed(Put(kinds.RULE, id_, {**doc, "Actions": [action]}))))
    assert found == {200: pytest.approx(500_000, abs=20), 503: pytest.approx(500_000, abs=20)}


def test_nodes_stand_in_the_enabled_zones() -> None:
    doc = next(iter(peace().world.all(kinds.LOAD_BALANCER)))
    standing = nodes(doc)
    assert [node.zone for node in standing] == [zone["ZoneName"] for zone in doc["AvailabilityZones"]]
    assert len({node.address for node in standing}) == len(standing)


def test_the_case_breaks_as_its_world_does() -> None:
    from watched_case import running

    assert shares(ways(running(FAULT, 3).world)) == {503: pytest.approx(WHOLE, abs=20)}
    assert shares(ways(changed(Drop(kinds.TARGET, "none")))) == {200: WHOLE}

"""Sensible observations for any world: what a good investigator might look at, for par.

Built from the world's own documents, in the order in which a request meets its layers.
"""

from collections.abc import Iterator

from incidentgame.session.measures import STEP
from incidentgame.world import kinds
from incidentgame.world.simulation import Simulation

Look = tuple[str, str]
"""(layer as the score names it, line)."""

_WRITES = "--lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --max-results 15"


def looks(sim: Simulation, url: str) -> list[Look]:
    """The lines, with their layers."""
    return list(_looks(sim, url))


def _looks(sim: Simulation, url: str) -> Iterator[Look]:
    world, region = sim.world, sim.account.region
    yield "user-side", f"curl -si {url}"
    yield "name", f"dig +short {url.split('/')[2]}"
    for doc in world.all(kinds.DISTRIBUTION):
        yield "edge", f"aws cloudfront get-distribution-config --id {doc['Id']}"
    for name in world.table(kinds.FUNCTION):
        yield "edge", f"aws cloudfront get-function --name {name} --stage LIVE /dev/stdout"
    for doc in world.all(kinds.KEY_VALUE_STORE):
        yield "edge", f"aws cloudfront-keyvaluestore list-keys --kvs-arn {doc['ARN']}"
    for doc in world.all(kinds.LISTENER):
        if doc["Port"] == 443:
            yield "routing", f"aws elbv2 describe-rules --listener-arn {doc['ListenerArn']}"
    for doc in world.all(kinds.LOAD_BALANCER):
        yield "routing", f"aws elbv2 describe-load-balancers --names {doc['LoadBalancerName']}"
    for doc in world.all(kinds.TARGET_GROUP):
        yield "targets", f"aws elbv2 describe-target-health --target-group-arn {doc['TargetGroupArn']}"
    for name in world.table(kinds.SCALING_GROUP):
        yield "targets", f"aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names {name}"
    yield from _on_hosts(sim)
    yield "change-history", f"aws cloudtrail lookup-events --region {region} {_WRITES}"
    yield "change-history", f"aws cloudtrail lookup-events --region us-east-1 {_WRITES}"


def _on_hosts(sim: Simulation) -> Iterator[Look]:
    serving = {doc["Role"] for doc in sim.world.all(kinds.APP_ROUTE)}
    hosts = [
        id_
        for id_, doc in sim.world.table(kinds.HOST).items()
        if id_.startswith("i-") and doc["Role"] in serving
    ]
    for host in hosts[:1]:
        yield "host", f"ssh {host} 'sudo tail -n 40 /var/log/nginx/error.log'"
        yield "app", f"ssh {host} 'sudo journalctl -u api -n 40 --no-pager'"


PAUSE = 6 * STEP
"""Time between two looks when par is computed."""

"""A session played by lines, as a person would: what the properties are read from."""

import json
from functools import cache
from typing import Any

from incidentgame import bootstrap
from incidentgame.kernel.instant import SECOND, to_datetime
from incidentgame.pack.case import CompiledCase
from incidentgame.session.engine import Engine
from incidentgame.session.observation import Observation

PACK = "api-503"
API = "https://api.shop.example/v1/cart"
ORIGIN = "https://origin-api.shop.example/v1/cart"


@cache
def case_of(fault: str, seed: int) -> CompiledCase:
    """A case, compiled once."""
    return bootstrap.open_case(PACK, fault, seed)


class Played:
    """An engine and its clock. Every line comes five seconds after the one before unless told."""

    def __init__(self, fault: str, seed: int = 3) -> None:
        self.case = case_of(fault, seed)
        self.engine: Engine = bootstrap.engine_for(PACK, self.case)
        self.began = int(self.case.paged_at)

    @property
    def now(self) -> int:
        """The case time in milliseconds."""
        return int(self.engine.now)

    def type(self, line: str, after: float = 5) -> Observation:
        """Play one line; a line that goes wrong inside the game fails the test."""
        at = max(self.now, self.began) + int(after * SECOND)
        seen = self.engine.submit(line, at).observation
        broken = [why for _, why in seen.unanswered if "internal error" in why]
        assert not broken, f"{line}: {broken}"
        return seen

    def text(self, line: str, after: float = 5) -> str:
        """Standard output of a line, without the last newline."""
        return self.type(line, after).stdout.rstrip("\n")

    def lines(self, line: str, after: float = 5) -> list[str]:
        """Standard output of a line by lines."""
        return self.text(line, after).splitlines()

    def json(self, line: str, after: float = 5) -> Any:
        """The document that an `aws` line prints; None when it prints nothing."""
        seen = self.type(line, after)
        assert seen.exit == 0, f"{line}: {seen.stderr}"
        return json.loads(seen.stdout) if seen.stdout.strip() else None

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.type("true", after=seconds)

    def headers(self, url: str, options: str = "", after: float = 5) -> dict[str, str]:
        """What `curl -si` shows: headers by lower-case name, `:status`, `:body`, `:exit`."""
        seen = self.type(f"curl -si {options} {url}", after)
        head, _, body = seen.stdout.replace("\r", "").partition("\n\n")
        first, *rest = head.splitlines() or [""]
        found = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in rest)}
        status = first.split()[1] if len(first.split()) > 1 else "000"
        return {**found, ":status": status, ":body": body, ":exit": str(seen.exit)}

    # ------------------------------------------------------------------ names of things

    def group(self, name: str = "api") -> str:
        """A target group's ARN."""
        query = "--query 'TargetGroups[0].TargetGroupArn' --output text"
        return self.text(f"aws elbv2 describe-target-groups --names {name} {query}", 1)

    def balancer(self) -> str:
        """The load balancer's ARN."""
        query = "--query 'LoadBalancers[0].LoadBalancerArn' --output text"
        return self.text(f"aws elbv2 describe-load-balancers --names shop-web {query}", 1)

    def listener(self) -> str:
        """The ARN of the listener on port 443."""
        query = "--query 'Listeners[?Port==`443`].ListenerArn' --output text"
        return self.text(f"aws elbv2 describe-listeners --load-balancer-arn {self.balancer()} {query}", 1)

    def instances(self) -> dict[str, str]:
        """Private addresses of the group's instances by id."""
        line = (
            "aws ec2 describe-instances --filters Name=tag:Name,Values=shop-api Name=instance-state-name,Values=running "
            "--query 'Reservations[].Instances[].[InstanceId,PrivateIpAddress]' --output text"
        )
        return dict(row.split() for row in self.lines(line, 1))  # type: ignore[misc]  # two words a row

    def security_group(self, name: str) -> str:
        """A security group's id by its name."""
        query = "--query 'SecurityGroups[0].GroupId' --output text"
        return self.text(
            f"aws ec2 describe-security-groups --filters Name=group-name,Values={name} {query}", 1
        )

    def distribution(self) -> str:
        """The distribution's id."""
        return self.text(
            "aws cloudfront list-distributions --query 'DistributionList.Items[0].Id' --output text", 1
        )

    def bucket(self) -> str:
        """The bucket that the access logs go to."""
        return self.text("aws s3 ls | awk '{print $3}' | grep logs", 1)

    # ------------------------------------------------------------------ readings

    def health(self, group: str = "") -> dict[str, tuple[str, str, str]]:
        """(state, reason, description) by instance."""
        found = self.json(f"aws elbv2 describe-target-health --target-group-arn {group or self.group()}", 0)
        return {
            item["Target"]["Id"]: (
                item["TargetHealth"]["State"],
                item["TargetHealth"].get("Reason", ""),
                item["TargetHealth"].get("Description", ""),
            )
            for item in found["TargetHealthDescriptions"]
        }

    def states(self, group: str = "") -> set[str]:
        """The states that targets of a group are in."""
        return {state for state, _, _ in self.health(group).values()}

    def metric(
        self, name: str, dimensions: str, start: int, end: int, space: str = "AWS/ApplicationELB", stat: str = "Sum",
        region: str = "",
    ) -> dict[int, float]:  # fmt: skip
        """Values by minute (milliseconds) of a metric, as get-metric-statistics prints them."""
        where = f"--region {region}" if region else ""
        found = self.json(
            f"aws cloudwatch get-metric-statistics --namespace {space} --metric-name {name} --dimensions {dimensions} "
            f"--start-time {iso(start)} --end-time {iso(end)} --period 60 --statistics {stat} {where}",
            0,
        )
        return {from_iso(point["Timestamp"]): point[stat] for point in found["Datapoints"]}

    def on_balancer(self) -> str:
        """The dimension of the load balancer."""
        return f"Name=LoadBalancer,Value={self.balancer().partition('loadbalancer/')[2]}"

    def on_group(self, name: str = "api") -> str:
        """The dimensions of a target group on the load balancer."""
        group = self.group(name)
        return f"{self.on_balancer()} Name=TargetGroup,Value={group[group.index('targetgroup/') :]}"

    def balancer_log(self, start: int, end: int, through: str = "head -n 50") -> list[str]:
        """What a pipe makes of the load balancer's access log lines of a span of whole five minutes."""
        bucket, file = self.bucket(), f"/tmp/alb{start}.log"
        self.type(f"rm -f {file}", 1)
        for key in self.lines(f"aws s3 ls s3://{bucket}/alb/ --recursive | awk '{{print $4}}'", 1):
            stamp = key.split("_")[-3]
            if any(stamp == f"{to_datetime(at):%Y%m%dT%H%MZ}" for at in range(start + FIVE, end + 1, FIVE)):
                self.type(f"aws s3 cp s3://{bucket}/{key} - | zcat >> {file}", 1)
        return self.lines(f"cat {file} | {through}", 1)

    def edge_log(self, start: int, end: int, through: str = "head -n 50") -> list[str]:
        """What a pipe makes of the distribution's access log lines of a span of whole minutes."""
        bucket, file = self.bucket(), f"/tmp/cf{start}.log"
        hour, before = f"{to_datetime(start):%Y-%m-%d-%H}", f"{to_datetime(start - FIVE):%Y-%m-%d-%H}"
        minutes = "|".join(f"{to_datetime(at):%Y-%m-%d.%H:%M}" for at in range(start, end, 60_000))
        self.type(f"rm -f {file}", 1)
        for row in self.lines(f"aws s3 ls s3://{bucket}/cf/", 1):
            delivered, key = from_iso(f"{row[:10]}T{row[11:19]}+00:00"), row.split()[3]
            if key.split(".")[1] in (hour, before) and start < delivered < end + 40 * 60_000:
                self.type(
                    f"aws s3 cp s3://{bucket}/cf/{key} - | zcat | grep -E '^({minutes})' >> {file}; true", 1
                )
        return self.lines(f"cat {file} | {through}", 1)


FIVE = 300 * SECOND


class BalancerLine:
    """A line of an Application Load Balancer's access log (aws-request-path §3.7)."""

    def __init__(self, line: str) -> None:
        import shlex

        self.fields = shlex.split(line)
        self.at, self.target, self.times = self.fields[1], self.fields[4], self.fields[5:8]
        self.status, self.target_status = self.fields[8], self.fields[9]
        self.request, self.agent, self.group = self.fields[12], self.fields[13], self.fields[16]
        self.rule, self.created, self.actions, self.error = (self.fields[n] for n in (20, 21, 22, 24))


def iso(at: int) -> str:
    """`2026-11-21T01:40:00Z`."""
    return f"{to_datetime(at):%Y-%m-%dT%H:%M:%SZ}"


def from_iso(text: str) -> int:
    """Milliseconds of `2026-11-21T01:40:00+00:00`."""
    from datetime import datetime

    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def minute(at: int) -> int:
    """The beginning of the minute."""
    return at // 60_000 * 60_000


def five(at: int) -> int:
    """The beginning of the five minutes."""
    return at // FIVE * FIVE

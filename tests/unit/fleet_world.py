"""A small world of balancers and machines, and a plain loop that plays controllers over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from incidentgame.api.answer import change_of, handlers
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import parse_iso
from incidentgame.world import kinds
from incidentgame.world.change import Call, Change, Principal
from incidentgame.world.state import Doc, Put, World
from incidentgame.world.view import Account

NOW = parse_iso("2026-03-10T14:00:00Z")
REGION = "eu-west-1"
ELB = f"arn:aws:elasticloadbalancing:{REGION}:123456789012"
BALANCER = f"{ELB}:loadbalancer/app/shop-web/50dc6c495c0c9188"
LISTENER = f"{ELB}:listener/app/shop-web/50dc6c495c0c9188/f2f7dc8efc522ab2"
API = f"{ELB}:targetgroup/api/73e2d6bc24d8a067"
ADMIN = f"{ELB}:targetgroup/admin/1d6bc24d8a06773e"
SPARE = f"{ELB}:targetgroup/spare/aaaabbbbccccdddd"
API_RULE = f"{ELB}:listener-rule/app/shop-web/50dc6c495c0c9188/f2f7dc8efc522ab2/0000000000000010"
OLD_RULE = f"{ELB}:listener-rule/app/shop-web/50dc6c495c0c9188/f2f7dc8efc522ab2/0000000000000900"
TEMPLATE = "lt-0123456789abcdef0"
WHO = Principal("oncall", "arn:aws:sts::123456789012:assumed-role/OnCall/oncall", role="OnCall")
IDS = ("i-00000000000000a11", "i-00000000000000a22", "i-00000000000000b11", "i-00000000000000b22")
ADDRESSES = ("10.0.11.35", "10.0.11.36", "10.0.12.35", "10.0.12.36")
ZONES = {"a": "subnet-app-a", "b": "subnet-app-b", "c": "subnet-app-c", "d": "subnet-app-d"}

ACCOUNT = Account("123456789012", REGION, NOW - 86_400_000)


@dataclass(frozen=True)
class FleetView:
    """What handlers and controllers may read; the ledger is a plain tuple."""

    world: World
    now: int = NOW
    changes: tuple[Change, ...] = ()
    dice: Dice = field(default_factory=lambda: Dice(7))
    account: Account = ACCOUNT
    traffic: Any = None

    def world_at(self, at: int) -> World:
        return self.world

    def worlds(self, start: int, end: int) -> Sequence[tuple[int, World]]:
        return [(start, self.world)]

    def with_change(self, change: Change) -> "FleetView":
        return replace(self, world=self.world.edited(change.edits), changes=(*self.changes, change))


def call(
    view: FleetView,
    service: str,
    operation: str,
    region: str | None = None,
    request: dict[str, Any] | None = None,
    **members: Any,
) -> tuple[FleetView, Any]:
    """Perform a call: the view after it, and the response."""
    asked = Call(service, operation, {**(request or {}), **members}, WHO, region or REGION)
    given = handlers(service)[operation](view, asked)
    return view.with_change(change_of(view, asked, given, "player")), given.response


def play(view: FleetView, controllers: Sequence[Any], until: int) -> FleetView:
    """Let the controllers and pending edits act up to an instant."""
    for _ in range(5_000):
        agenda: list[tuple[int, Callable[[FleetView], FleetView]]] = []
        for id, doc in view.world.table(kinds.PENDING).items():
            agenda.append((doc["due"], lambda v, id=id: _apply(v, id)))
        for controller in controllers:
            due = controller.due(view)
            if due is not None:
                assert due >= view.now, "a controller looks back"
                agenda.append((due, lambda v, c=controller: _act(v, c)))
        at, what = min(agenda, key=lambda entry: entry[0], default=(until + 1, lambda v: v))
        if at > until:
            return replace(view, now=until)
        view = what(replace(view, now=at))
    raise AssertionError("a controller does not move on")


def _act(view: FleetView, controller: Any) -> FleetView:
    for change in controller.act(view):
        view = view.with_change(change)
    return view


def _apply(view: FleetView, id: str) -> FleetView:
    pending = view.world.get(kinds.PENDING, id)
    world = view.world.edited(tuple(pending["edits"]))
    tables = {**world.tables, kinds.PENDING: {k: d for k, d in world.table(kinds.PENDING).items() if k != id}}
    return replace(view, world=World(tables))


def instance(id: str, zone: str, address: str, state: str = "running") -> Doc:
    code = {"running": 16, "stopped": 80, "terminated": 48}[state]
    return {
        "InstanceId": id,
        "InstanceType": "t3.medium",
        "State": {"Code": code, "Name": state},
        "PrivateIpAddress": address,
        "Placement": {"AvailabilityZone": f"{REGION}{zone}"},
        "SubnetId": ZONES[zone],
        "VpcId": "vpc-1",
        "LaunchTime": NOW - 5 * 86_400_000,
        "ImageId": "ami-0abc",
        "SecurityGroups": [{"GroupId": "sg-app", "GroupName": "app"}],
        "Tags": [{"Key": "Name", "Value": "shop-api"}],
        "sim": {"host": id},
    }


def target(group: str, id: str, health: Doc | None = None) -> Doc:
    return {
        "Target": {"Id": id, "Port": 80},
        "HealthCheckPort": "80",
        "TargetHealth": health or {"State": "healthy"},
        "sim": {"group": group},
    }


def target_group(arn: str) -> Doc:
    return {
        "TargetGroupArn": arn,
        "TargetGroupName": arn.split("/")[1],
        "Protocol": "HTTP",
        "Port": 80,
        "VpcId": "vpc-1",
        "HealthCheckProtocol": "HTTP",
        "HealthCheckPort": "traffic-port",
        "HealthCheckEnabled": True,
        "HealthCheckIntervalSeconds": 30,
        "HealthCheckTimeoutSeconds": 5,
        "HealthyThresholdCount": 5,
        "UnhealthyThresholdCount": 2,
        "HealthCheckPath": "/healthz",
        "Matcher": {"HttpCode": "200"},
        "TargetType": "instance",
        "ProtocolVersion": "HTTP1",
        "IpAddressType": "ipv4",
        "sim": {"attributes": {}},
    }


def forward(group: str) -> Doc:
    return {"Type": "forward", "TargetGroupArn": group}


def rule(arn: str, priority: int, pattern: str, action: Doc) -> Doc:
    return {
        "RuleArn": arn,
        "Priority": str(priority),
        "Conditions": [{"Field": "path-pattern", "Values": [pattern]}],
        "Actions": [action],
        "IsDefault": False,
        "sim": {"listener": LISTENER},
    }


NGINX = "events {}\nhttp { server { listen 80; location / { return 200 ok; } } }\n"
FIXED: Doc = {
    "Type": "fixed-response",
    "FixedResponseConfig": {"MessageBody": "back soon", "StatusCode": "503", "ContentType": "text/plain"},
}


def fleet(health_check_type: str = "EC2") -> World:
    """Four instances in two of four zones behind an ALB, in a scaling group."""
    spots = list(zip(IDS, "aabb", ADDRESSES, strict=True))
    puts = [Put(kinds.INSTANCE, id, instance(id, zone, address)) for id, zone, address in spots]
    puts += [Put(kinds.TARGET, f"{API}|{id}|80", target(API, id)) for id in IDS]
    puts += [Put(kinds.TARGET_GROUP, arn, target_group(arn)) for arn in (API, ADMIN, SPARE)]
    puts += [Put(kinds.SUBNET, id, _subnet(id, zone, 11 + n)) for n, (zone, id) in enumerate(ZONES.items())]
    public = {zone: f"subnet-public-{zone}" for zone in ZONES}
    puts += [Put(kinds.SUBNET, id, _subnet(id, zone, 1 + n)) for n, (zone, id) in enumerate(public.items())]
    puts += [Put(kinds.SECURITY_GROUP, id, {"GroupId": id, "GroupName": id}) for id in ("sg-alb", "sg-app")]
    puts += [
        Put(kinds.LOAD_BALANCER, BALANCER, _balancer()),
        Put(kinds.LISTENER, LISTENER, _listener()),
        Put(kinds.RULE, API_RULE, rule(API_RULE, 10, "/v1/*", forward(API))),
        Put(kinds.RULE, OLD_RULE, rule(OLD_RULE, 900, "/*", FIXED)),
        Put(kinds.SCALING_GROUP, "shop-api", scaling_group(health_check_type)),
        Put(kinds.LAUNCH_TEMPLATE, TEMPLATE, _launch_template()),
        Put(kinds.HOST, "template:api", _host_template()),
        Put(kinds.UNIT, "template:api|nginx.service", {"Unit": "nginx.service", "EnabledState": "enabled"}),
        Put(kinds.FILE, "role:api|/etc/nginx/nginx.conf", {"Content": NGINX, "Mode": "0644"}),
    ]
    puts += [Put(kinds.HOST, id, {"Role": "api", "PrivateIp": address}) for id, _, address in spots]
    return World().edited(tuple(puts))


def _subnet(id: str, zone: str, third: int) -> Doc:
    return {
        "SubnetId": id,
        "VpcId": "vpc-1",
        "AvailabilityZone": f"{REGION}{zone}",
        "CidrBlock": f"10.0.{third}.0/24",
    }


def _balancer() -> Doc:
    zones = [{"ZoneName": f"{REGION}{z}", "SubnetId": f"subnet-public-{z}"} for z in "ab"]
    return {
        "LoadBalancerArn": BALANCER,
        "DNSName": "shop-web-1234567890.eu-west-1.elb.amazonaws.com",
        "CanonicalHostedZoneId": "Z32O12XQLNTSW2",
        "CreatedTime": NOW - 90 * 86_400_000,
        "LoadBalancerName": "shop-web",
        "Scheme": "internet-facing",
        "VpcId": "vpc-1",
        "State": {"Code": "active"},
        "Type": "application",
        "AvailabilityZones": zones,
        "SecurityGroups": ["sg-alb"],
        "IpAddressType": "ipv4",
        "sim": {"attributes": {}},
    }


def _listener() -> Doc:
    return {
        "ListenerArn": LISTENER,
        "LoadBalancerArn": BALANCER,
        "Port": 443,
        "Protocol": "HTTPS",
        "Certificates": [{"CertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/1"}],
        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "DefaultActions": [forward(ADMIN)],
    }


def scaling_group(health_check_type: str) -> Doc:
    template = {"LaunchTemplateId": TEMPLATE, "LaunchTemplateName": "shop-api", "Version": "$Latest"}
    members = [
        {
            "InstanceId": id,
            "InstanceType": "t3.medium",
            "AvailabilityZone": f"{REGION}{'a' if n < 2 else 'b'}",
            "LifecycleState": "InService",
            "HealthStatus": "Healthy",
            "LaunchTemplate": {**template, "Version": "3"},
            "ProtectedFromScaleIn": False,
        }
        for n, id in enumerate(IDS)
    ]
    return {
        "AutoScalingGroupName": "shop-api",
        "AutoScalingGroupARN": f"arn:aws:autoscaling:{REGION}:123456789012:autoScalingGroup:u:autoScalingGroupName/shop-api",
        "LaunchTemplate": template,
        "MinSize": 2,
        "MaxSize": 8,
        "DesiredCapacity": 4,
        "DefaultCooldown": 300,
        "AvailabilityZones": [f"{REGION}a", f"{REGION}b"],
        "LoadBalancerNames": [],
        "TargetGroupARNs": [API],
        "HealthCheckType": health_check_type,
        "HealthCheckGracePeriod": 60,
        "Instances": members,
        "CreatedTime": NOW - 90 * 86_400_000,
        "SuspendedProcesses": [],
        "VPCZoneIdentifier": "subnet-app-a,subnet-app-b",
        "EnabledMetrics": [],
        "Tags": [],
        "TerminationPolicies": ["Default"],
        "NewInstancesProtectedFromScaleIn": False,
        "ServiceLinkedRoleARN": "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        "sim": {},
    }


def _launch_template() -> Doc:
    data = {"ImageId": "ami-0abc", "InstanceType": "t3.medium", "SecurityGroupIds": ["sg-app"]}
    version = {
        "LaunchTemplateId": TEMPLATE,
        "LaunchTemplateName": "shop-api",
        "VersionNumber": 3,
        "CreateTime": NOW - 9 * 86_400_000,
        "CreatedBy": "arn:aws:iam::123456789012:role/image-pipeline",
        "DefaultVersion": True,
        "LaunchTemplateData": data,
    }
    return {
        "LaunchTemplateId": TEMPLATE,
        "LaunchTemplateName": "shop-api",
        "CreateTime": NOW - 90 * 86_400_000,
        "CreatedBy": "arn:aws:iam::123456789012:role/image-pipeline",
        "DefaultVersionNumber": 3,
        "LatestVersionNumber": 3,
        "sim": {"versions": [version], "role": "api"},
    }


def _host_template() -> Doc:
    return {"Hostname": "", "Role": "api", "Distribution": "debian-12", "Cpus": 2, "MemoryMiB": 3900}

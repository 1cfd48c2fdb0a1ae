"""A small shop on the network: zone, edge, balancer, VPC of two zones, hosts, database; and a bench on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, HOUR, parse_iso
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import NotFound
from incidentgame.world import kinds
from incidentgame.world.change import Call, Change, Principal
from incidentgame.world.state import Doc, Drop, Edit, Put, World
from incidentgame.world.view import Account

NOW = parse_iso("2026-03-10T14:07:00Z")
REGION = "eu-west-1"
ACCOUNT = "123456789012"
ZONE = "Z0123456789SHOP"
EDGE_NAME = "d111111abcdef8.cloudfront.net"
DISTRIBUTION = "E1EXAMPLE"
BALANCER = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/shop-web/50dc6c495c0c9188"
BALANCER_NAME = "shop-web-1234567890.eu-west-1.elb.amazonaws.com"
VIEWER_CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/viewer"
ORIGIN_CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/origin"
WEB = "i-00000000000000a11"
SERVERS = ("ns-1.awsdns-00.com.", "ns-2.awsdns-01.net.", "ns-3.awsdns-02.org.", "ns-4.awsdns-03.co.uk.")
WHO = Principal("oncall", f"arn:aws:sts::{ACCOUNT}:assumed-role/OnCall/oncall", role="OnCall")


@dataclass(frozen=True)
class NetView:
    """A view whose past is a list of (instant, world); the last one is now."""

    spans: tuple[tuple[int, World], ...]
    now: int = NOW
    changes: tuple[Change, ...] = ()
    dice: Dice = field(default_factory=lambda: Dice(7))
    account: Account = field(default_factory=lambda: Account(ACCOUNT, REGION, NOW - 2 * DAY))
    traffic: Any = None

    @property
    def world(self) -> World:
        return self.world_at(self.now)

    def world_at(self, at: int) -> World:
        return next((w for since, w in reversed(self.spans) if since <= at), self.spans[0][1])

    def worlds(self, start: int, end: int) -> Sequence[tuple[int, World]]:
        first = max((i for i, (since, _) in enumerate(self.spans) if since <= start), default=0)
        return [span for i, span in enumerate(self.spans) if i >= first and span[0] < end]

    def edited(self, at: int, *edits: Edit) -> "NetView":
        """The view after a change at an instant, which must be later than all before."""
        return replace(self, spans=(*self.spans, (at, self.spans[-1][1].edited(edits))))

    def at(self, now: int) -> "NetView":
        return replace(self, now=now)


def view(*edits: Edit) -> NetView:
    """The shop in peace, with edits made before its history begins."""
    return NetView(((NOW - 2 * DAY, shop().edited(edits)),))


def call(
    seen: NetView, service: str, operation: str, region: str = REGION, **request: Any
) -> tuple[NetView, Any]:
    """Perform a call: the view after it, and the response."""
    from incidentgame.api.answer import handlers

    given = handlers(service)[operation](seen, Call(service, operation, request, WHO, region))
    after = seen.edited(seen.now, *given.edits) if given.edits else seen
    return after, given.response


class NetBench:
    """A bench for one host of a view: waits add up, files are a dict."""

    def __init__(self, seen: NetView, host: str = "laptop") -> None:
        self.view, self.host, self.user = seen, host, "oncall"
        self.waited = 0
        self.store: dict[str, bytes] = {}
        self.missing: list[str] = []
        self.files = self
        self.replies: list[Any] = []
        self.requests: list[Any] = []

    def wait(self, duration: int, why: str = "") -> None:
        self.waited += duration
        self.view = self.view.at(self.view.now + duration)

    def read(self, path: str) -> bytes:
        if path not in self.store:
            raise NotFound(path)
        return self.store[path]

    def write(self, path: str, data: bytes, append: bool = False) -> None:
        self.store[path] = data

    def unanswered(self, line: str, reason: str) -> None:
        self.missing.append(line)

    def send(self, request: Any) -> Any:
        self.requests.append(request)
        walk = self.replies.pop(0)(request, self.view.now)
        self.wait(walk.total_ms)
        return walk


def run(command: Any, bench: Any, line: str, stdin: bytes = b"") -> Outcome:
    """Run a command line (words split as a shell would)."""
    import shlex

    name, *argv = shlex.split(line)
    return command(Invocation(name, tuple(argv), stdin, bool(stdin), {}, "/home/oncall", "oncall"), bench)


def record(name: str, rtype: str, *values: str, ttl: int = 300) -> Put:
    doc = {"Name": name, "Type": rtype, "TTL": ttl, "ResourceRecords": [{"Value": v} for v in values]}
    return Put(kinds.RECORD, f"{ZONE}|{name}|{rtype}", doc)


def alias(name: str, rtype: str, target: str, zone: str) -> Put:
    pointed = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": False}
    return Put(kinds.RECORD, f"{ZONE}|{name}|{rtype}", {"Name": name, "Type": rtype, "AliasTarget": pointed})


def drop_record(name: str, rtype: str) -> Drop:
    return Drop(kinds.RECORD, f"{ZONE}|{name}|{rtype}")


def group(id: str, name: str, *permissions: Doc) -> Put:
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    doc = {
        "GroupId": id,
        "GroupName": name,
        "Description": name,
        "VpcId": "vpc-1",
        "OwnerId": ACCOUNT,
        "IpPermissions": list(permissions),
        "IpPermissionsEgress": [everything],
    }
    return Put(kinds.SECURITY_GROUP, id, doc)


def tcp(port: int, **source: Any) -> Doc:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}


def from_group(id: str) -> Mapping[str, Any]:
    return {"UserIdGroupPairs": [{"GroupId": id, "UserId": ACCOUNT}]}


def from_block(cidr: str) -> Mapping[str, Any]:
    return {"IpRanges": [{"CidrIp": cidr}]}


def subnet(id: str, cidr: str, zone: str, name: str) -> Put:
    doc = {
        "SubnetId": id,
        "VpcId": "vpc-1",
        "CidrBlock": cidr,
        "AvailabilityZone": f"{REGION}{zone}",
        "State": "available",
        "Tags": [{"Key": "Name", "Value": name}],
    }
    return Put(kinds.SUBNET, id, doc)


def table(id: str, subnets: Sequence[str], *routes: Doc) -> Put:
    local = {
        "DestinationCidrBlock": "10.0.0.0/16",
        "GatewayId": "local",
        "Origin": "CreateRouteTable",
        "State": "active",
    }
    links = [
        {"SubnetId": s, "RouteTableId": id, "RouteTableAssociationId": f"rtbassoc-{s}", "Main": False}
        for s in subnets
    ]
    return Put(
        kinds.ROUTE_TABLE,
        id,
        {"RouteTableId": id, "VpcId": "vpc-1", "Associations": links, "Routes": [local, *routes]},
    )


def host(
    id: str, address: str, role: str, subnet: str = "", groups: Sequence[str] = (), public: str = ""
) -> Put:
    doc = {
        "Hostname": f"ip-{address.replace('.', '-')}",
        "PrivateIp": address,
        "PublicIp": public,
        "Role": role,
        "Subnet": subnet,
        "SecurityGroups": list(groups),
        "BootedAt": NOW - 5 * DAY,
    }
    return Put(kinds.HOST, id, doc)


def acl(id: str, subnets: Sequence[str], *entries: Doc, default: bool = False) -> Put:
    links = [{"NetworkAclAssociationId": f"aclassoc-{s}", "NetworkAclId": id, "SubnetId": s} for s in subnets]
    doc = {
        "NetworkAclId": id,
        "VpcId": "vpc-1",
        "IsDefault": default,
        "Associations": links,
        "Entries": list(entries),
    }
    return Put(kinds.NETWORK_ACL, id, doc)


def entry(
    number: int, action: str, *, egress: bool = False, cidr: str = "0.0.0.0/0", ports: Any = None
) -> Doc:
    limited = (
        {"Protocol": "6", "PortRange": {"From": ports[0], "To": ports[1]}} if ports else {"Protocol": "-1"}
    )
    return {"RuleNumber": number, "RuleAction": action, "Egress": egress, "CidrBlock": cidr, **limited}


def shop() -> World:
    return World().edited((*_names(), *_front(), *_network(), *_machines()))


def _names() -> list[Put]:
    zone = {
        "Id": f"/hostedzone/{ZONE}",
        "Name": "shop.example.",
        "CallerReference": "1",
        "Config": {"PrivateZone": False},
    }
    soa = "ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"
    return [
        Put(kinds.ZONE, ZONE, zone),
        record("shop.example.", "NS", *SERVERS, ttl=172_800),
        record("shop.example.", "SOA", soa, ttl=900),
        record("shop.example.", "MX", "10 mail.shop.example", ttl=300),
        alias("api.shop.example.", "A", EDGE_NAME, "Z2FDTNDATAQYW2"),
        alias("api.shop.example.", "AAAA", EDGE_NAME, "Z2FDTNDATAQYW2"),
        alias("origin-api.shop.example.", "A", f"dualstack.{BALANCER_NAME}", "Z32O12XQLNTSW2"),
        record("bastion.shop.example.", "A", "203.0.113.20"),
        record("www2.shop.example.", "CNAME", "api.shop.example", ttl=120),
        record("status.shop.example.", "TXT", '"v=1"'),
    ]


def _front() -> list[Put]:
    config = {
        "Aliases": {"Quantity": 1, "Items": ["api.shop.example"]},
        "ViewerCertificate": {"ACMCertificateArn": VIEWER_CERTIFICATE},
    }
    zones = [{"ZoneName": f"{REGION}{z}", "SubnetId": f"subnet-public-{z}"} for z in "ab"]
    balancer = {
        "LoadBalancerArn": BALANCER,
        "DNSName": BALANCER_NAME,
        "CanonicalHostedZoneId": "Z32O12XQLNTSW2",
        "LoadBalancerName": "shop-web",
        "Scheme": "internet-facing",
        "AvailabilityZones": zones,
        "SecurityGroups": ["sg-alb"],
        "VpcId": "vpc-1",
        "sim": {"nodes": {"subnet-public-a": "10.0.1.10", "subnet-public-b": "10.0.2.10"}},
    }
    distribution = {"Id": DISTRIBUTION, "DomainName": EDGE_NAME, "DistributionConfig": config, "sim": {}}
    listeners = [
        {
            "ListenerArn": f"l{port}",
            "LoadBalancerArn": BALANCER,
            "Port": port,
            "Protocol": protocol,
            "Certificates": certificates,
        }
        for port, protocol, certificates in (
            (80, "HTTP", []),
            (443, "HTTPS", [{"CertificateArn": ORIGIN_CERTIFICATE}]),
        )
    ]
    return [
        Put(kinds.DISTRIBUTION, DISTRIBUTION, distribution),
        Put(kinds.LOAD_BALANCER, BALANCER, balancer),
        *(Put(kinds.LISTENER, doc["ListenerArn"], doc) for doc in listeners),
        certificate(VIEWER_CERTIFICATE, "api.shop.example"),
        certificate(ORIGIN_CERTIFICATE, "origin-api.shop.example"),
    ]


def certificate(arn: str, *names: str, ends: int = NOW + 200 * DAY, **members: Any) -> Put:
    doc = {
        "CertificateArn": arn,
        "DomainName": names[0],
        "SubjectAlternativeNames": list(names),
        "Status": "ISSUED",
        "Type": "AMAZON_ISSUED",
        "NotBefore": NOW - 100 * DAY,
        "NotAfter": ends,
        "InUseBy": [],
        **members,
    }
    return Put(kinds.CERTIFICATE, arn, doc)


def _network() -> list[Put]:
    internet = {
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": "igw-1",
        "Origin": "CreateRoute",
        "State": "active",
    }
    nat = {
        "DestinationCidrBlock": "0.0.0.0/0",
        "NatGatewayId": "nat-1",
        "Origin": "CreateRoute",
        "State": "active",
    }
    attached = [{"VpcId": "vpc-1", "State": "available"}]
    address = [{"PublicIp": "203.0.113.30", "PrivateIp": "10.0.1.40"}]
    listed = {"PrefixListIds": [{"PrefixListId": "pl-edge"}]}
    edge_list = {
        "PrefixListId": "pl-edge",
        "PrefixListName": "com.amazonaws.global.cloudfront.origin-facing",
        "OwnerId": "AWS",
        "sim": {"entries": ["192.0.2.240/28"]},
    }
    return [
        Put(
            kinds.VPC,
            "vpc-1",
            {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "State": "available", "IsDefault": False},
        ),
        *(subnet(f"subnet-public-{z}", f"10.0.{n}.0/24", z, f"public-{z}") for n, z in ((1, "a"), (2, "b"))),
        *(subnet(f"subnet-app-{z}", f"10.0.{n}.0/24", z, f"app-{z}") for n, z in ((11, "a"), (12, "b"))),
        *(subnet(f"subnet-data-{z}", f"10.0.{n}.0/24", z, f"data-{z}") for n, z in ((21, "a"), (22, "b"))),
        Put(kinds.INTERNET_GATEWAY, "igw-1", {"InternetGatewayId": "igw-1", "Attachments": attached}),
        Put(
            kinds.NAT_GATEWAY,
            "nat-1",
            {
                "NatGatewayId": "nat-1",
                "State": "available",
                "SubnetId": "subnet-public-a",
                "VpcId": "vpc-1",
                "NatGatewayAddresses": address,
            },
        ),
        table("rtb-public", ["subnet-public-a", "subnet-public-b"], internet),
        table("rtb-app", ["subnet-app-a", "subnet-app-b", "subnet-data-a", "subnet-data-b"], nat),
        acl("acl-all", [], entry(100, "allow"), entry(100, "allow", egress=True), default=True),
        Put(kinds.PREFIX_LIST, "pl-edge", edge_list),
        group("sg-alb", "alb", tcp(443, **listed), tcp(80, **from_block("0.0.0.0/0"))),
        group("sg-app", "app", tcp(80, **from_group("sg-alb")), tcp(22, **from_group("sg-bastion"))),
        group("sg-db", "db", tcp(5432, **from_group("sg-app"))),
        group("sg-bastion", "bastion", tcp(22, **from_block("0.0.0.0/0"))),
    ]


def _machines() -> list[Put]:
    cluster = {
        "DBClusterIdentifier": "shop-db",
        "Endpoint": "shop-db.cluster-abc.eu-west-1.rds.amazonaws.com",
        "ReaderEndpoint": "shop-db.cluster-ro-abc.eu-west-1.rds.amazonaws.com",
        "DBClusterMembers": [
            {"DBInstanceIdentifier": "shop-db-1", "IsClusterWriter": True},
            {"DBInstanceIdentifier": "shop-db-2", "IsClusterWriter": False},
        ],
    }
    database = {
        f"shop-db-{n}": {
            "DBInstanceIdentifier": f"shop-db-{n}",
            "DBClusterIdentifier": "shop-db",
            "AvailabilityZone": f"{REGION}{zone}",
            "DBInstanceStatus": "available",
            "Endpoint": {"Address": f"shop-db-{n}.abc.eu-west-1.rds.amazonaws.com", "Port": 5432},
            "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-db", "Status": "active"}],
        }
        for n, zone in ((1, "a"), (2, "b"))
    }
    nginx = "events {}\nhttp { server { listen 80; location / { return 200 'ok'; } } }\n"
    running = {
        "Unit": "nginx.service",
        "ActiveState": "active",
        "sim": {"files": {"/etc/nginx/nginx.conf": nginx}},
    }
    app = {
        "Unit": "api.service",
        "ActiveState": "active",
        "ExecStart": "/opt/api/venv/bin/gunicorn --bind 127.0.0.1:8000 app:app",
    }
    return [
        host("laptop", "192.168.1.23", "laptop"),
        host("bastion", "10.0.1.20", "bastion", "subnet-public-a", ["sg-bastion"], "203.0.113.20"),
        host(WEB, "10.0.11.35", "api", "subnet-app-a", ["sg-app"]),
        Put(kinds.UNIT, f"{WEB}|nginx.service", running),
        Put(kinds.UNIT, f"{WEB}|api.service", app),
        Put(kinds.DB_CLUSTER, "shop-db", cluster),
        *(Put(kinds.DB_INSTANCE, id, doc) for id, doc in database.items()),
    ]


__all__ = ["HOUR", "NOW", "NetBench", "NetView", "call", "run", "shop", "view"]

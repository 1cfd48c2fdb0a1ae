"""CloudTrail's view of the ledger: which changes are events, when they arrive, and the record of each.

Event history holds management events only, by Region, about five minutes late (aws-request-path §8.1,
api-503-aws §6). Who did what is the ledger's; the casing of a record is in `casing`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import HOUR, MINUTE, SECOND, Instant, iso
from incidentgame.world import kinds
from incidentgame.world.change import Change, Principal
from incidentgame.world.view import View
from incidentgame.world.watching.casing import request_parameters, response_elements

HISTORY = 90 * 24 * HOUR
_SOONEST, _LATEST = 4 * MINUTE, 6 * MINUTE + 30 * SECOND
_API_VERSIONS = {
    "elasticloadbalancing.amazonaws.com": "2015-12-01",
    "cloudfront.amazonaws.com": "2020_05_31",
    "route53.amazonaws.com": "2013-04-01",
    "lambda.amazonaws.com": "20150331",
}
_RESOURCE_TYPES = {
    "targetGroupArn": "AWS::ElasticLoadBalancingV2::TargetGroup",
    "loadBalancerArn": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "listenerArn": "AWS::ElasticLoadBalancingV2::Listener",
    "ruleArn": "AWS::ElasticLoadBalancingV2::ListenerRule",
    "autoScalingGroupName": "AWS::AutoScaling::AutoScalingGroup",
    "launchTemplateId": "AWS::EC2::LaunchTemplate",
    "groupId": "AWS::EC2::SecurityGroup",
    "networkAclId": "AWS::EC2::NetworkAcl",
    "routeTableId": "AWS::EC2::RouteTable",
    "hostedZoneId": "AWS::Route53::HostedZone",
    "dBInstanceIdentifier": "AWS::RDS::DBInstance",
    "dBClusterIdentifier": "AWS::RDS::DBCluster",
    "distributionId": "AWS::CloudFront::Distribution",
}
"""House rule: which parameters name a resource in an event's Resources list (§9: UNVERIFIED)."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of Event history."""

    id: str
    change: Change
    resources: tuple[tuple[str, str], ...]

    @property
    def user(self) -> str:
        """What lookup-events shows as Username; empty for a service."""
        return self.change.principal.username


def events(view: View, region: str, start: Instant, end: Instant) -> Iterator[Event]:
    """The delivered events of a Region with start ≤ time ≤ end, newest first."""
    oldest = max(start, view.now - HISTORY)
    for index in range(len(view.changes) - 1, -1, -1):
        change = view.changes[index]
        if change.at < oldest:
            return
        if change.recorded == "management" and change.region == region and change.at <= end:
            id = view.dice.uuid("trail", index, change.at)
            if change.at + _delay(view, id) <= view.now:
                yield Event(id, change, _resources(change))


def _delay(view: View, id: str) -> int:
    return view.dice.between(_SOONEST, _LATEST, "trail-delay", id)


def _resources(change: Change) -> tuple[tuple[str, str], ...]:
    if change.read_only:
        return ()
    found = [
        (_RESOURCE_TYPES[key], str(value))
        for key, value in request_parameters(change).items()
        if key in _RESOURCE_TYPES and isinstance(value, str)
    ]
    return tuple(found)


def record(view: View, event: Event) -> str:
    """The event as the JSON text of CloudTrailEvent (aws-request-path §8.1, api-503-aws §5)."""
    return json.dumps(document(view, event), separators=(",", ":"), ensure_ascii=False)


def document(view: View, event: Event) -> dict[str, Any]:
    """The event's record."""
    change = event.change
    request_id = view.dice.uuid("request", event.id)
    found: dict[str, Any] = {
        "eventVersion": "1.11",
        "userIdentity": identity(view, change.principal, change.at),
        "eventTime": iso(change.at),
        "eventSource": change.source,
        "eventName": change.action,
        "awsRegion": change.region,
        "sourceIPAddress": _source(view, change.principal),
        "userAgent": change.principal.user_agent or change.principal.invoked_by or _default_agent(change),
        **_error(change),
        "requestParameters": request_parameters(change) or None,
        "responseElements": response_elements(change, request_id),
        "requestID": request_id,
        "eventID": event.id,
        "readOnly": change.read_only,
        "eventType": "AwsApiCall",
        **_version(change),
        "managementEvent": True,
        "recipientAccountId": view.account.id,
        "eventCategory": "Management",
    }
    return {**found, **_tls(change)}


def _version(change: Change) -> dict[str, str]:
    return {"apiVersion": _API_VERSIONS[change.source]} if change.source in _API_VERSIONS else {}


def _tls(change: Change) -> dict[str, Any]:
    if change.principal.invoked_by:
        return {}
    service = change.source.removesuffix(".amazonaws.com")
    host = (
        f"{service}.amazonaws.com"
        if change.region == "us-east-1"
        else f"{service}.{change.region}.amazonaws.com"
    )
    details = {
        "tlsVersion": "TLSv1.3",
        "cipherSuite": "TLS_AES_128_GCM_SHA256",
        "clientProvidedHostHeader": host,
    }
    return {"tlsDetails": details}


def _error(change: Change) -> dict[str, str]:
    if change.error is None:
        return {}
    code, message = change.error
    prefix = "Client." if change.source == "ec2.amazonaws.com" else ""
    return {"errorCode": f"{prefix}{code}", "errorMessage": message}


def _source(view: View, principal: Principal) -> str:
    return (
        principal.source_ip
        or principal.invoked_by
        or view.dice.ipv4("198.51.100", "source-ip", principal.arn)
    )


def _default_agent(change: Change) -> str:
    return (
        "aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.7 "
        f"md/pyimpl#CPython cfg/retry-mode#standard md/command#{change.source.split('.')[0]}"
    )


def access_key(view: View, principal: Principal, at: Instant) -> str:
    """A session's temporary key id: one per principal and hour; empty for a service."""
    if principal.kind == "AWSService":
        return ""
    prefix = "ASIA" if principal.kind == "AssumedRole" else "AKIA"
    return prefix + view.dice.upper36(16, "access-key", principal.arn, at // HOUR)


def role_unique_id(view: View, role: str) -> str:
    """The AROA… id of a role, the one IAM shows; by the dice for a role IAM does not list."""
    doc = view.world.find(kinds.ROLE, role)
    return str(doc["RoleId"]) if doc else "AROA" + view.dice.upper36(17, "role-id", role)


def identity(view: View, principal: Principal, at: Instant) -> dict[str, Any]:
    """userIdentity (api-503-aws §5.4, §3.7)."""
    if principal.kind == "AWSService":
        return {
            "type": "AWSService",
            "invokedBy": principal.invoked_by or "AWS Internal",
        }
    role_id = role_unique_id(view, principal.role)
    found: dict[str, Any] = {
        "type": principal.kind,
        "principalId": f"{role_id}:{principal.username}",
        "arn": principal.arn,
        "accountId": view.account.id,
        "accessKeyId": access_key(view, principal, at),
    }
    if principal.kind != "AssumedRole":
        return {
            **found,
            "principalId": "AIDA" + role_id[4:],
            "userName": principal.username,
        }
    found["sessionContext"] = {
        "sessionIssuer": _issuer(view, principal, role_id),
        "attributes": {
            "creationDate": iso(at - at % HOUR),
            "mfaAuthenticated": "false",
        },
    }
    return {
        **found,
        **({"invokedBy": principal.invoked_by} if principal.invoked_by else {}),
    }


def _issuer(view: View, principal: Principal, role_id: str) -> dict[str, str]:
    role = principal.role or principal.arn.split("/")[1] if "/" in principal.arn else principal.role
    path = "/"
    if role.startswith("AWSServiceRoleFor") and principal.invoked_by:
        path = f"/aws-service-role/{principal.invoked_by}/"
    return {
        "type": "Role",
        "principalId": role_id,
        "arn": f"arn:aws:iam::{view.account.id}:role{path}{role}",
        "accountId": view.account.id,
        "userName": role,
    }

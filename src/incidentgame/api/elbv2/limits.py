"""Account limits, TLS policies, reserved capacity: what does not depend on the incident."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.elbv2.lookup import find, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.view import View

_LIMITS = {
    "target-groups": "3000",
    "targets-per-application-load-balancer": "1000",
    "listeners-per-application-load-balancer": "50",
    "rules-per-application-load-balancer": "100",
    "network-load-balancers": "50",
    "targets-per-network-load-balancer": "3000",
    "application-load-balancers": "50",
    "target-groups-per-application-load-balancer": "100",
    "certificates-per-application-load-balancer": "25",
    "condition-values-per-alb-rule": "5",
    "condition-wildcards-per-alb-rule": "6",
}

_TLS13 = ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")
_TLS12 = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
)
_POLICIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ELBSecurityPolicy-2016-08": (("TLSv1", "TLSv1.1", "TLSv1.2"), _TLS12),
    "ELBSecurityPolicy-TLS13-1-2-2021-06": (("TLSv1.2", "TLSv1.3"), (*_TLS13, *_TLS12)),
    "ELBSecurityPolicy-TLS13-1-3-2021-06": (("TLSv1.3",), _TLS13),
}


def describe_account_limits(view: View, call: Call) -> Answer:
    """The limits of the account in this Region."""
    limits = [{"Name": name, "Max": most} for name, most in _LIMITS.items()]
    items, token = paginate(limits, call.request, "PageSize", "Marker")
    return Answer(page("Limits", items, token, "NextMarker"))


def describe_ssl_policies(view: View, call: Call) -> Answer:
    """The TLS policies this world's listeners use, or those named."""
    names = call.request.get("Names") or list(_POLICIES)
    for name in names:
        if name not in _POLICIES:
            raise ApiError("SSLPolicyNotFound", f"SSL policy '{name}' not found")
    policies = [
        {
            "SslProtocols": list(_POLICIES[name][0]),
            "Ciphers": [{"Name": cipher, "Priority": n + 1} for n, cipher in enumerate(_POLICIES[name][1])],
            "Name": name,
            "SupportedLoadBalancerTypes": ["application", "network"],
        }
        for name in names
    ]
    items, token = paginate(policies, call.request, "PageSize", "Marker")
    return Answer(page("SslPolicies", items, token, "NextMarker"))


def describe_capacity_reservation(view: View, call: Call) -> Answer:
    """Nobody reserved capacity."""
    find(view.world, kinds.LOAD_BALANCER, required(call.request, "LoadBalancerArn"))
    return Answer({"CapacityReservationState": []})


HANDLERS: Mapping[str, Handler] = {
    "DescribeAccountLimits": describe_account_limits,
    "DescribeCapacityReservation": describe_capacity_reservation,
    "DescribeSSLPolicies": describe_ssl_policies,
}

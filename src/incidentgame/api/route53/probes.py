"""Health checks (this world has none of its own unless a pack brings them) and TestDNSAnswer."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.api.route53.zones import size, zone_named
from incidentgame.world.change import Call
from incidentgame.world.dns.authority import moment
from incidentgame.world.dns.names import absolute, is_under, relative
from incidentgame.world.dns.zones import Source, answer, own_servers, zone_name
from incidentgame.world.view import View


def test_dns_answer(view: View, call: Call) -> Answer:
    """TestDNSAnswer: what the zone's servers would say, whatever the registrar points at (§1.6)."""
    zone = zone_named(view, call.request.get("HostedZoneId"))
    name, rtype = absolute(str(call.request.get("RecordName", ""))), str(call.request.get("RecordType", "A"))
    if not is_under(name, zone_name(zone)):
        message = f"RecordName {name} is not in hosted zone {zone_name(zone)}"
        raise ApiError("InvalidInput", message)
    now = moment(view, view.now)
    given = answer(Source(now.records, now.services, now.dice, salt=view.now), zone, name, rtype)
    servers = own_servers(view.world, zone)
    return Answer(
        {
            "Nameserver": relative(servers[view.dice.below(len(servers), "test-dns", view.now)])
            if servers
            else "",
            "RecordName": relative(name),
            "RecordType": rtype,
            "RecordData": [record.rdata for record in given.answers if record.type == rtype],
            "ResponseCode": given.rcode,
            "Protocol": "UDP",
        }
    )


def list_health_checks(view: View, call: Call) -> Answer:
    """ListHealthChecks."""
    marker = str(call.request.get("Marker") or "")
    most = str(size(call.request))
    return Answer({"HealthChecks": [], "Marker": marker, "IsTruncated": False, "MaxItems": most})


def get_health_check(view: View, call: Call) -> Answer:
    """GetHealthCheck, GetHealthCheckStatus: NoSuchHealthCheck."""
    id = str(call.request.get("HealthCheckId", ""))
    raise ApiError("NoSuchHealthCheck", f"A health check with id {id} does not exist.", 404)


HANDLERS: Mapping[str, Handler] = {
    "TestDNSAnswer": test_dns_answer,
    "ListHealthChecks": list_health_checks,
    "GetHealthCheck": get_health_check,
    "GetHealthCheckStatus": get_health_check,
}

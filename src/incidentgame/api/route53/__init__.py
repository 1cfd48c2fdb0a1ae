"""Route 53: hosted zones, record sets and their changes, and what a test query would get."""

from collections.abc import Mapping

from incidentgame.api.answer import Handler
from incidentgame.api.route53 import changes, probes, records, zones

HANDLERS: Mapping[str, Handler] = {
    **zones.HANDLERS,
    **records.HANDLERS,
    **changes.HANDLERS,
    **probes.HANDLERS,
}

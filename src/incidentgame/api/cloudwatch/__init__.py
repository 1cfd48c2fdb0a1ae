"""CloudWatch: metrics and alarms."""

from incidentgame.api.answer import Handler
from incidentgame.api.cloudwatch import alarms, metrics

HANDLERS: dict[str, Handler] = {**metrics.HANDLERS, **alarms.HANDLERS}

"""CloudWatch Logs."""

from incidentgame.api.answer import Handler
from incidentgame.api.logs import events, groups, queries

HANDLERS: dict[str, Handler] = {**groups.HANDLERS, **events.HANDLERS, **queries.HANDLERS}

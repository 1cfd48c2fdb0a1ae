"""EC2 Auto Scaling: the operations over the world."""

from collections.abc import Mapping

from incidentgame.api.answer import Handler
from incidentgame.api.autoscaling import (
    groups,
    instances,
    kinds_of,
    processes,
    reads,
    refreshes,
    sources,
)
from incidentgame.api.common import regional

HANDLERS: Mapping[str, Handler] = regional(
    {
        **groups.HANDLERS,
        **instances.HANDLERS,
        **kinds_of.HANDLERS,
        **processes.HANDLERS,
        **reads.HANDLERS,
        **refreshes.HANDLERS,
        **sources.HANDLERS,
    }
)

"""Elastic Load Balancing v2 (Application Load Balancers): the operations over the world."""

from collections.abc import Mapping

from incidentgame.api.answer import Handler
from incidentgame.api.common import regional
from incidentgame.api.elbv2 import (
    attributes,
    balancers,
    groups,
    limits,
    listeners,
    rules,
    tags,
    targets,
)

HANDLERS: Mapping[str, Handler] = regional(
    {
        **attributes.HANDLERS,
        **balancers.HANDLERS,
        **groups.HANDLERS,
        **limits.HANDLERS,
        **listeners.HANDLERS,
        **rules.HANDLERS,
        **tags.HANDLERS,
        **targets.HANDLERS,
    }
)

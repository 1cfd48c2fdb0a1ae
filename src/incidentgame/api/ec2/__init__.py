"""EC2: the network (VPCs to interfaces) and the machines, as the API shows and changes them."""

from collections.abc import Mapping

from incidentgame.api.answer import Handler
from incidentgame.api.ec2 import (
    acl_writes,
    acls,
    group_rules,
    instances,
    interfaces,
    launch_templates,
    routes,
    security_groups,
    subnets,
    vpcs,
)

HANDLERS: Mapping[str, Handler] = {
    **vpcs.HANDLERS,
    **subnets.HANDLERS,
    **routes.HANDLERS,
    **acls.HANDLERS,
    **acl_writes.HANDLERS,
    **security_groups.HANDLERS,
    **group_rules.HANDLERS,
    **interfaces.HANDLERS,
    **instances.HANDLERS,
    **launch_templates.HANDLERS,
}

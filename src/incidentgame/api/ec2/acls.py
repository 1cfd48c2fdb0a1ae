"""Network ACLs as described."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.describing import Sort, by_member, describe
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc
from incidentgame.world.view import View

ACLS = Sort(
    "NetworkAcls",
    "NetworkAclIds",
    ("InvalidNetworkAclID.NotFound", "The networkAcl ID '{}' does not exist"),
    by_member(
        network_acl_id="NetworkAclId",
        vpc_id="VpcId",
        default="IsDefault",
        association__subnet_id="Associations.SubnetId",
        association__association_id="Associations.NetworkAclAssociationId",
        association__network_acl_id="Associations.NetworkAclId",
        entry__cidr="Entries.CidrBlock",
        entry__protocol="Entries.Protocol",
        entry__rule_action="Entries.RuleAction",
        entry__rule_number="Entries.RuleNumber",
        entry__egress="Entries.Egress",
        owner_id="OwnerId",
    ),
)


def describe_network_acls(view: View, call: Call) -> Answer:
    """DescribeNetworkAcls; entries in the order AWS lists them: egress first, then by number."""
    shown = {id: _ordered(doc) for id, doc in view.world.table(kinds.NETWORK_ACL).items()}
    return describe(view, call, ACLS, shown)


def _ordered(acl: Doc) -> Doc:
    entries = sorted(acl.get("Entries", ()), key=lambda e: (not e.get("Egress"), int(e["RuleNumber"])))
    return {**acl, "Entries": entries}


HANDLERS: Mapping[str, Handler] = {"DescribeNetworkAcls": describe_network_acls}

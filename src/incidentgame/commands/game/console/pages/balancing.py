"""EC2 > Load Balancing: load balancers with their listeners and rules, target groups with their targets."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Tab, Table, tab
from incidentgame.commands.game.console.pages.common import TAGS, monitoring

_ATTRIBUTES = {"Attribute": "Key", "Value": "Value"}
_BALANCER = "--load-balancer-arn <LoadBalancerArn>"
_GROUP = "--target-group-arn <TargetGroupArn>"


def _tags(arn: str) -> Tab:
    line = f"elbv2 describe-tags --resource-arns <{arn}>"
    return tab("Tags", Table(line, "TagDescriptions[0].Tags", TAGS))


_RULES = Table(
    "elbv2 describe-rules --listener-arn <ListenerArn>",
    "Rules[]",
    {
        "Priority": "Priority",
        "Conditions (If)": "Conditions[].condition(@) || 'If no other rule applies'",
        "Actions (Then)": "Actions[].action(@)",
        "Rule ARN": "RuleArn",
    },
    title="join('', ['Listener rules of ', Protocol, ':', to_string(Port)])",
)
_LISTENERS = Table(
    f"elbv2 describe-listeners {_BALANCER}",
    "Listeners[]",
    {
        "Protocol:Port": "join(':', [Protocol, to_string(Port)])",
        "Default action": "DefaultActions[].action(@)",
        "Security policy": "SslPolicy",
        "Default SSL/TLS certificate": "Certificates[0].CertificateArn | after(@, '/')",
    },
    each=_RULES,
)
_BALANCER_DETAILS = Table(
    "elbv2 describe-load-balancers --load-balancer-arns <LoadBalancerArn>",
    "LoadBalancers[]",
    {
        "Load balancer type": "Type",
        "Status": "State.Code",
        "VPC": "VpcId",
        "Load balancer IP address type": "IpAddressType",
        "Scheme": "Scheme",
        "Hosted zone": "CanonicalHostedZoneId",
        "Availability Zones": "AvailabilityZones[].ZoneName",
        "Date created": "CreatedTime",
        "Load balancer ARN": "LoadBalancerArn",
        "DNS name": "DNSName",
    },
    form="fields",
)
_MAPPING = Table(
    "elbv2 describe-load-balancers --load-balancer-arns <LoadBalancerArn>",
    "LoadBalancers[].AvailabilityZones[]",
    {"Zone": "ZoneName", "Subnet": "SubnetId", "IPv4 address": "LoadBalancerAddresses[].IpAddress"},
)
_BALANCER_METRICS = (
    "RequestCount Sum",
    "HTTPCode_ELB_5XX_Count Sum",
    "HTTPCode_ELB_503_Count Sum",
    "HTTPCode_Target_2XX_Count Sum",
    "HTTPCode_Target_5XX_Count Sum",
    "HTTP_Fixed_Response_Count Sum",
    "TargetConnectionErrorCount Sum",
    "TargetResponseTime Average",
)

_TARGETS = Table(
    f"elbv2 describe-target-health {_GROUP}",
    "TargetHealthDescriptions[]",
    {
        "Instance ID": "Target.Id",
        "Port": "Target.Port",
        "Health status": "TargetHealth.State",
        "Health status details": "TargetHealth.[Reason, Description] | [?@]",
    },
)
_CHECKS = Table(
    "elbv2 describe-target-groups --target-group-arns <TargetGroupArn>",
    "TargetGroups[]",
    {
        "Protocol": "HealthCheckProtocol",
        "Path": "HealthCheckPath",
        "Port": "HealthCheckPort",
        "Healthy threshold": "HealthyThresholdCount",
        "Unhealthy threshold": "UnhealthyThresholdCount",
        "Timeout (seconds)": "HealthCheckTimeoutSeconds",
        "Interval (seconds)": "HealthCheckIntervalSeconds",
        "Success codes": "Matcher.HttpCode",
    },
    form="fields",
)
_GROUP_DETAILS = Table(
    "elbv2 describe-target-groups --target-group-arns <TargetGroupArn>",
    "TargetGroups[]",
    {
        "Target type": "TargetType",
        "Protocol : Port": "join(':', [Protocol, to_string(Port)])",
        "Protocol version": "ProtocolVersion",
        "VPC": "VpcId",
        "IP address type": "IpAddressType",
        "Load balancer": "LoadBalancerArns[].after(@, 'loadbalancer/')",
        "ARN": "TargetGroupArn",
    },
    form="fields",
)
_GROUP_METRICS = (
    "HealthyHostCount Minimum",
    "UnHealthyHostCount Maximum",
    "RequestCount Sum",
    "HTTPCode_Target_2XX_Count Sum",
    "HTTPCode_Target_5XX_Count Sum",
    "TargetResponseTime Average",
)

PAGES: Sequence[Page] = (
    Page(
        "Load Balancers",
        Table(
            "elbv2 describe-load-balancers",
            "LoadBalancers[]",
            {
                "Name": "LoadBalancerName",
                "State": "State.Code",
                "Type": "Type",
                "Scheme": "Scheme",
                "VPC ID": "VpcId",
                "DNS name": "DNSName",
            },
        ),
        "[LoadBalancerName, LoadBalancerArn, DNSName]",
        (
            tab("Listeners and rules", _LISTENERS),
            tab("Details", _BALANCER_DETAILS),
            tab("Network mapping", _MAPPING),
            tab(
                "Security",
                Table(
                    "ec2 describe-security-groups --group-ids <SecurityGroups>",
                    "SecurityGroups[]",
                    {"Security Group ID": "GroupId", "Name": "GroupName", "Description": "Description"},
                ),
            ),
            monitoring(
                "AWS/ApplicationELB",
                {"LoadBalancer": "<after(LoadBalancerArn, 'loadbalancer/')>"},
                _BALANCER_METRICS,
            ),
            tab(
                "Attributes",
                Table(f"elbv2 describe-load-balancer-attributes {_BALANCER}", "Attributes[]", _ATTRIBUTES),
            ),
            _tags("LoadBalancerArn"),
        ),
        ("alb", "balancers", "listeners", "rules"),
        "Load Balancing",
    ),
    Page(
        "Target Groups",
        Table(
            "elbv2 describe-target-groups",
            "TargetGroups[]",
            {
                "Name": "TargetGroupName",
                "Port": "Port",
                "Protocol": "Protocol",
                "Target type": "TargetType",
                "Load balancer": "LoadBalancerArns[].after(@, 'loadbalancer/')",
                "VPC ID": "VpcId",
                "ARN": "TargetGroupArn",
            },
        ),
        "[TargetGroupName, TargetGroupArn]",
        (
            tab("Targets", _TARGETS),
            tab("Details", _GROUP_DETAILS),
            monitoring(
                "AWS/ApplicationELB",
                {
                    "TargetGroup": "<after(TargetGroupArn, ':')>",
                    "LoadBalancer": "<after(LoadBalancerArns[0], 'loadbalancer/')>",
                },
                _GROUP_METRICS,
            ),
            tab("Health checks", _CHECKS),
            tab(
                "Attributes",
                Table(f"elbv2 describe-target-group-attributes {_GROUP}", "Attributes[]", _ATTRIBUTES),
            ),
            _tags("TargetGroupArn"),
        ),
        ("tg", "targets"),
        "Load Balancing",
    ),
)

"""EC2 > Instances, and EC2 > Auto Scaling."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Table, tab
from incidentgame.commands.game.console.pages.common import NAME, ec2_tags, monitoring

_INSTANCE = "ec2 describe-instances --instance-ids <InstanceId>"
_INSTANCES = "Reservations[].Instances[]"
_GROUP = "--auto-scaling-group-name <AutoScalingGroupName>"
_THE_GROUP = "autoscaling describe-auto-scaling-groups --auto-scaling-group-names <AutoScalingGroupName>"

_DETAILS = {
    "Instance ID": "InstanceId",
    "Public IPv4 address": "PublicIpAddress",
    "Private IPv4 address": "PrivateIpAddress",
    "Instance state": "State.Name",
    "State transition reason": "StateTransitionReason",
    "Private IP DNS name": "PrivateDnsName",
    "Instance type": "InstanceType",
    "VPC ID": "VpcId",
    "Subnet ID": "SubnetId",
    "AMI ID": "ImageId",
    "IAM role": "IamInstanceProfile.Arn",
    "Key pair": "KeyName",
    "Launch time": "LaunchTime",
    "Auto Scaling Group name": "Tags[?Key=='aws:autoscaling:groupName'].Value | [0]",
}
_METRICS = ("CPUUtilization Average", "StatusCheckFailed Maximum", "NetworkIn Average", "NetworkOut Average")

PAGES: Sequence[Page] = (
    Page(
        "Instances",
        Table(
            "ec2 describe-instances",
            _INSTANCES,
            {
                "Name": NAME,
                "Instance ID": "InstanceId",
                "Instance state": "State.Name",
                "Instance type": "InstanceType",
                "Availability Zone": "Placement.AvailabilityZone",
                "Private IPv4": "PrivateIpAddress",
                "Public IPv4": "PublicIpAddress",
                "Launch time": "LaunchTime",
            },
        ),
        f"[InstanceId, PrivateIpAddress, PublicIpAddress, {NAME}]",
        (
            tab("Details", Table(_INSTANCE, _INSTANCES, _DETAILS, form="fields")),
            tab(
                "Status and alarms",
                Table(
                    "ec2 describe-instance-status --instance-ids <InstanceId> --include-all-instances",
                    "InstanceStatuses[]",
                    {
                        "Instance state": "InstanceState.Name",
                        "System status checks": "SystemStatus.Status",
                        "Instance status checks": "InstanceStatus.Status",
                        "Scheduled events": "Events[].Description",
                    },
                ),
            ),
            monitoring("AWS/EC2", {"InstanceId": "<InstanceId>"}, _METRICS),
            tab(
                "Security",
                Table(
                    "ec2 describe-security-groups --group-ids <SecurityGroups[].GroupId>",
                    "SecurityGroups[].{group: GroupName, rules: IpPermissions}"
                    " | [].rules[].{ports: ports(@), protocol: IpProtocol, peers: peers(@)}",
                    {"Port range": "ports", "Protocol": "protocol", "Source": "peers"},
                    title="'Inbound rules'",
                ),
            ),
            tab(
                "Networking",
                Table(
                    _INSTANCE,
                    f"{_INSTANCES}.NetworkInterfaces[]",
                    {
                        "Interface ID": "NetworkInterfaceId",
                        "Private IPv4 address": "PrivateIpAddress",
                        "Subnet ID": "SubnetId",
                        "Security groups": "Groups[].GroupName",
                        "Interface status": "Status",
                    },
                ),
            ),
            tab(
                "Storage",
                Table(
                    _INSTANCE,
                    f"{_INSTANCES}.BlockDeviceMappings[]",
                    {"Device name": "DeviceName", "Volume ID": "Ebs.VolumeId", "Status": "Ebs.Status"},
                ),
            ),
            tab(
                "System log",
                Table("ec2 get-console-output --instance-id <InstanceId>", "[Output]", form="text"),
            ),
            ec2_tags("InstanceId"),
        ),
        group="Instances",
    ),
    Page(
        "Launch Templates",
        Table(
            "ec2 describe-launch-templates",
            "LaunchTemplates[]",
            {
                "Launch Template ID": "LaunchTemplateId",
                "Launch Template Name": "LaunchTemplateName",
                "Default Version": "DefaultVersionNumber",
                "Latest Version": "LatestVersionNumber",
                "Create Time": "CreateTime",
            },
        ),
        "[LaunchTemplateName, LaunchTemplateId]",
        (
            tab(
                "Versions",
                Table(
                    "ec2 describe-launch-template-versions --launch-template-id <LaunchTemplateId>",
                    "LaunchTemplateVersions[]",
                    {
                        "Version": "VersionNumber",
                        "Default": "DefaultVersion",
                        "Description": "VersionDescription",
                        "AMI ID": "LaunchTemplateData.ImageId",
                        "Instance type": "LaunchTemplateData.InstanceType",
                        "Security group IDs": "LaunchTemplateData.SecurityGroupIds",
                        "Date created": "CreateTime",
                        "Created by": "after(CreatedBy, 'assumed-role/')",
                    },
                ),
            ),
        ),
        group="Instances",
    ),
)
"""What stands under Instances in the menu."""

SCALING: Sequence[Page] = (
    Page(
        "Auto Scaling Groups",
        Table(
            "autoscaling describe-auto-scaling-groups",
            "AutoScalingGroups[]",
            {
                "Name": "AutoScalingGroupName",
                "Launch template": "LaunchTemplate.LaunchTemplateName",
                "Instances": "length(Instances)",
                "Desired capacity": "DesiredCapacity",
                "Min": "MinSize",
                "Max": "MaxSize",
                "Availability Zones": "AvailabilityZones",
            },
        ),
        "[AutoScalingGroupName]",
        (
            tab(
                "Details",
                Table(
                    _THE_GROUP,
                    "AutoScalingGroups[]",
                    {
                        "Desired capacity": "DesiredCapacity",
                        "Scaling limits (Min - Max)": "join(' - ', [to_string(MinSize), to_string(MaxSize)])",
                        "Launch template": "LaunchTemplate.LaunchTemplateName",
                        "Version": "LaunchTemplate.Version",
                        "Subnet ID": "VPCZoneIdentifier",
                        "Load balancer target groups": "TargetGroupARNs[].after(@, ':')",
                        "Health check type": "HealthCheckType",
                        "Health check grace period": "HealthCheckGracePeriod",
                        "Suspended processes": "SuspendedProcesses[].ProcessName",
                        "Termination policies": "TerminationPolicies",
                        "Default cooldown": "DefaultCooldown",
                        "Date created": "CreatedTime",
                    },
                    form="fields",
                ),
            ),
            tab(
                "Activity",
                Table(
                    f"autoscaling describe-scaling-activities {_GROUP}",
                    "Activities[]",
                    {
                        "Status": "StatusCode",
                        "Description": "Description",
                        "Cause": "Cause",
                        "Start time": "StartTime",
                        "End time": "EndTime",
                    },
                    title="'Activity history'",
                ),
            ),
            tab(
                "Automatic scaling",
                Table(
                    f"autoscaling describe-policies {_GROUP}",
                    "ScalingPolicies[]",
                    {"Policy name": "PolicyName", "Policy type": "PolicyType", "Enabled": "Enabled"},
                ),
            ),
            tab(
                "Instance management",
                Table(
                    _THE_GROUP,
                    "AutoScalingGroups[].Instances[]",
                    {
                        "Instance ID": "InstanceId",
                        "Lifecycle": "LifecycleState",
                        "Instance type": "InstanceType",
                        "Launch template": "LaunchTemplate.Version",
                        "Availability Zone": "AvailabilityZone",
                        "Health status": "HealthStatus",
                        "Protected from": "ProtectedFromScaleIn",
                    },
                ),
            ),
            tab(
                "Instance refresh",
                Table(
                    f"autoscaling describe-instance-refreshes {_GROUP}",
                    "InstanceRefreshes[]",
                    {
                        "Instance refresh ID": "InstanceRefreshId",
                        "Status": "Status",
                        "Percentage complete": "PercentageComplete",
                        "Instances to update": "InstancesToUpdate",
                        "Start time": "StartTime",
                        "End time": "EndTime",
                        "Status reason": "StatusReason",
                    },
                ),
            ),
            tab(
                "Tags",
                Table(
                    "autoscaling describe-tags"
                    " --filters Name=auto-scaling-group,Values=<AutoScalingGroupName>",
                    "Tags[]",
                    {"Key": "Key", "Value": "Value", "Tag new instances": "PropagateAtLaunch"},
                ),
            ),
        ),
        ("asg", "autoscaling"),
        "Auto Scaling",
    ),
)
"""What stands under Auto Scaling."""

"""EventBridge, CodeDeploy, Systems Manager and IAM."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Service, Table, tab

_EVENTBRIDGE = Service(
    "EventBridge",
    (
        Page(
            "Rules",
            Table(
                "events list-rules",
                "Rules[]",
                {
                    "Name": "Name",
                    "Status": "State",
                    "Type": "ScheduleExpression && 'Scheduled Standard' || 'Standard'",
                    "Event schedule or pattern": "ScheduleExpression || EventPattern",
                    "Description": "Description",
                },
            ),
            "[Name, Arn]",
            (
                tab(
                    "Targets",
                    Table(
                        "events list-targets-by-rule --rule <Name>",
                        "Targets[]",
                        {"ID": "Id", "Target": "Arn", "Input": "Input"},
                    ),
                ),
                tab(
                    "Rule details",
                    Table(
                        "events describe-rule --name <Name>",
                        "[@]",
                        {
                            "Rule name": "Name",
                            "Description": "Description",
                            "Event bus name": "EventBusName",
                            "Status": "State",
                            "Event schedule": "ScheduleExpression",
                            "Event pattern": "EventPattern",
                            "Rule ARN": "Arn",
                        },
                        form="fields",
                    ),
                ),
                tab(
                    "Tags",
                    Table(
                        "events list-tags-for-resource --resource-arn <Arn>",
                        "Tags[]",
                        {"Key": "Key", "Value": "Value"},
                    ),
                ),
            ),
        ),
        Page(
            "Schedules",
            Table(
                "scheduler list-schedules",
                "Schedules[]",
                {
                    "Schedule name": "Name",
                    "Schedule group": "GroupName",
                    "Status": "State",
                    "Target": "Target.Arn",
                    "Last modified": "LastModificationDate",
                },
            ),
            "[Name]",
            (
                tab(
                    "Schedule",
                    Table(
                        "scheduler get-schedule --name <Name> --group-name <GroupName>",
                        "[@]",
                        {
                            "Status": "State",
                            "Cron or rate expression": "ScheduleExpression",
                            "Time zone": "ScheduleExpressionTimezone",
                            "Target": "Target.Arn",
                            "Payload": "Target.Input",
                            "Execution role": "Target.RoleArn",
                        },
                        form="fields",
                    ),
                ),
            ),
            ("scheduler",),
        ),
        Page(
            "Event buses",
            Table("events list-event-buses", "EventBuses[]", {"Name": "Name", "ARN": "Arn"}),
            "[Name]",
        ),
    ),
    ("events", "cloudwatch events"),
)

_DEPLOYMENT = {
    "Application": "applicationName",
    "Deployment ID": "deploymentId",
    "Status": "status",
    "Deployment group": "deploymentGroupName",
    "Revision location": "revision.s3Location.[bucket, key]",
    "Description": "description",
    "Initiating event": "creator",
    "Start time": "createTime",
    "End time": "completeTime",
}
_CODEDEPLOY = Service(
    "CodeDeploy",
    (
        Page(
            "Deployments",
            Table(
                "deploy batch-get-deployments --deployment-ids <deployments[:25]>",
                "deploymentsInfo[]",
                _DEPLOYMENT,
                first="deploy list-deployments",
            ),
            "[deploymentId, applicationName]",
            (
                tab(
                    "Deployment details",
                    Table(
                        "deploy get-deployment --deployment-id <deploymentId>",
                        "[deploymentInfo]",
                        {
                            **_DEPLOYMENT,
                            "Deployment configuration": "deploymentConfigName",
                            "Instances": "deploymentOverview",
                            "Rollback": "rollbackInfo.rollbackMessage",
                            "Error": "errorInformation.message",
                        },
                        form="fields",
                    ),
                ),
                tab(
                    "Deployment lifecycle events",
                    Table(
                        "deploy list-deployment-targets --deployment-id <deploymentId>",
                        "targetIds[].{id: @}",
                        {"Instance ID": "id"},
                    ),
                ),
            ),
        ),
        Page(
            "Applications",
            Table("deploy list-applications", "applications[].{name: @}", {"Application name": "name"}),
            "[name]",
            (
                tab(
                    "Deployment groups",
                    Table(
                        "deploy list-deployment-groups --application-name <name>",
                        "deploymentGroups[].{name: @}",
                        {"Name": "name"},
                    ),
                ),
                tab(
                    "Revisions",
                    Table(
                        "deploy list-application-revisions --application-name <name>",
                        "revisions[]",
                        {"Revision location": "s3Location.[bucket, key]", "Type": "revisionType"},
                    ),
                ),
            ),
        ),
    ),
    ("deploy", "code deploy"),
)

_SYSTEMS_MANAGER = Service(
    "Systems Manager",
    (
        Page(
            "Parameter Store",
            Table(
                "ssm describe-parameters",
                "Parameters[]",
                {"Name": "Name", "Type": "Type", "Version": "Version", "Last modified": "LastModifiedDate"},
            ),
            "[Name]",
            (
                tab(
                    "Overview",
                    Table(
                        "ssm get-parameter --name <Name>",
                        "[Parameter]",
                        {
                            "Name": "Name",
                            "Type": "Type",
                            "Value": "Value",
                            "Version": "Version",
                            "Last modified": "LastModifiedDate",
                        },
                        form="fields",
                    ),
                ),
                tab(
                    "History",
                    Table(
                        "ssm get-parameter-history --name <Name>",
                        "Parameters[]",
                        {
                            "Version": "Version",
                            "Value": "Value",
                            "Last modified": "LastModifiedDate",
                            "User": "LastModifiedUser",
                        },
                    ),
                ),
            ),
        ),
        Page(
            "Fleet Manager",
            Table(
                "ssm describe-instance-information",
                "InstanceInformationList[]",
                {
                    "Node ID": "InstanceId",
                    "SSM Agent ping status": "PingStatus",
                    "Last ping": "LastPingDateTime",
                    "Platform": "PlatformName",
                    "Agent version": "AgentVersion",
                    "IP address": "IPAddress",
                },
            ),
            "[InstanceId, IPAddress]",
        ),
    ),
    ("ssm",),
)

_IAM = Service(
    "IAM",
    (
        Page(
            "Roles",
            Table(
                "iam list-roles",
                "Roles[]",
                {
                    "Role name": "RoleName",
                    "Trusted entities": "AssumeRolePolicyDocument.Statement[].Principal",
                    "Description": "Description",
                },
            ),
            "[RoleName, Arn]",
            (
                tab(
                    "Permissions",
                    Table(
                        "iam list-attached-role-policies --role-name <RoleName>",
                        "AttachedPolicies[]",
                        {"Policy name": "PolicyName", "ARN": "PolicyArn"},
                    ),
                    Table(
                        "iam list-role-policies --role-name <RoleName>",
                        "PolicyNames[].{name: @}",
                        {"Customer inline policy": "name"},
                    ),
                ),
                tab(
                    "Trust relationships",
                    Table(
                        "iam get-role --role-name <RoleName>",
                        "Role.AssumeRolePolicyDocument.Statement[]",
                        {"Effect": "Effect", "Principal": "Principal", "Action": "Action"},
                    ),
                ),
            ),
        ),
        Page(
            "Policies",
            Table(
                "iam list-policies --scope Local",
                "Policies[]",
                {"Policy name": "PolicyName", "Attached entities": "AttachmentCount", "ARN": "Arn"},
            ),
            "[PolicyName, Arn]",
            (
                tab(
                    "Permissions",
                    Table(
                        "iam get-policy-version --policy-arn <Arn> --version-id <DefaultVersionId>",
                        "PolicyVersion.Document.Statement[]",
                        {
                            "Effect": "Effect",
                            "Action": "Action",
                            "Resource": "Resource",
                            "Condition": "Condition",
                        },
                    ),
                ),
            ),
        ),
    ),
    ("identity and access management", "permissions"),
    everywhere=True,
)

SERVICES: Sequence[Service] = (_EVENTBRIDGE, _CODEDEPLOY, _SYSTEMS_MANAGER, _IAM)

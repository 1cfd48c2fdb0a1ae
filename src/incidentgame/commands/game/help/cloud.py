"""Help on the cloud: what one may want to know, the `aws` line that tells, and the console's page."""

from incidentgame.commands.game.help.model import Entry


def _topic(
    name: str, purpose: str, line: str, asks: tuple[str, ...], console: str = "", note: str = ""
) -> Entry:
    return Entry(
        f"aws {name}", "cloud", purpose, tuple(line.split("\n")), asks, console and f"console {console}", note
    )


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "aws",
        "cloud",
        "the AWS command line; a page for everything: `aws SERVICE help`",
        (
            "aws SERVICE OPERATION --option value",
            "aws elbv2 help",
            "aws elbv2 describe-rules help",
            "aws … --query 'EXPRESSION' --output text|table|json",
        ),
        ("how do I use the aws cli", "which aws commands are there"),
        "console",
        "Without the words? `console` shows the same as tables, and the line for each.",
    ),
    _topic(
        "elbv2 describe-target-health",
        "which targets are healthy, and why not",
        "aws elbv2 describe-target-health --target-group-arn ARN",
        (
            "is the load balancer healthy",
            "are the targets healthy",
            "are there any targets",
            "health checks failing",
            "registered instances",
        ),
        "ec2 target-groups NAME targets",
    ),
    _topic(
        "elbv2 describe-target-groups",
        "target groups, their ARNs and health checks",
        "aws elbv2 describe-target-groups",
        ("which target groups are there", "health check path", "arn of the target group"),
        "ec2 target-groups",
    ),
    _topic(
        "elbv2 describe-load-balancers",
        "load balancers, their ARNs and zones",
        "aws elbv2 describe-load-balancers",
        (
            "which load balancers are there",
            "is the load balancer there",
            "arn of the load balancer",
            "which subnets has the load balancer",
        ),
        "ec2 load-balancers",
    ),
    _topic(
        "elbv2 describe-listeners",
        "what the load balancer listens on",
        "aws elbv2 describe-listeners --load-balancer-arn ARN",
        ("listeners of the load balancer", "which port", "default action"),
        "ec2 load-balancers NAME listeners-and-rules",
    ),
    _topic(
        "elbv2 describe-rules",
        "which rule sends a request where, by priority",
        "aws elbv2 describe-rules --listener-arn ARN",
        (
            "routing rules",
            "which rule matches",
            "where does the load balancer send the request",
            "fixed response",
            "maintenance page",
        ),
        "ec2 load-balancers NAME listeners-and-rules",
    ),
    _topic(
        "elbv2 describe-load-balancer-attributes",
        "the load balancer's settings, such as time-outs and logs",
        "aws elbv2 describe-load-balancer-attributes --load-balancer-arn ARN",
        ("idle timeout", "where are the access logs"),
        "ec2 load-balancers NAME attributes",
    ),
    _topic(
        "elbv2 register-targets",
        "put targets back into a group (a change)",
        "aws elbv2 register-targets --target-group-arn ARN --targets Id=INSTANCE",
        ("add an instance to the load balancer", "register the targets again"),
    ),
    _topic(
        "elbv2 set-rule-priorities",
        "change the order of rules (a change)",
        "aws elbv2 set-rule-priorities --rule-priorities RuleArn=ARN,Priority=NUMBER",
        ("change the priority of a rule", "reorder the rules"),
    ),
    _topic(
        "elbv2 modify-rule",
        "change what a rule does (a change)",
        "aws elbv2 modify-rule --rule-arn ARN --actions Type=forward,TargetGroupArn=ARN\n"
        "aws elbv2 delete-rule --rule-arn ARN",
        ("fix a rule", "delete a rule", "send traffic to another target group"),
    ),
    _topic(
        "ec2 describe-instances",
        "machines: state, addresses, network",
        "aws ec2 describe-instances",
        (
            "which servers are there",
            "are the instances running",
            "ip address of an instance",
            "list the machines",
        ),
        "ec2 instances",
    ),
    _topic(
        "ec2 describe-instance-status",
        "AWS's own checks of the machines",
        "aws ec2 describe-instance-status",
        ("are the instances ok", "status checks"),
        "ec2 instances NAME status-and-alarms",
    ),
    _topic(
        "ec2 describe-security-groups",
        "which connections are let in and out",
        "aws ec2 describe-security-groups",
        (
            "is the firewall open",
            "a firewall problem",
            "which ports are allowed",
            "is something blocked by a security group",
        ),
        "ec2 security-groups NAME inbound-rules",
    ),
    _topic(
        "ec2 describe-network-acls",
        "the subnets' own filters",
        "aws ec2 describe-network-acls",
        ("network acl", "is traffic denied in the subnet"),
        "vpc network-acls NAME inbound-rules",
    ),
    _topic(
        "ec2 describe-route-tables",
        "where the subnets send their packets",
        "aws ec2 describe-route-tables",
        ("routing in the vpc", "is there a route to the internet", "nat gateway route"),
        "vpc route-tables NAME routes",
    ),
    _topic(
        "ec2 describe-subnets",
        "subnets and zones",
        "aws ec2 describe-subnets",
        ("which subnets", "availability zones"),
        "vpc subnets",
    ),
    _topic(
        "autoscaling describe-auto-scaling-groups",
        "groups of machines, their size and what is suspended",
        "aws autoscaling describe-auto-scaling-groups",
        ("how many instances should run", "is auto scaling suspended", "health check type of the group"),
        "ec2 auto-scaling-groups",
    ),
    _topic(
        "autoscaling describe-scaling-activities",
        "which machines were started and stopped, and why",
        "aws autoscaling describe-scaling-activities --auto-scaling-group-name NAME",
        ("why was an instance terminated", "were instances replaced", "scaling history"),
        "ec2 auto-scaling-groups NAME activity",
    ),
    _topic(
        "autoscaling describe-instance-refreshes",
        "rolling replacements of machines",
        "aws autoscaling describe-instance-refreshes --auto-scaling-group-name NAME",
        ("is a rolling deployment under way", "instance refresh"),
        "ec2 auto-scaling-groups NAME instance-refresh",
    ),
    _topic(
        "route53 list-resource-record-sets",
        "the records of a zone, as they are meant to be",
        "aws route53 list-hosted-zones\naws route53 list-resource-record-sets --hosted-zone-id ID",
        ("dns records", "is the dns record right", "alias of the name"),
        "route-53 hosted-zones NAME records",
    ),
    _topic(
        "cloudfront list-distributions",
        "distributions, their names and origins",
        "aws cloudfront list-distributions",
        ("which cloudfront distribution", "cdn", "is the cdn at fault"),
        "cloudfront distributions",
    ),
    _topic(
        "cloudfront get-distribution-config",
        "what CloudFront does with a request: behaviours, origins, functions, errors",
        "aws cloudfront get-distribution-config --id ID",
        ("cloudfront behaviors", "which origin", "origin timeout", "cache settings"),
        "cloudfront distributions NAME behaviors",
    ),
    _topic(
        "cloudfront get-function",
        "the code that runs at the edge",
        "aws cloudfront list-functions\naws cloudfront get-function --name NAME --stage LIVE /dev/stdout",
        ("edge function code", "viewer request function", "javascript at the edge"),
        "cloudfront functions NAME",
    ),
    _topic(
        "cloudfront-keyvaluestore list-keys",
        "the data edge functions read",
        "aws cloudfront list-key-value-stores\naws cloudfront-keyvaluestore list-keys --kvs-arn ARN",
        ("key value store", "keys of the edge function"),
        "cloudfront keyvaluestores NAME",
    ),
    _topic(
        "cloudfront create-invalidation",
        "make the edge forget what it keeps (a change)",
        "aws cloudfront create-invalidation --distribution-id ID --paths '/*'",
        ("clear the cache", "purge the cdn", "invalidate"),
    ),
    _topic(
        "acm describe-certificate",
        "certificates: names and dates",
        "aws acm list-certificates\naws acm describe-certificate --certificate-arn ARN",
        ("is the certificate valid", "certificate expiry in aws"),
        "certificate-manager",
        "CloudFront's certificates are in --region us-east-1.",
    ),
    _topic(
        "cloudtrail lookup-events",
        "what was changed, when, and by whom",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false\n"
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=NAME",
        (
            "what changed",
            "who changed something",
            "what changed before the incident",
            "audit log",
            "who did it",
            "recent changes",
        ),
        "cloudtrail event-history",
        "Every Region keeps its own history.",
    ),
    _topic(
        "cloudwatch describe-alarms",
        "alarms and their state",
        "aws cloudwatch describe-alarms",
        ("which alarms ring", "is an alarm firing", "alerts"),
        "cloudwatch alarms",
    ),
    _topic(
        "cloudwatch get-metric-statistics",
        "a metric over time",
        "aws cloudwatch list-metrics --namespace AWS/ApplicationELB\n"
        "aws cloudwatch get-metric-statistics --namespace NAMESPACE --metric-name NAME"
        " --dimensions Name=NAME,Value=VALUE --start-time TIME --end-time TIME --period 60 --statistics Sum",
        (
            "graphs",
            "how many errors over time",
            "latency of the load balancer",
            "when did it start",
            "request count",
            "metrics",
        ),
        "ec2 load-balancers NAME monitoring",
    ),
    _topic(
        "logs filter-log-events",
        "log lines, by pattern and time",
        "aws logs describe-log-groups\n"
        "aws logs filter-log-events --log-group-name NAME --filter-pattern PATTERN\n"
        "aws logs tail NAME --since 10m",
        ("search the logs", "cloudwatch logs", "lambda logs", "central logs"),
        "cloudwatch log-groups NAME log-events",
    ),
    _topic(
        "s3 ls",
        "buckets and objects, such as access logs",
        "aws s3 ls\naws s3 ls s3://BUCKET/PREFIX\naws s3 cp s3://BUCKET/KEY -",
        ("access logs of the load balancer", "cloudfront logs", "read a file from a bucket"),
        "s3 buckets NAME objects PREFIX",
    ),
    _topic(
        "events list-rules",
        "timed rules and what they start",
        "aws events list-rules\n"
        "aws events list-targets-by-rule --rule NAME\n"
        "aws events disable-rule --name NAME",
        ("scheduled jobs in the cloud", "what runs every ten minutes", "timer", "disable a scheduled rule"),
        "eventbridge rules",
    ),
    _topic(
        "scheduler list-schedules",
        "schedules and what they start",
        "aws scheduler list-schedules\naws scheduler get-schedule --name NAME",
        ("scheduled jobs in the cloud", "schedules"),
        "eventbridge schedules",
    ),
    _topic(
        "lambda list-functions",
        "functions, their settings and roles",
        "aws lambda list-functions\naws lambda get-function-configuration --function-name NAME",
        ("which lambda functions are there", "what does the function do"),
        "lambda functions",
    ),
    _topic(
        "deploy list-deployments",
        "deployments of the application",
        "aws deploy list-deployments\naws deploy get-deployment --deployment-id ID",
        ("was something deployed", "last release", "roll back the deployment", "which version is live"),
        "codedeploy deployments",
    ),
    _topic(
        "ssm get-parameter",
        "parameters of the application",
        "aws ssm describe-parameters\naws ssm get-parameter --name NAME",
        ("configuration parameters", "parameter store", "maintenance switch"),
        "systems-manager parameter-store",
    ),
    _topic(
        "rds describe-db-instances",
        "databases: state, endpoint, class",
        "aws rds describe-db-instances\naws rds describe-db-clusters",
        ("is the database up", "database endpoint", "failover of the database"),
        "rds databases",
    ),
    _topic(
        "iam get-role",
        "roles and what they may do",
        "aws iam get-role --role-name NAME\naws iam list-attached-role-policies --role-name NAME",
        ("why access denied", "what may this role do", "permissions"),
        "iam roles",
    ),
    _topic(
        "sts get-caller-identity",
        "who you are in the account",
        "aws sts get-caller-identity",
        ("who am I in aws", "which account"),
    ),
)

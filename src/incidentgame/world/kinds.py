"""The tables of the world: what each holds, under which id, and what its `sim` part means.

One line a table. Ids are what AWS calls the resource by; documents are in AWS's own member names.
"""

# Route 53, certificates. Zone id without "/hostedzone/". Record id: "<zone id>|<name.>|<TYPE>".
ZONE = "route53.zone"  # sim: delegation [name servers]
RECORD = "route53.record"  # a ResourceRecordSet
DNS_CHANGE = "route53.change"  # ChangeInfo
CERTIFICATE = "acm.certificate"  # id ARN; sim: region

# CloudFront. Ids: distribution id, function name, store ARN, invalidation id.
DISTRIBUTION = "cloudfront.distribution"  # DistributionConfig inside; sim: etag, edges [pops]
FUNCTION = "cloudfront.function"  # sim: stages {DEVELOPMENT, LIVE: {code, config, etag, created, modified}}
KEY_VALUE_STORE = "cloudfront.kvs"  # sim: items {key: value}, etag, control_etag, created
INVALIDATION = "cloudfront.invalidation"  # sim: distribution
CACHE_POLICY = "cloudfront.cachepolicy"  # id policy id

# Elastic Load Balancing v2. Ids are ARNs; target id "<tg arn>|<instance id>|<port>".
LOAD_BALANCER = "elbv2.loadbalancer"  # sim: attributes {key: value}, nodes {subnet id: private ip}
LISTENER = "elbv2.listener"  # DefaultActions inside; sim: attributes
RULE = "elbv2.rule"  # RuleArn, Priority (string), Conditions, Actions; sim: listener. Not the default rule
TARGET_GROUP = "elbv2.targetgroup"  # sim: attributes
TARGET = (
    "elbv2.target"  # {Target, HealthCheckPort, TargetHealth}; sim: group, streak, streak_since, drain_until
)

# EC2 and VPC, by their ids.
INSTANCE = "ec2.instance"  # sim: host (host id), boots [..]
VPC = "ec2.vpc"
SUBNET = "ec2.subnet"
ROUTE_TABLE = "ec2.routetable"
INTERNET_GATEWAY = "ec2.internetgateway"
NAT_GATEWAY = "ec2.natgateway"
NETWORK_ACL = "ec2.networkacl"
SECURITY_GROUP = "ec2.securitygroup"  # IpPermissions as DescribeSecurityGroups shows them
PREFIX_LIST = "ec2.prefixlist"
LAUNCH_TEMPLATE = "ec2.launchtemplate"  # sim: versions [LaunchTemplateVersion]
NETWORK_INTERFACE = "ec2.networkinterface"
INTERFACE = NETWORK_INTERFACE
ADDRESS = "ec2.address"

# Auto Scaling. Group by name, activity and refresh by id.
SCALING_GROUP = "autoscaling.group"  # Instances inside
ACTIVITY = "autoscaling.activity"
REFRESH = "autoscaling.refresh"  # sim: queue [instance ids still to replace], next_at

# Timers and functions.
EVENT_RULE = "events.rule"  # id name
EVENT_TARGET = "events.target"  # id "<rule>|<target id>"
SCHEDULE = "scheduler.schedule"  # id "<group>/<name>"; sim: last_fired
# Function id: its name; a FunctionConfiguration; sim: calls [{service, operation, request}], role, logs
LAMBDA = "lambda.function"

# Watching.
ALARM = "cloudwatch.alarm"  # id name; a MetricAlarm; sim: region
LOG_GROUP = "logs.group"  # id name; sim: region, source (which generator feeds it)
BUCKET = "s3.bucket"  # id name; sim: region, source

# Data.
DB_CLUSTER = "rds.cluster"  # id identifier
DB_INSTANCE = "rds.instance"  # id identifier; sim: cpu, lag_ms
DB_PARAMETER = "rds.parameter"
DATABASE = "database"  # id cluster identifier; sim: settings, roles, tables … (what psql sees)
DB_SESSION = "database.session"  # id pid; a backend that is not one of the app's pool

# Identity, deployment.
ROLE = "iam.role"  # id role name
POLICY = "iam.policy"
PARAMETER = "ssm.parameter"
DEPLOY_APP = "codedeploy.application"
DEPLOYMENT = "codedeploy.deployment"

# Hosts: anything one can have a shell on. Host id: "laptop", "bastion", or an instance id.
HOST = "host"  # hostname, address, user, role, boot, load …
UNIT = "host.unit"  # id "<host>|<unit>": a systemd unit's state, and the configuration it runs with
FILE = "host.file"  # id "<host>|<path>": {content, mode, owner, group, mtime}; true configuration

# Ours.
PENDING = "pending"  # edits decided earlier that take effect later: {due, action, edits}
# Route id: "<role>|<pattern>": {Role, Pattern, Methods, Database, ServiceMs, Status, Body, ContentType …}
APP_ROUTE = "app.route"
# Edge copy id: "<function name, store ARN or distribution id>|<wave>": {"Value": what those edges use}
EDGE_COPY = "cloudfront.edgecopy"
LOG_QUERY = "logs.query"  # id query id: {queryString, logGroupNames, startTime, endTime (ms), startedAt}

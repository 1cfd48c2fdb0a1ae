"""Route 53, CloudFront and Certificate Manager: what stands before the Region."""

from collections.abc import Sequence

from incidentgame.commands.game.console.model import Page, Service, Table, tab
from incidentgame.commands.game.console.pages.common import monitoring

_ZONE = "<after(Id, '/')>"
_DISTRIBUTION = "cloudfront get-distribution --id <Id>"
_CONFIG = "Distribution.DistributionConfig"
_CERTIFICATE = "DistributionConfig.ViewerCertificate"
_KEY = "ParametersInCacheKeyAndForwardedToOrigin"
_BEHAVIOR = {
    "Path pattern": "PathPattern || 'Default (*)'",
    "Origin or origin group": "TargetOriginId",
    "Viewer protocol policy": "ViewerProtocolPolicy",
    "Cache policy": "CachePolicyId",
    "Origin request policy": "OriginRequestPolicyId",
    "Function associations": "FunctionAssociations.Items[].join(' ', [EventType, after(FunctionARN, '/')])",
}
_METRICS = ("Requests Sum", "TotalErrorRate Average", "4xxErrorRate Average", "5xxErrorRate Average")

_ROUTE53 = Service(
    "Route 53",
    (
        Page(
            "Hosted zones",
            Table(
                "route53 list-hosted-zones",
                "HostedZones[]",
                {
                    "Hosted zone name": "Name",
                    "Type": "Config.PrivateZone && 'Private' || 'Public'",
                    "Record count": "ResourceRecordSetCount",
                    "Description": "Config.Comment",
                    "Hosted zone ID": "after(Id, '/')",
                },
            ),
            "[Name, after(Id, '/')]",
            (
                tab(
                    "Records",
                    Table(
                        f"route53 list-resource-record-sets --hosted-zone-id {_ZONE}",
                        "ResourceRecordSets[]",
                        {
                            "Record name": "Name",
                            "Type": "Type",
                            "Routing policy": "(Weight && 'Weighted') || (Failover && 'Failover') || "
                            "(GeoLocation && 'Geolocation') || 'Simple'",
                            "Alias": "AliasTarget && 'Yes' || 'No'",
                            "Value/Route traffic to": "AliasTarget.DNSName || ResourceRecords[].Value",
                            "TTL (seconds)": "TTL",
                            "Evaluate target health": "AliasTarget.EvaluateTargetHealth",
                        },
                    ),
                ),
                tab(
                    "Hosted zone details",
                    Table(
                        f"route53 get-hosted-zone --id {_ZONE}",
                        "[@]",
                        {
                            "Hosted zone name": "HostedZone.Name",
                            "Description": "HostedZone.Config.Comment",
                            "Record count": "HostedZone.ResourceRecordSetCount",
                            "Name servers": "DelegationSet.NameServers",
                        },
                        form="fields",
                    ),
                ),
            ),
            ("records", "zones"),
        ),
        Page(
            "Health checks",
            Table(
                "route53 list-health-checks",
                "HealthChecks[]",
                {
                    "ID": "Id",
                    "Type": "HealthCheckConfig.Type",
                    "Domain": "HealthCheckConfig.FullyQualifiedDomainName",
                },
            ),
            "[Id]",
        ),
    ),
    ("r53", "dns"),
    everywhere=True,
)

_CLOUDFRONT = Service(
    "CloudFront",
    (
        Page(
            "Distributions",
            Table(
                "cloudfront list-distributions",
                "DistributionList.Items[]",
                {
                    "ID": "Id",
                    "Status": "Enabled && 'Enabled' || 'Disabled'",
                    "Last modified": "LastModifiedTime",
                    "Domain name": "DomainName",
                    "Alternate domain names": "Aliases.Items",
                    "Origins": "Origins.Items[].DomainName",
                    "Description": "Comment",
                },
            ),
            "[Id, DomainName, Aliases.Items[]][]",
            (
                tab(
                    "General",
                    Table(
                        _DISTRIBUTION,
                        "[Distribution]",
                        {
                            "Distribution domain name": "DomainName",
                            "ARN": "ARN",
                            "Last modified": "LastModifiedTime",
                            "Status": "Status",
                            "Invalidations in progress": "InProgressInvalidationBatches",
                            "Description": "DistributionConfig.Comment",
                            "Alternate domain names": "DistributionConfig.Aliases.Items",
                            "Custom SSL certificate": f"{_CERTIFICATE}.ACMCertificateArn",
                            "Security policy": f"{_CERTIFICATE}.MinimumProtocolVersion",
                            "Supported HTTP versions": "DistributionConfig.HttpVersion",
                            "Price class": "DistributionConfig.PriceClass",
                            "Standard logging": "DistributionConfig.Logging.[Bucket, Prefix]",
                            "Enabled": "DistributionConfig.Enabled",
                        },
                        form="fields",
                    ),
                ),
                tab(
                    "Origins",
                    Table(
                        _DISTRIBUTION,
                        f"{_CONFIG}.Origins.Items[]",
                        {
                            "Origin name": "Id",
                            "Origin domain": "DomainName",
                            "Origin path": "OriginPath",
                            "Protocol": "CustomOriginConfig.OriginProtocolPolicy",
                            "HTTPS port": "CustomOriginConfig.HTTPSPort",
                            "Connection attempts": "ConnectionAttempts",
                            "Connection timeout": "ConnectionTimeout",
                            "Response timeout": "CustomOriginConfig.OriginReadTimeout",
                            "Keep-alive timeout": "CustomOriginConfig.OriginKeepaliveTimeout",
                        },
                    ),
                ),
                tab(
                    "Behaviors",
                    Table(
                        _DISTRIBUTION,
                        f"{_CONFIG}.[CacheBehaviors.Items[], [DefaultCacheBehavior]][][]",
                        _BEHAVIOR,
                    ),
                ),
                tab(
                    "Error pages",
                    Table(
                        _DISTRIBUTION,
                        f"{_CONFIG}.CustomErrorResponses.Items[]",
                        {
                            "HTTP error code": "ErrorCode",
                            "Minimum TTL (seconds)": "ErrorCachingMinTTL",
                            "Response page path": "ResponsePagePath",
                            "HTTP response code": "ResponseCode",
                        },
                    ),
                ),
                tab(
                    "Invalidations",
                    Table(
                        "cloudfront list-invalidations --distribution-id <Id>",
                        "InvalidationList.Items[]",
                        {"Invalidation ID": "Id", "Status": "Status", "Date": "CreateTime"},
                    ),
                ),
                monitoring(
                    "AWS/CloudFront", {"DistributionId": "<Id>", "Region": "Global"}, _METRICS, "us-east-1"
                ),
                tab(
                    "Tags",
                    Table(
                        "cloudfront list-tags-for-resource --resource <ARN>",
                        "Tags.Items[]",
                        {"Key": "Key", "Value": "Value"},
                    ),
                ),
            ),
        ),
        Page(
            "Policies",
            Table(
                "cloudfront list-cache-policies --type custom",
                "CachePolicyList.Items[].CachePolicy",
                {
                    "Policy name": "CachePolicyConfig.Name",
                    "Description": "CachePolicyConfig.Comment",
                    "Minimum TTL": "CachePolicyConfig.MinTTL",
                    "Maximum TTL": "CachePolicyConfig.MaxTTL",
                    "Default TTL": "CachePolicyConfig.DefaultTTL",
                    "ID": "Id",
                },
            ),
            "[CachePolicyConfig.Name, Id]",
            (
                tab(
                    "Cache policy",
                    Table(
                        "cloudfront get-cache-policy --id <Id>",
                        "[CachePolicy.CachePolicyConfig]",
                        {
                            "Name": "Name",
                            "Minimum TTL": "MinTTL",
                            "Maximum TTL": "MaxTTL",
                            "Default TTL": "DefaultTTL",
                            "Headers": f"{_KEY}.HeadersConfig.Headers.Items",
                            "Query strings": f"{_KEY}.QueryStringsConfig.QueryStringBehavior",
                            "Cookies": f"{_KEY}.CookiesConfig.CookieBehavior",
                        },
                        form="fields",
                    ),
                ),
            ),
        ),
        Page(
            "Functions",
            Table(
                "cloudfront list-functions",
                "FunctionList.Items[]",
                {
                    "Name": "Name",
                    "Status": "Status",
                    "Runtime": "FunctionConfig.Runtime",
                    "Description": "FunctionConfig.Comment",
                    "Last modified": "FunctionMetadata.LastModifiedTime",
                },
            ),
            "[Name]",
            (
                tab(
                    "Build (Live)",
                    Table(
                        "cloudfront get-function --name <Name> --stage LIVE /dev/stdout",
                        "[@]",
                        form="text",
                        title="'Function code, live'",
                    ),
                ),
                tab(
                    "Build (Development)",
                    Table(
                        "cloudfront get-function --name <Name> --stage DEVELOPMENT /dev/stdout",
                        "[@]",
                        form="text",
                        title="'Function code, development'",
                    ),
                ),
                tab(
                    "Publish",
                    Table(
                        "cloudfront describe-function --name <Name> --stage LIVE",
                        "[FunctionSummary]",
                        {
                            "Status": "Status",
                            "Stage": "FunctionMetadata.Stage",
                            "Runtime": "FunctionConfig.Runtime",
                            "Last modified": "FunctionMetadata.LastModifiedTime",
                            "Associated KeyValueStore": "FunctionConfig.KeyValueStoreAssociations"
                            ".Items[].KeyValueStoreARN",
                        },
                        form="fields",
                    ),
                ),
            ),
        ),
        Page(
            "KeyValueStores",
            Table(
                "cloudfront list-key-value-stores",
                "KeyValueStoreList.Items[]",
                {
                    "Name": "Name",
                    "Description": "Comment",
                    "Status": "Status",
                    "Last modified": "LastModifiedTime",
                    "ID": "Id",
                },
            ),
            "[Name, Id]",
            (
                tab(
                    "Key value pairs",
                    Table(
                        "cloudfront-keyvaluestore list-keys --kvs-arn <ARN>",
                        "Items[]",
                        {"Key": "Key", "Value": "Value"},
                    ),
                ),
                tab(
                    "Details",
                    Table(
                        "cloudfront-keyvaluestore describe-key-value-store --kvs-arn <ARN>",
                        "[@]",
                        {
                            "Number of key value pairs": "ItemCount",
                            "Size (bytes)": "TotalSizeInBytes",
                            "Created": "Created",
                            "Last modified": "LastModified",
                            "Status": "Status",
                        },
                        form="fields",
                    ),
                ),
            ),
            ("kvs", "key value stores"),
        ),
    ),
    ("cdn", "edge"),
    everywhere=True,
)

_CERTIFICATES = Service(
    "Certificate Manager",
    (
        Page(
            "List certificates",
            Table(
                "acm list-certificates",
                "CertificateSummaryList[]",
                {
                    "Certificate ID": "after(CertificateArn, '/')",
                    "Domain name": "DomainName",
                    "Type": "Type",
                    "Status": "Status",
                    "In use": "InUse",
                    "Expires": "NotAfter",
                    "Renewal eligibility": "RenewalEligibility",
                },
            ),
            "[DomainName, after(CertificateArn, '/'), CertificateArn]",
            (
                tab(
                    "Details",
                    Table(
                        "acm describe-certificate --certificate-arn <CertificateArn>",
                        "[Certificate]",
                        {
                            "Status": "Status",
                            "Domains": "SubjectAlternativeNames",
                            "In use by": "InUseBy",
                            "Serial number": "Serial",
                            "Public key info": "KeyAlgorithm",
                            "Not before": "NotBefore",
                            "Not after": "NotAfter",
                            "Renewal eligibility": "RenewalEligibility",
                        },
                        form="fields",
                    ),
                ),
            ),
            ("certificates",),
        ),
    ),
    ("acm", "certificates", "aws certificate manager"),
)

SERVICES: Sequence[Service] = (_ROUTE53, _CLOUDFRONT, _CERTIFICATES)

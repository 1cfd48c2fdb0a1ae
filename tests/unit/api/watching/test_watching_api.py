"""What watches the world agrees with it, in AWS's shapes and with AWS's blind spots."""

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from output_shape import misfits
from watched_case import GLOBAL, MINUTE, asked, case_of, done, running

from incidentgame.api.errors import ApiError
from incidentgame.world.edge.control import WAVES, store_items
from incidentgame.world.timers.deploys import DeployController

ZERO_TARGETS = "clean-up-job-empties-group"
FUNCTION = "viewer-function-throws"
KEY = "routing-key-deleted"


def points(view: Any, name: str, stat: str = "Sum", **dimensions: str) -> list[tuple[int, float]]:
    response = asked(
        view,
        "cloudwatch",
        "GetMetricStatistics",
        Namespace="AWS/ApplicationELB",
        MetricName=name,
        Dimensions=[{"Name": k, "Value": v} for k, v in dimensions.items()],
        StartTime=view.now - 30 * MINUTE,
        EndTime=view.now,
        Period=60,
        Statistics=[stat],
    )
    return sorted((p["Timestamp"], p[stat]) for p in response["Datapoints"])


def balancer(view: Any) -> str:
    return next(iter(view.world.table("elbv2.loadbalancer"))).split("loadbalancer/")[1]


def test_inv5_requests_without_a_target_are_not_in_request_count() -> None:
    view = running(ZERO_TARGETS)
    lb = balancer(view)
    requests, refused = (
        points(view, "RequestCount", LoadBalancer=lb),
        points(view, "HTTPCode_ELB_503_Count", LoadBalancer=lb),
    )
    assert requests[-1][0] <= refused[0][0], "one begins where the other ends"
    assert refused[-1][1] > 1000


def test_inv6_error_metrics_are_absent_in_peace() -> None:
    view = running(FUNCTION)
    assert points(view, "HTTPCode_ELB_503_Count", LoadBalancer=balancer(view)) == []
    newest = max(at for at, _ in points(view, "RequestCount", LoadBalancer=balancer(view)))
    assert view.now - newest >= 2 * MINUTE - 1, "the newest full minute is missing"


def test_inv7_wrong_dimensions_are_empty_not_an_error() -> None:
    view = running(ZERO_TARGETS)
    group = next(g for g in view.world.table("elbv2.targetgroup") if "/api/" in g).split(":")[-1]
    assert points(view, "HTTPCode_ELB_503_Count", TargetGroup=group, LoadBalancer=balancer(view)) == []
    assert points(view, "HealthyHostCount", "Minimum", LoadBalancer=balancer(view)) == []
    assert (
        points(view, "HealthyHostCount", "Minimum", TargetGroup=group, LoadBalancer=balancer(view))[-1][1]
        == 0.0
    )
    assert {
        v
        for _, v in points(
            view, "UnHealthyHostCount", "Maximum", TargetGroup=group, LoadBalancer=balancer(view)
        )
    } == {0.0}


def test_inv24_cloudfront_metrics_and_events_live_in_us_east_1() -> None:
    view = running(FUNCTION)
    query = {
        "Id": "m",
        "MetricStat": {
            "Metric": {
                "Namespace": "AWS/CloudFront",
                "MetricName": "FunctionExecutionErrors",
                "Dimensions": [
                    {"Name": "FunctionName", "Value": "api-viewer"},
                    {"Name": "Region", "Value": "Global"},
                ],
            },
            "Period": 60,
            "Stat": "Sum",
        },
    }
    span = {"MetricDataQueries": [query], "StartTime": view.now - 30 * MINUTE, "EndTime": view.now}
    here, there = (
        asked(view, "cloudwatch", "GetMetricData", r, **span)["MetricDataResults"][0] for r in ("", GLOBAL)
    )
    assert here["Values"] == [] and here["StatusCode"] == "Complete" and there["Values"][0] > 1000
    names = {e["EventName"] for e in asked(view, "cloudtrail", "LookupEvents", GLOBAL)["Events"]}
    assert "PublishFunction" in names
    assert not {e["EventSource"] for e in asked(view, "cloudtrail", "LookupEvents")["Events"]} & {
        "cloudfront.amazonaws.com"
    }


def test_a_deleted_key_is_nowhere_in_event_history() -> None:
    """api-503-aws §8, hint 1."""
    view = running(KEY, 20)
    for region in ("", GLOBAL):
        attribute = [{"AttributeKey": "EventName", "AttributeValue": "DeleteKey"}]
        assert asked(view, "cloudtrail", "LookupEvents", region, LookupAttributes=attribute)["Events"] == []
    arn = next(iter(view.world.table("cloudfront.kvs")))
    store = asked(view, "cloudfront-keyvaluestore", "DescribeKeyValueStore", KvsARN=arn)
    assert (store["LastModified"], store["ItemCount"]) == (case_of(KEY).fault_at, 4)


def test_inv26_lookup_events() -> None:
    view = running(ZERO_TARGETS, 8)
    response = asked(
        view,
        "cloudtrail",
        "LookupEvents",
        LookupAttributes=[{"AttributeKey": "ReadOnly", "AttributeValue": "false"}],
    )
    assert misfits("cloudtrail", "LookupEvents", response) == []
    event = next(e for e in response["Events"] if e["EventName"] == "DeregisterTargets")
    record = json.loads(event["CloudTrailEvent"])
    assert (event["ReadOnly"], record["readOnly"], event["Username"]) == ("false", False, "tg-janitor")
    assert record["responseElements"] is None and "targetGroupArn" in record["requestParameters"]
    times = [e["EventTime"] for e in response["Events"]]
    assert times == sorted(times, reverse=True) and view.now - times[0] >= 4 * MINUTE, (
        "about five minutes late"
    )
    two = [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}] * 2
    with pytest.raises(ApiError) as refused:
        asked(view, "cloudtrail", "LookupEvents", LookupAttributes=two)
    assert refused.value.code == "InvalidLookupAttributesException"


def alarms(view: Any) -> dict[str, dict[str, Any]]:
    found = [
        a
        for region in ("", GLOBAL)
        for a in asked(view, "cloudwatch", "DescribeAlarms", region)["MetricAlarms"]
    ]
    return {alarm["AlarmName"]: alarm for alarm in found}


def test_alarms_have_their_blind_spots() -> None:
    """api-503-aws §7.4: a function fault leaves the load balancer's alarms silent."""
    silent, loud = alarms(running(FUNCTION)), alarms(running(ZERO_TARGETS))
    assert silent["api-alb-503"]["StateValue"] == "OK" and loud["api-alb-503"]["StateValue"] == "ALARM"
    assert silent["cdn-5xx-rate"]["StateValue"] == loud["cdn-5xx-rate"]["StateValue"] == "ALARM"
    assert loud["api-unhealthy-hosts"]["StateValue"] == "OK", "deregistering makes nothing unhealthy"
    assert loud["api-alb-503"]["StateReason"].startswith(
        "Threshold Crossed: 1 out of the last 1 datapoints ["
    )
    assert loud["api-alb-503"]["StateUpdatedTimestamp"] >= case_of(ZERO_TARGETS).fault_at


def test_an_alarms_history_tells_when() -> None:
    view = running(ZERO_TARGETS)
    items = asked(view, "cloudwatch", "DescribeAlarmHistory", AlarmName="api-alb-503")["AlarmHistoryItems"]
    update = next(i for i in items if i["HistoryItemType"] == "StateUpdate")
    assert update["HistorySummary"] == "Alarm updated from OK to ALARM"
    assert update["Timestamp"] == alarms(view)["api-alb-503"]["StateUpdatedTimestamp"]


def log_objects(view: Any, prefix: str) -> tuple[str, list[dict[str, Any]]]:
    bucket = next(b for b in view.world.table("s3.bucket") if b.endswith("-logs"))
    found = asked(view, "s3", "ListObjectsV2", Bucket=bucket, Prefix=prefix, StartAfter=prefix)
    return bucket, list(found["Contents"])


def content(view: Any, bucket: str, item: dict[str, Any]) -> list[str]:
    body = asked(view, "s3", "GetObject", Bucket=bucket, Key=item["Key"])["Body"]
    assert len(body) == item["Size"] <= 8_000_000, "what ls says is what is downloaded"
    return gzip.decompress(body).decode().splitlines()


def test_inv1_access_log_lines_of_an_empty_group() -> None:
    view = running(ZERO_TARGETS, 8)
    day = f"alb/AWSLogs/{view.account.id}/elasticloadbalancing/{view.account.region}/2026/09/22/"
    bucket, items = log_objects(view, day)
    lines = content(view, bucket, items[-1])
    refused = [line.split(" ") for line in lines if " -1 -1 -1 503 - " in line]
    assert refused and all(
        f[4] == "-" and f[9] == "-" and "targetgroup/api" in line
        for f, line in zip(refused, [x for x in lines if " -1 -1 -1 503 - " in x], strict=True)
    )
    assert not any("ELB-HealthChecker" in line for line in lines), "INV-18"


def test_lines_are_as_many_as_counted() -> None:
    view = running(FUNCTION, 8)
    bucket, items = log_objects(view, "cf/")
    late = [item for item in items if item["LastModified"] > case_of(FUNCTION).fault_at]
    assert late and all(item["LastModified"] <= view.now for item in items)
    last = [item for item in items if item["LastModified"] == items[-1]["LastModified"]]
    assert len(last) > 1, "much traffic makes several objects of one window"
    parts = [content(view, bucket, item) for item in last]
    assert all(part[0] == "#Version: 1.0" for part in parts)
    lines = [line for part in parts for line in part[2:]]
    assert all(line.count("\t") == 32 for line in lines)
    starts = [start for start in range(view.now - 60 * MINUTE, view.now, 1000) if start % (5 * MINUTE) == 0]
    counts = [
        view.traffic.counts(at, at + 5 * MINUTE, 5 * MINUTE, lambda p: p.edge is not None)[0] for at in starts
    ]
    assert len(lines) in counts
    assert max(sum(len(line) + 1 for line in part) for part in parts) < 10_000_000, "zcat reads it"


def test_log_groups_are_filtered_in_milliseconds_and_queried_in_seconds() -> None:
    """INV-25"""
    view = running(ZERO_TARGETS)
    found = asked(
        view,
        "logs",
        "FilterLogEvents",
        logGroupName="/aws/lambda/tg-janitor",
        startTime=view.now - 15 * MINUTE,
    )
    assert misfits("logs", "FilterLogEvents", found) == []
    assert [e["message"].split(" ")[0] for e in found["events"]][:1] == ["START"]
    started = done(
        view,
        "logs",
        "StartQuery",
        logGroupName="/aws/lambda/tg-janitor",
        startTime=view.now // 1000 - 900,
        endTime=view.now // 1000,
        queryString="stats count(*) as n",
    )
    id = next(iter(started.world.table("logs.query")))
    assert asked(started, "logs", "GetQueryResults", queryId=id)["status"] == "Running"
    result = asked(started.advance(started.now + 2000), "logs", "GetQueryResults", queryId=id)
    assert result["results"] == [[{"field": "n", "value": str(len(found["events"]))}]]


def test_paging_through_log_events_loses_nothing() -> None:
    view = running(ZERO_TARGETS)
    base = {"logGroupName": "/aws/lambda/tg-janitor", "startTime": view.now - 15 * MINUTE}
    whole = [e["eventId"] for e in asked(view, "logs", "FilterLogEvents", **base)["events"]]
    paged, token = [], {}
    while True:
        page = asked(view, "logs", "FilterLogEvents", limit=2, **base, **token)
        paged += [e["eventId"] for e in page["events"]]
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert paged == whole and len(set(whole)) == len(whole)


def test_running_commands_is_refused_with_the_reason() -> None:
    with pytest.raises(ApiError) as refused:
        asked(running(FUNCTION), "ssm", "SendCommand", DocumentName="AWS-RunShellScript", InstanceIds=["i-1"])
    assert "ssm:SendCommand" in refused.value.message and "explicit deny" in refused.value.message


def test_each_etag_is_good_for_one_write_and_the_edges_follow_in_two_waves() -> None:
    """api-503-aws §8, hint 2."""
    view = running(KEY)
    arn = next(iter(view.world.table("cloudfront.kvs")))
    etag = asked(view, "cloudfront-keyvaluestore", "DescribeKeyValueStore", KvsARN=arn)["ETag"]
    write = {"KvsARN": arn, "Key": "v1", "Value": "/v1", "IfMatch": etag}
    written = done(view, "cloudfront-keyvaluestore", "PutKey", **write)
    with pytest.raises(ApiError):
        asked(written, "cloudfront-keyvaluestore", "PutKey", **write)
    assert edge_keys(written) == [False, False]
    assert edge_keys(written.advance(view.now + 43_000)) == [True, False]
    assert edge_keys(written.advance(view.now + 50_000)) == [True, True]


def edge_keys(view: Any) -> list[bool]:
    arn = next(iter(view.world.table("cloudfront.kvs")))
    return ["v1" in (store_items(view.world, arn, wave) or {}) for wave in WAVES]


def test_updating_a_function_changes_nothing_until_it_is_published() -> None:
    """api-503-aws §8, hint 3."""
    view = running(FUNCTION)
    described = asked(view, "cloudfront", "DescribeFunction", GLOBAL, Name="api-viewer")
    good = b"function handler(event) { return event.request; }"
    config = described["FunctionSummary"]["FunctionConfig"]
    updated = done(
        view,
        "cloudfront",
        "UpdateFunction",
        Name="api-viewer",
        IfMatch=described["ETag"],
        FunctionConfig=config,
        FunctionCode=good,
    )
    live = asked(updated, "cloudfront", "GetFunction", GLOBAL, Name="api-viewer", Stage="LIVE")[
        "FunctionCode"
    ]
    assert (
        live != good
        and asked(updated, "cloudfront", "GetFunction", GLOBAL, Name="api-viewer")["FunctionCode"] == good
    )
    etag = asked(updated, "cloudfront", "DescribeFunction", GLOBAL, Name="api-viewer")["ETag"]
    published = done(updated, "cloudfront", "PublishFunction", Name="api-viewer", IfMatch=etag).advance(
        view.now + 20_000
    )
    assert (
        asked(published, "cloudfront", "GetFunction", GLOBAL, Name="api-viewer", Stage="LIVE")["FunctionCode"]
        == good
    )


def test_testing_the_broken_function_tells_why() -> None:
    """api-503-aws §1.8; §8, hint 4."""
    view = running(FUNCTION)
    etag = asked(view, "cloudfront", "DescribeFunction", GLOBAL, Name="api-viewer")["ETag"]
    event = {
        "version": "1.0",
        "request": {"method": "GET", "uri": "/v1/orders", "headers": {}, "querystring": {}, "cookies": {}},
    }
    result = asked(
        view,
        "cloudfront",
        "TestFunction",
        GLOBAL,
        Name="api-viewer",
        IfMatch=etag,
        EventObject=json.dumps(event).encode(),
    )
    message = result["TestResult"]["FunctionErrorMessage"]
    assert message.startswith("The CloudFront function associated with") and "TypeError" in message


@pytest.mark.parametrize(
    ("treatment", "state"),
    [("missing", "INSUFFICIENT_DATA"), ("notBreaching", "OK"), ("breaching", "ALARM")],
)
def test_missing_data_counts_as_the_alarm_says(treatment: str, state: str) -> None:
    """aws-request-path §8.3: an outage upstream of the load balancer is missing data to its alarms."""
    view = running(FUNCTION)
    alarm = {
        "AlarmName": "mine",
        "Namespace": "AWS/ApplicationELB",
        "MetricName": "HTTPCode_ELB_503_Count",
        "Dimensions": [{"Name": "LoadBalancer", "Value": balancer(view)}],
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 2,
        "Threshold": 5.0,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": treatment,
    }
    made = done(view, "cloudwatch", "PutMetricAlarm", **alarm)
    assert alarms(made)["mine"]["StateValue"] == state


def test_a_forced_state_lasts_until_the_next_evaluation() -> None:
    view = running(FUNCTION)
    forced = done(
        view, "cloudwatch", "SetAlarmState", AlarmName="api-alb-503", StateValue="ALARM", StateReason="drill"
    )
    assert (alarms(forced)["api-alb-503"]["StateValue"], alarms(forced)["api-alb-503"]["StateReason"]) == (
        "ALARM",
        "drill",
    )
    assert alarms(forced.advance(view.now + 2 * MINUTE))["api-alb-503"]["StateValue"] == "OK"


def test_an_earlier_revision_goes_out_host_by_host() -> None:
    view = running("limiter-counts-balancer")
    past = next(d for d in view.world.all("codedeploy.deployment") if d["applicationName"] == "shop-api")
    carried = replace(view, controllers=(*view.controllers, DeployController()))
    begun = done(
        carried, "codedeploy", "CreateDeployment", applicationName="shop-api", revision=past["revision"]
    )
    id = asked(begun, "codedeploy", "ListDeployments", applicationName="shop-api")["deployments"][0]
    half = asked(begun.advance(view.now + 60_000), "codedeploy", "GetDeployment", deploymentId=id)[
        "deploymentInfo"
    ]
    assert half["status"] == "InProgress" and 0 < half["deploymentOverview"]["Succeeded"] < 4
    whole = asked(begun.advance(view.now + 5 * MINUTE), "codedeploy", "GetDeployment", deploymentId=id)[
        "deploymentInfo"
    ]
    assert (whole["status"], whole["deploymentOverview"]["Pending"]) == ("Succeeded", 0)


def test_an_unknown_revision_fails() -> None:
    view = running(FUNCTION)
    carried = replace(view, controllers=(*view.controllers, DeployController()))
    revision = {"revisionType": "S3", "s3Location": {"bucket": "shop-artifacts", "key": "nope.zip"}}
    begun = done(carried, "codedeploy", "CreateDeployment", applicationName="shop-api", revision=revision)
    newest = list(begun.advance(view.now + MINUTE).world.all("codedeploy.deployment"))[-1]
    assert newest["status"] == "Failed"


def test_iam_sts_and_the_trail_call_a_role_by_the_same_id() -> None:
    view = running(ZERO_TARGETS, 8)
    role = asked(view, "iam", "GetRole", RoleName="OnCall")["Role"]["RoleId"]
    assert asked(view, "sts", "GetCallerIdentity")["UserId"] == f"{role}:oncall"
    janitor = asked(view, "iam", "GetRole", RoleName="tg-janitor-role")["Role"]["RoleId"]
    attribute = [{"AttributeKey": "Username", "AttributeValue": "tg-janitor"}]
    event = asked(view, "cloudtrail", "LookupEvents", LookupAttributes=attribute)["Events"][0]
    assert json.loads(event["CloudTrailEvent"])["userIdentity"]["principalId"] == f"{janitor}:tg-janitor"

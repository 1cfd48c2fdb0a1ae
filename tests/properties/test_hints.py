"""The twelve hints of the pack's fact sheet, each through what a player sees (api-503-aws §8)."""

import json
import re

import pytest
from played import API, ORIGIN, Played, from_iso, minute

EDGE_FAULTS = ("routing-key-deleted", "viewer-function-throws")
BALANCER_FAULTS = (
    "new-maintenance-rule",
    "dormant-rule-wins",
    "rule-forwards-to-empty-group",
    "balancer-in-other-zones",
    "refresh-without-registration",
    "clean-up-job-empties-group",
)
EVENT = json.dumps(
    {
        "version": "1.0",
        "context": {"eventType": "viewer-request"},
        "viewer": {"ip": "198.51.100.7"},
        "request": {"method": "GET", "uri": "/v1/cart", "headers": {"host": {"value": "api.shop.example"}}, "querystring": {}, "cookies": {}},
    }
)  # fmt: skip


def store(played: Played) -> str:
    """The key-value store's ARN."""
    return played.text(
        "aws cloudfront list-key-value-stores --query 'KeyValueStoreList.Items[0].ARN' --output text", 1
    )


def events(played: Played, region: str = "") -> list[dict[str, str]]:
    """All write events of a Region."""
    only = "--lookup-attributes AttributeKey=ReadOnly,AttributeValue=false"
    found: list[dict[str, str]] = played.json(f"aws cloudtrail lookup-events {only} {region}")["Events"]
    return found


def etag(played: Played, query: str) -> str:
    """An ETag as a command shows it."""
    return played.text(f"aws {query} --query ETag --output text", 1)


def test_hint_01_a_deleted_key_is_in_no_event_history() -> None:
    """Only the store's own data says when: LastModified, ItemCount."""
    played = Played("routing-key-deleted")
    names = {event["EventName"] for region in ("", "--region us-east-1") for event in events(played, region)}
    assert names
    assert not {name for name in names if "Key" in name}
    shown = played.json(f"aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn {store(played)}")
    other = Played("viewer-function-throws")
    before = other.json(f"aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn {store(other)}")
    assert shown["ItemCount"] == before["ItemCount"] - 1
    assert shown["TotalSizeInBytes"] < before["TotalSizeInBytes"]
    ago = played.began - from_iso(shown["LastModified"])
    assert 0 < ago < 1_800_000 < played.began - from_iso(before["LastModified"])


def test_hint_02_a_used_etag_is_refused_and_the_cure_takes_its_time() -> None:
    """T7: some edges change before others."""
    played = Played("routing-key-deleted")
    arn = store(played)
    old = etag(played, f"cloudfront-keyvaluestore describe-key-value-store --kvs-arn {arn}")
    put = f"aws cloudfront-keyvaluestore put-key --kvs-arn {arn} --key"
    assert played.type(f"{put} probe --value 1 --if-match {old}").exit == 0
    assert played.type(f"{put} v1 --value /v1 --if-match {old}").exit != 0
    new = etag(played, f"cloudfront-keyvaluestore describe-key-value-store --kvs-arn {arn}")
    assert re.fullmatch(r"KV[0-9A-Z]{13}", new)
    assert new != old
    assert played.type(f"{put} v1 --value /v1 --if-match {new}").exit == 0
    assert played.headers(API, after=1)[":status"] == "503", "not there yet"
    played.wait(120)
    assert played.headers(API)[":status"] == "200"


def test_hint_03_an_update_without_publish_changes_nothing_for_viewers() -> None:
    played = Played("viewer-function-throws")
    arn = store(played)
    played.type("aws cloudfront get-function --name api-viewer --stage LIVE /tmp/live.js")
    live = played.text("cat /tmp/live.js")
    played.type("grep -v x-app-version /tmp/live.js > /tmp/fixed.js")
    config = f"Comment=x,Runtime=cloudfront-js-2.0,KeyValueStoreAssociations={{Quantity=1,Items=[{{KeyValueStoreARN={arn}}}]}}"
    match = etag(played, "cloudfront describe-function --name api-viewer")
    update = (
        f"aws cloudfront update-function --name api-viewer --if-match {match} --function-config '{config}'"
    )
    assert played.type(f"{update} --function-code fileb:///tmp/fixed.js").exit == 0
    played.wait(300)
    assert played.headers(API)[":status"] == "503"
    played.type("aws cloudfront get-function --name api-viewer --stage LIVE /tmp/again.js")
    assert played.text("cat /tmp/again.js") == live
    stale = played.type(f"aws cloudfront publish-function --name api-viewer --if-match {match}")
    assert stale.exit != 0
    match = etag(played, "cloudfront describe-function --name api-viewer")
    shown = played.json(f"aws cloudfront publish-function --name api-viewer --if-match {match}")
    assert "ETag" not in shown, "publish-function gives no ETag (§1.2)"
    played.wait(120)
    assert played.headers(API)[":status"] == "200"


def test_hint_04_test_function_says_what_was_thrown_and_logs_nothing() -> None:
    played = Played("viewer-function-throws")
    group = (
        "aws logs filter-log-events --log-group-name /aws/cloudfront/function/api-viewer --region us-east-1"
    )
    before = played.type(group).stdout
    played.type(f"echo '{EVENT}' > /tmp/event.json")
    match = etag(played, "cloudfront describe-function --name api-viewer --stage LIVE")
    run = f"aws cloudfront test-function --name api-viewer --if-match {match} --stage LIVE"
    result = played.json(f"{run} --event-object fileb:///tmp/event.json")["TestResult"]
    sentence = (
        "The CloudFront function associated with the CloudFront distribution is invalid or could not run. "
    )
    assert result["FunctionErrorMessage"].startswith(sentence + "TypeError")
    assert result["ComputeUtilization"].isdigit()
    assert sentence.strip() in played.headers(API)[":body"]
    assert played.type(group).stdout == before


@pytest.mark.parametrize("fault", EDGE_FAULTS)
def test_hint_05_behaviours_without_the_function_stay_well(fault: str) -> None:
    played = Played(fault)
    assert played.headers(API)["x-cache"] == "FunctionExecutionError from cloudfront"
    assert played.headers("https://shop.example/")[":status"] == "200"
    assert played.headers("https://shop.example/static/app.js")[":status"] == "200"
    assert played.headers(ORIGIN)[":status"] == "200"


def test_hint_06_priorities_swap_in_one_call_only() -> None:
    played = Played("dormant-rule-wins")
    listed = f"aws elbv2 describe-rules --listener-arn {played.listener()}"
    rules = {
        rule["Priority"]: rule["RuleArn"] for rule in played.json(listed)["Rules"] if not rule["IsDefault"]
    }
    low, high = sorted(rules, key=int)[:2]
    single = played.type(
        f"aws elbv2 set-rule-priorities --rule-priorities RuleArn={rules[low]},Priority={high}"
    )
    assert single.exit != 0
    assert "(PriorityInUse)" in single.stderr
    both = f"RuleArn={rules[low]},Priority={high} RuleArn={rules[high]},Priority={low}"
    played.json(f"aws elbv2 set-rule-priorities --rule-priorities {both}")
    after = {
        rule["Priority"]: rule["RuleArn"] for rule in played.json(listed)["Rules"] if not rule["IsDefault"]
    }
    assert (after[low], after[high]) == (rules[high], rules[low])
    assert played.headers(API, after=20)[":status"] == "200"


def test_hint_07_subnets_decide_which_targets_are_used() -> None:
    played = Played("balancer-in-other-zones")
    assert set(played.health().values()) == {
        (
            "unused",
            "Target.NotInUse",
            "Target is in an Availability Zone that is not enabled for the load balancer",
        )
    }
    line = (
        "aws ec2 describe-subnets --filters Name=tag:Name,Values=shop-public-* "
        "--query 'sort_by(Subnets,&AvailabilityZone)[].[AvailabilityZone,SubnetId]' --output text"
    )
    subnets = [row.split() for row in played.lines(line)]
    assert len(subnets) == 4
    one = played.type(
        f"aws elbv2 set-subnets --load-balancer-arn {played.balancer()} --subnets {subnets[0][1]}"
    )
    assert one.exit != 0
    chosen = " ".join(subnet for _, subnet in subnets[:2])
    shown = played.json(f"aws elbv2 set-subnets --load-balancer-arn {played.balancer()} --subnets {chosen}")
    assert sorted(zone["ZoneName"] for zone in shown["AvailabilityZones"]) == [
        zone for zone, _ in subnets[:2]
    ]
    seen = [played.states() for _ in range(1)]
    assert seen == [{"initial"}]
    played.wait(60)
    assert played.states() == {"healthy"}
    played.wait(60)
    assert played.headers(API)[":status"] == "200"


def test_hint_08_resuming_alone_leaves_the_group_empty_and_a_refresh_repairs_it() -> None:
    played = Played("refresh-without-registration")
    group = "--auto-scaling-group-name shop-api"
    assert (
        played.type(f"aws autoscaling resume-processes {group} --scaling-processes AddToLoadBalancer").exit
        == 0
    )
    played.wait(600)
    assert played.health() == {}
    quick = '{"MinHealthyPercentage":0,"InstanceWarmup":30}'
    assert played.type(f"aws autoscaling start-instance-refresh {group} --preferences '{quick}'").exit == 0
    played.wait(900)
    assert "healthy" in played.states()
    assert played.headers(API)[":status"] == "200"


def test_hint_09_registering_without_stopping_the_job_fails_again() -> None:
    played = Played("clean-up-job-empties-group")
    targets = " ".join(f"Id={instance}" for instance in played.instances())
    register = f"aws elbv2 register-targets --target-group-arn {played.group()} --targets {targets}"
    assert played.type(register).exit == 0
    played.wait(50)
    assert "healthy" in played.states()
    played.wait(600)
    assert "healthy" not in played.states()
    assert played.headers(API)[":status"] == "503"
    assert played.type("aws events disable-rule --name tg-janitor-every-10m").exit == 0
    played.wait(310)
    assert played.type(register).exit == 0
    played.wait(1300)
    assert played.states() == {"healthy"}
    assert played.headers(API)[":status"] == "200"


@pytest.mark.parametrize("fault", BALANCER_FAULTS)
def test_hint_10_unhealthy_host_count_never_rises(fault: str) -> None:
    """Unused, draining and absent are not unhealthy (§7.1)."""
    played = Played(fault)
    played.wait(120)
    where, start = played.on_group(), minute(played.began) - 1_800_000
    counts = played.metric("UnHealthyHostCount", where, start, minute(played.now), stat="Maximum")
    assert counts
    assert set(counts.values()) == {0}
    line = "aws cloudwatch describe-alarms --alarm-names api-unhealthy-hosts --query 'MetricAlarms[0].StateValue' --output text"
    assert played.text(line) == "OK"


@pytest.mark.parametrize("fault", EDGE_FAULTS)
def test_hint_11_a_function_that_fails_leaves_no_lines_behind_the_edge(fault: str) -> None:
    """No request for /v1 at the hosts; the health checker goes on."""
    played = Played(fault)
    start = played.began - 120_000
    group = f"aws logs filter-log-events --log-group-name /shop/nginx/access --start-time {start} --end-time {played.began}"
    assert played.json(f"{group} --filter-pattern '\"/v1/\"' --limit 5")["events"] == []
    assert played.json(f"{group} --filter-pattern '\"GET /\"' --limit 5")["events"]
    host = next(iter(played.instances().values()))
    assert len(played.lines(f"ssh {host} 'sudo tail -n 6 /var/log/nginx/health.log'")) == 6


@pytest.mark.parametrize(
    "fault", ["viewer-function-throws", "new-maintenance-rule", "refresh-without-registration"]
)
def test_hint_12_every_record_names_the_region_it_is_found_in(fault: str) -> None:
    """§6: cloudfront, route53, iam in us-east-1; the workload's own in its Region."""
    played = Played(fault)
    played.wait(900)
    for region, flag in (("us-east-1", "--region us-east-1"), ("us-west-2", "")):
        found = [json.loads(event["CloudTrailEvent"]) for event in events(played, flag)]
        assert found
        assert {record["awsRegion"] for record in found} == {region}
        world = {"cloudfront.amazonaws.com", "route53.amazonaws.com", "iam.amazonaws.com"}
        sources = {record["eventSource"] for record in found}
        assert (sources <= world | {"sts.amazonaws.com", "signin.amazonaws.com", "acm.amazonaws.com"}) == (
            region == "us-east-1"
        )

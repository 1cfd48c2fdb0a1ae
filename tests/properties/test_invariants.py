"""The invariants of the request path, each through what a player sees (aws-request-path §10, INV-1 … INV-26).

Every test plays lines in a case of the pack api-503 whose broken layer is not in the test's way: faults of the
edge leave load balancer and hosts sound behind `origin-api`, faults of the load balancer leave the edge sound.
"""

import json
import re
from collections.abc import Iterator

import pytest
from played import API, FIVE, ORIGIN, Played, five, minute

QUIET = "viewer-function-throws"
"""A fault of the edge: everything behind `origin-api` works."""
EMPTY = "rule-forwards-to-empty-group"
UNREGISTERED = "refresh-without-registration"


@pytest.fixture(scope="module")
def empty() -> Played:
    """A load balancer that has no target for /v1/*; nobody changes it."""
    return Played(EMPTY)


@pytest.fixture(scope="module")
def edge() -> Played:
    """A function at the edge that throws; only reads are played here."""
    return Played(QUIET)


@pytest.fixture
def sound() -> Iterator[Played]:
    """A fresh case that works behind `origin-api`, to be broken by the test."""
    yield Played(QUIET)


def drop_from_balancer(played: Played) -> None:
    """No more packets from the load balancer's group to the instances: the rule on port 80 goes."""
    app, alb = played.security_group("shop-app"), played.security_group("shop-alb")
    line = f"aws ec2 revoke-security-group-ingress --group-id {app} --protocol tcp --port 80 --source-group {alb}"
    assert played.type(line).exit == 0


def mend_function(played: Played) -> None:
    """Publish the viewer-request function as it was before it threw: let every request pass."""
    code = "function handler(event) { return event.request; }"
    played.type(f"printf '%s' '{code}' > /tmp/pass.js", 1)
    name = played.text("aws cloudfront list-functions --query 'FunctionList.Items[0].Name' --output text", 1)
    tag = f"aws cloudfront describe-function --name {name} --query ETag --output text"
    config = f"aws cloudfront describe-function --name {name} --query FunctionSummary.FunctionConfig"
    etag, shape = played.text(tag, 1), json.dumps(played.json(config, 1))
    line = f"aws cloudfront update-function --name {name} --if-match {etag}"
    done = played.type(f"{line} --function-config '{shape}' --function-code fileb:///tmp/pass.js", 1)
    assert done.exit == 0, done.stderr
    published = played.type(
        f"aws cloudfront publish-function --name {name} --if-match {played.text(tag, 1)}", 1
    )
    assert published.exit == 0, published.stderr
    played.wait(30)


def on_hosts(played: Played, line: str, count: int = 4) -> list[str]:
    """Run a line on the first instances as root; their addresses."""
    chosen = list(played.instances().values())[:count]
    for address in chosen:
        played.type(f"ssh {address} '{line}'", 1)
    return chosen


def test_inv_01_empty_group_answers_503_of_the_load_balancer(empty: Played) -> None:
    """§3.1, §3.7: 162 bytes, target `-`, times -1, the group's ARN present, no error_reason."""
    answer = empty.headers(ORIGIN)
    assert (answer[":status"], answer["server"], answer["content-length"]) == ("503", "awselb/2.0", "162")
    empty.wait(600)
    start = five(empty.began)
    field = "awk '$9 == 503 {print $5, $6, $7, $8, $9, $10}' | sort | uniq -c"
    assert [row.split()[1:] for row in empty.balancer_log(start, start + FIVE, field)] == [
        ["-", "-1", "-1", "-1", "503", "-"]
    ]
    line = empty.lines(f"grep ' 503 - ' /tmp/alb{start}.log | head -n 1")[0]
    assert ":targetgroup/api-v2/" in line
    assert '"forward" "-" "-" "-" "-"' in line


def test_inv_02_all_unhealthy_fails_open(sound: Played) -> None:
    """§3.1: every usable target gets traffic and UnhealthyRoutingRequestCount counts it; no 503."""
    line = (
        f"aws elbv2 modify-target-group --target-group-arn {sound.group()} --health-check-path /no-such-page"
    )
    assert sound.type(line).exit == 0
    sound.wait(150)
    health = sound.health()
    assert {state for state, _, _ in health.values()} == {"unhealthy"}
    assert {reason for _, reason, _ in health.values()} == {"Target.ResponseCodeMismatch"}
    assert all(text == "Health checks failed with these codes: [404]" for _, _, text in health.values())
    assert sound.headers(ORIGIN)[":status"] == "200"
    begin = minute(sound.now)
    sound.wait(180)
    assert sum(sound.metric("UnhealthyRoutingRequestCount", sound.on_group(), begin, sound.now).values()) > 0
    assert not sound.metric("HTTPCode_ELB_503_Count", sound.on_balancer(), begin, sound.now)
    for instance in sound.instances():
        seen = f"--log-group-name /shop/nginx/access --log-stream-names {instance} --start-time {begin}"
        found = sound.json(f"aws logs filter-log-events {seen} --limit 1")
        assert len(found["events"]) == 1, f"{instance} gets traffic"


def test_inv_03_with_one_healthy_the_unhealthy_get_nothing(sound: Played) -> None:
    """§3.1: the default threshold is one healthy target."""
    edit = 'sudo sed -i "s#location = /healthz {#location = /healthz { return 500;#" /etc/nginx/sites-available/api'
    bad = on_hosts(sound, edit, 3)
    for address in bad:
        sound.type(f"ssh {address} 'sudo systemctl reload nginx'", 1)
    sound.wait(120)
    states = sorted(state for state, _, _ in sound.health().values())
    assert states == ["healthy", "unhealthy", "unhealthy", "unhealthy"]
    begin = minute(sound.now) + 60_000
    sound.wait(200)
    counts = {}
    for instance, address in sound.instances().items():
        seen = f"--log-group-name /shop/nginx/access --log-stream-names {instance}"
        span = f"--start-time {begin} --end-time {begin + 60_000} --query 'length(events)' --output text"
        counts[address] = sum(int(n) for n in sound.lines(f"aws logs filter-log-events {seen} {span}", 1))
    assert all(counts[address] == 0 for address in bad)
    assert sum(counts.values()) > 100


def test_inv_04_draining_and_initial_targets_get_no_requests(sound: Played) -> None:
    """§3.1, §3.4: a group with only such targets answers 503."""
    group = sound.group()
    targets = " ".join(f"Id={instance}" for instance in sound.instances())
    assert (
        sound.type(f"aws elbv2 deregister-targets --target-group-arn {group} --targets {targets}").exit == 0
    )
    assert set(sound.health().values()) == {
        ("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
    }
    assert sound.headers(ORIGIN)[":status"] == "503"
    sound.wait(320)
    assert sound.health() == {}
    assert sound.type(f"aws elbv2 register-targets --target-group-arn {group} --targets {targets}").exit == 0
    first = sound.engine.submit(f"aws elbv2 describe-target-health --target-group-arn {group}", sound.now)
    assert '"initial"' in first.observation.stdout
    assert "Elb.RegistrationInProgress" in first.observation.stdout
    sound.wait(45)
    assert sound.states() == {"healthy"}
    assert sound.headers(ORIGIN)[":status"] == "200"


def test_inv_05_request_count_leaves_out_what_got_no_target(empty: Played) -> None:
    """§3.9: HTTPCode_ELB_503_Count counts them, RequestCount does not."""
    empty.wait(60)
    before, after = minute(empty.began) - 1_800_000, minute(empty.now) - 300_000
    usual = empty.metric("RequestCount", empty.on_balancer(), before, before + 60_000)[before]
    now = empty.metric("RequestCount", empty.on_balancer(), after, after + 60_000)[after]
    failed = empty.metric("HTTPCode_ELB_503_Count", empty.on_balancer(), after, after + 60_000)[after]
    assert now < usual * 0.6
    assert failed > now


def test_inv_06_error_metrics_are_missing_in_quiet_minutes(empty: Played) -> None:
    """§3.9: not published, not zero."""
    start = minute(empty.began) - 3_600_000
    for name in (
        "HTTPCode_ELB_503_Count",
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_ELB_504_Count",
        "TargetConnectionErrorCount",
    ):
        assert empty.metric(name, empty.on_balancer(), start, start + 1_200_000) == {}
    assert len(empty.metric("RequestCount", empty.on_balancer(), start, start + 1_200_000)) == 20


def test_inv_07_dimensions_that_do_not_exist_give_nothing(empty: Played) -> None:
    """§3.9: ELB codes have no target group; host counts have no meaning without one."""
    start, end = minute(empty.began), minute(empty.now)
    assert empty.metric("HTTPCode_ELB_503_Count", empty.on_balancer(), start, end)
    assert empty.metric("HTTPCode_ELB_503_Count", empty.on_group("api-v2"), start, end) == {}
    assert empty.metric("HealthyHostCount", empty.on_balancer(), start, end, stat="Maximum") == {}
    assert empty.metric("HealthyHostCount", empty.on_group(), start, end, stat="Maximum")


def test_inv_08_a_dropped_target_is_a_504_after_ten_seconds(sound: Played) -> None:
    """§3.3: the connect timeout to targets is ten seconds, and the log says so (§3.7)."""
    drop_from_balancer(sound)
    sound.wait(200)
    shown = sound.text(f"curl -s -o /dev/null -w '%{{http_code}} %{{time_total}}' {ORIGIN}").split()
    assert shown[0] == "504"
    assert 10 <= float(shown[1]) < 10.6
    assert sound.states() == {"unhealthy"}
    assert {reason for _, reason, _ in sound.health().values()} == {"Target.Timeout"}
    sound.wait(600)
    start = five(sound.now) - 2 * FIVE
    gap = "awk '$9 == 504 {print $5, $6, $7, $8, $10}' | sed 's/[0-9.]*:80/ip/' | sort | uniq -c"
    assert [row.split()[1:] for row in sound.balancer_log(start, start + FIVE, gap)] == [
        ["ip", "-1", "-1", "-1", "-"]
    ]
    line = sound.lines(f"grep ' 504 - ' /tmp/alb{start}.log | head -n 1")[0]
    done, created = re.findall(r"T\d\d:\d\d:(\d\d\.\d+)Z", line)[:2]
    assert abs((float(done) - float(created)) % 60 - 10) < 0.1


def test_inv_09_a_relayed_error_keeps_the_origins_server_and_body(empty: Played) -> None:
    """§2.1 CF7, §2.2: CloudFront adds x-cache, via, pop and id."""
    direct, relayed = empty.headers(ORIGIN), empty.headers(API)
    assert relayed["server"] == direct["server"] == "awselb/2.0"
    assert relayed[":body"] == direct[":body"]
    assert relayed["x-cache"] == "Error from cloudfront"
    assert re.fullmatch(r"1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)", relayed["via"])
    assert re.fullmatch(r"[A-Z]{3}\d+-[CP]\d+", relayed["x-amz-cf-pop"])
    assert re.fullmatch(r"[\w-]{53}[AQgw]==", relayed["x-amz-cf-id"])
    assert not {"x-cache", "via", "x-amz-cf-id"} & set(direct)


def test_inv_10_an_error_of_cloudfront_names_its_request(edge: Played) -> None:
    """§2.3: the H1 has the status, the body the same request id as the header."""
    answer = edge.headers(API)
    assert answer["server"] == "CloudFront"
    assert "<H1>503 ERROR</H1>" in answer[":body"]
    assert f"Request ID: {answer['x-amz-cf-id']}\n" in answer[":body"]
    assert len(answer[":body"].rstrip("\n").encode()) == int(answer["content-length"])


def test_inv_11_errors_are_cached_for_get_and_never_for_post() -> None:
    """§2.4: within ten seconds a second GET of the URL does not reach the load balancer; a POST does."""
    played = Played(EMPTY)
    url = "https://api.shop.example/v1/status-check"
    assert "age" not in played.headers(url)
    again = played.headers(url, after=4)
    assert (again[":status"], again["age"]) == ("503", "4")
    for after in (1, 2):
        assert "age" not in played.headers(url, "-X POST -d a=1", after=after)
    start = five(played.now)
    played.wait(700)
    rows = played.balancer_log(start, start + FIVE, "grep status-check | awk '{print $13}' | sort | uniq -c")
    assert [row.split() for row in rows] == [["1", '"GET'], ["2", '"POST']]


def test_inv_12_dropped_at_the_origin_is_30_seconds(sound: Played) -> None:
    """§2.1 CF4: three attempts of ten seconds, then a 504 of CloudFront's own."""
    alb = sound.security_group("shop-alb")
    found = sound.json(f"aws ec2 describe-security-groups --group-ids {alb}")["SecurityGroups"][0][
        "IpPermissions"
    ]
    listed = next(p for p in found if p["PrefixListIds"])
    only = json.dumps([{k: listed[k] for k in ("IpProtocol", "FromPort", "ToPort", "PrefixListIds")}])
    assert (
        sound.type(f"aws ec2 revoke-security-group-ingress --group-id {alb} --ip-permissions '{only}'").exit
        == 0
    )
    sound.wait(400)
    page = "https://shop.example/nothing-has-cached-this"
    shown = sound.text(f"curl -s -o /dev/null -w '%{{http_code}} %{{time_starttransfer}}' {page}").split()
    assert shown[0] == "504"
    assert 30 <= float(shown[1]) < 31
    assert "attempted to establish a connection with the origin" in sound.headers(page + "2")[":body"]
    direct = sound.type("curl -sS -m 3 https://origin-api.shop.example:8443/")
    assert direct.exit == 28, "the group lets nothing in there: dropped, not refused"


def test_inv_12_refused_at_the_origin_is_told_at_once(sound: Played) -> None:
    """§2.5: an origin name that leads to a machine where nobody listens on 443: 502 within a second."""
    zone = sound.text("aws route53 list-hosted-zones --query 'HostedZones[0].Id' --output text")
    bastion = sound.text("dig +short bastion.shop.example")
    record = {
        "Name": "origin-api.shop.example",
        "Type": "A",
        "TTL": 60,
        "ResourceRecords": [{"Value": bastion}],
    }
    batch = json.dumps({"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]})
    wanted = f"aws route53 change-resource-record-sets --hosted-zone-id {zone} --change-batch '{batch}'"
    assert sound.type(wanted).exit == 0
    group = sound.text(
        "aws ec2 describe-instances --filters Name=tag:Name,Values=*bastion* "
        "--query 'Reservations[0].Instances[0].SecurityGroups[0].GroupId' --output text"
    )
    opened = f"aws ec2 authorize-security-group-ingress --group-id {group} --protocol tcp --port 443 --cidr 0.0.0.0/0"
    assert sound.type(opened).exit == 0
    mend_function(sound)
    shown = sound.text(f"curl -s -o /tmp/page -w '%{{http_code}} %{{time_total}}' {API}").split()
    assert shown[0] == "502"
    assert float(shown[1]) < 1
    assert "wasn't able to connect to the origin" in sound.text("cat /tmp/page")


def stop_everywhere(played: Played, unit: str, signal: str = "STOP") -> None:
    """Send every process of a unit a signal, on every instance."""
    for address in played.instances().values():
        assert played.type(f"ssh {address} 'sudo systemctl kill -s {signal} {unit}'", 1).exit == 0


@pytest.mark.parametrize(
    ("unit", "waits", "logged"),
    [("nginx", 60, "0.001 -1 -1 504 -"), ("api", 30, "0.001 30.001 0.000 504 504")],
)
def test_inv_13_a_hung_origin_takes_90_seconds_for_get_and_30_for_post(
    sound: Played, unit: str, waits: int, logged: str
) -> None:
    """§2.5: who is stopped takes connections and says nothing; 460 in the balancer's log, three for a GET.

    Straight at the load balancer its idle time-out ends it, or nginx' own patience with the app.
    """
    mend_function(sound)
    assert sound.headers(API)[":status"] == "200"
    stop_everywhere(sound, unit)
    assert sound.type(
        f"ssh {next(iter(sound.instances().values()))} 'ps -o stat= -C nginx,gunicorn'"
    ).stdout.count("T")
    began = sound.now
    shown = sound.text(f"curl -s -o /dev/null -w '%{{http_code}} %{{time_total}}' {API}").split()
    assert shown[0] == "504"
    assert 90 <= float(shown[1]) < 91
    page = sound.headers(f"{API}?again", "-X POST")
    assert (page[":status"], page["server"]) == ("504", "CloudFront")
    posted = sound.text(
        f"curl -s -X POST -o /dev/null -w '%{{http_code}} %{{time_total}}' {API}?more"
    ).split()
    assert 30 <= float(posted[1]) < 31
    direct = sound.text(f"curl -s -o /dev/null -w '%{{http_code}} %{{time_total}}' {ORIGIN}").split()
    assert direct[0] == "504"
    assert waits <= float(direct[1]) < waits + 1
    assert {reason for _, reason, _ in sound.health().values()} == {"Target.Timeout"}
    sound.wait(700)
    start = five(began)
    mine = "grep '/v1/cart HTTP' | grep curl/ | awk '{print $6, $7, $8, $9, $10}' | sort | uniq -c"
    rows = [row.split() for row in sound.balancer_log(start, start + FIVE, mine)]
    again = [row.split() for row in sound.balancer_log(start + FIVE, start + 2 * FIVE, mine)]
    tally = {" ".join(row[1:]): 0 for row in (*rows, *again)}
    for row in (*rows, *again):
        tally[" ".join(row[1:])] += int(row[0])
    assert tally["0.001 -1 -1 460 -"] == 3
    assert tally[logged] == 1
    stop_everywhere(sound, unit, "CONT")
    assert sound.headers(f"{API}?back")[":status"] == "200"


def test_inv_14_caches_keep_old_answers_and_old_absences(sound: Played) -> None:
    """§1.5: a deleted record lives on for its TTL; its absence for at most 900 seconds after it is back."""
    zone = sound.text("aws route53 list-hosted-zones --query 'HostedZones[0].Id' --output text")
    listed = f"aws route53 list-resource-record-sets --hosted-zone-id {zone}"
    record = sound.json(f"{listed} --query \"ResourceRecordSets[?Name=='bastion.shop.example.'] | [0]\"")
    name, ttl = "bastion.shop.example", int(record["TTL"])
    assert sound.text(f"dig +short {name}")

    def change(action: str) -> None:
        batch = json.dumps({"Changes": [{"Action": action, "ResourceRecordSet": record}]})
        line = f"aws route53 change-resource-record-sets --hosted-zone-id {zone} --change-batch '{batch}'"
        assert sound.json(line)["ChangeInfo"]["Status"] == "PENDING"

    change("DELETE")
    assert sound.text(f"dig +short {name}", after=20), "still cached"
    sound.wait(ttl + 60)
    gone = sound.text(f"dig {name}")
    assert "status: NXDOMAIN" in gone
    assert "SOA" in gone
    change("CREATE")
    sound.wait(120)
    assert "status: NXDOMAIN" in sound.text(f"dig {name}")
    sound.wait(900)
    assert sound.text(f"dig +short {name}")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("curl -sS https://nobody.shop.example/", 6, "Could not resolve host: nobody.shop.example"),
        ("curl -sS -m 2 https://10.0.11.9/", 28, "Connection timed out after 200"),
        ("curl -sS https://origin-api.shop.example:80/", 35, "wrong version number"),
        ("curl -sS --resolve wrong.example:443:{alb} https://wrong.example/", 60, "no alternative certificate subject name"),
        ("curl -sSf https://api.shop.example/v1/cart", 22, "The requested URL returned error: 503"),
        ("ssh {host} 'curl -sS http://127.0.0.1:81/'", 7, "Failed to connect to 127.0.0.1 port 81 after"),
    ],
)  # fmt: skip
def test_inv_15_curl_exit_codes(edge: Played, line: str, code: int, words: str) -> None:
    """§1.8: 6, 7, 22, 28, 35, 60; never 51."""
    alb = edge.text("dig +short origin-api.shop.example | head -n 1", 1)
    seen = edge.type(line.format(alb=alb, host=next(iter(edge.instances().values()))))
    assert seen.exit == code
    assert f"curl: ({code}) " in seen.stderr
    assert words in seen.stderr
    silent = edge.type(line.format(alb=alb, host="bastion").replace("-sS", "-s") + " -w '%{http_code}'")
    assert silent.exit != 51


def test_inv_15_nobody_answers_and_an_empty_reply(sound: Played) -> None:
    """§1.8: 52 when a server closes without a word, 56 when a connection is cut, 28 when one's own limit ends it."""
    address = next(iter(sound.instances().values()))
    stop = f"ssh {address} 'sudo systemctl kill -s STOP nginx'"
    assert sound.type(stop).exit == 0
    limited = sound.type(f"ssh {address} 'curl -sS -m 5 http://127.0.0.1/v1/cart'")
    assert limited.exit == 28
    assert "Operation timed out after 500" in limited.stderr
    cut = sound.type(f"ssh {address} 'curl -sS http://127.0.0.1/v1/cart'")
    assert cut.exit == 56
    assert "curl: (56) Recv failure: Connection reset by peer" in cut.stderr
    edit = 'sudo sed -i "s#location = /healthz {#location = /healthz { return 444;#" /etc/nginx/sites-available/api'
    sound.type(f"ssh {address} 'sudo systemctl kill -s CONT nginx; {edit}; sudo systemctl reload nginx'")
    empty = sound.type(f"ssh {address} 'curl -sS http://127.0.0.1/healthz'")
    assert empty.exit == 52
    assert "curl: (52) Empty reply from server" in empty.stderr
    assert " 444 0 " in sound.text(f"ssh {address} 'sudo grep curl/ /var/log/nginx/health.log | tail -n 1'")


def test_inv_16_an_authoritative_server_does_not_recurse(edge: Played) -> None:
    """§1.7: `qr aa rd`, no `ra`, and dig's warning; the resolver shows `qr rd ra`."""
    server = edge.lines("dig +short NS shop.example")[0]
    shown = edge.text(f"dig @{server} api.shop.example")
    assert ";; flags: qr aa rd;" in shown
    assert ";; WARNING: recursion requested but not available" in shown
    assert ";; flags: qr rd ra;" in edge.text("dig api.shop.example")


def test_inv_17_detection_takes_two_checks_and_recovery_five(sound: Played) -> None:
    """§3.4: 2 × 30 s to leave, 5 × 30 s to come back; the first registration needs one pass."""
    address = on_hosts(sound, "sudo systemctl stop nginx", 1)[0]
    instance = next(i for i, a in sound.instances().items() if a == address)
    stopped = sound.now
    while sound.health()[instance][0] == "healthy" and sound.now - stopped < 120_000:
        sound.wait(5)
    assert 30_000 <= sound.now - stopped <= 75_000
    assert sound.health()[instance] == ("unhealthy", "Target.FailedHealthChecks", "Health checks failed")
    on_hosts(sound, "sudo systemctl start nginx", 1)
    started = sound.now
    while sound.health()[instance][0] != "healthy" and sound.now - started < 300_000:
        sound.wait(5)
    assert 115_000 <= sound.now - started <= 165_000


def test_inv_18_health_checks_are_in_nginx_and_never_in_the_load_balancers_log(edge: Played) -> None:
    """§3.4, §3.7."""
    edge.wait(600)
    start = five(edge.began) - 2 * FIVE
    assert edge.balancer_log(start, start + FIVE, "grep -c HealthChecker") == ["0"]
    host = next(iter(edge.instances().values()))
    shown = edge.lines(f"ssh {host} 'sudo tail -n 4 /var/log/nginx/health.log'")
    assert len(shown) == 4
    assert all('"ELB-HealthChecker/2.0"' in row and '"GET /healthz HTTP/1.1" 200' in row for row in shown)


def test_inv_19_a_security_group_keeps_connections_and_an_acl_cuts_them(sound: Played) -> None:
    """§4.1: tracked connections outlive the rule; a network ACL is asked for every packet."""
    drop_from_balancer(sound)
    assert sound.headers(ORIGIN, after=1)[":status"] == "200", "a pooled connection still works"
    other = Played(QUIET)
    line = "aws ec2 describe-network-acls --query 'NetworkAcls[0].NetworkAclId' --output text"
    entry = "--rule-number 1 --protocol 6 --port-range From=80,To=80 --cidr-block 10.0.0.0/16 --rule-action deny --ingress"
    assert (
        other.type(f"aws ec2 create-network-acl-entry --network-acl-id {other.text(line)} {entry}").exit == 0
    )
    assert other.headers(ORIGIN, after=1)[":status"] == "504"


def test_inv_20_a_group_of_type_ec2_does_not_replace_for_the_load_balancer(sound: Played) -> None:
    """§4.5."""
    before = set(sound.instances())
    on_hosts(sound, "sudo systemctl stop nginx", 2)
    sound.wait(1200)
    assert sorted(state for state, _, _ in sound.health().values()).count("unhealthy") == 2
    group = sound.json("aws autoscaling describe-auto-scaling-groups")["AutoScalingGroups"][0]
    assert group["HealthCheckType"] == "EC2"
    assert {item["HealthStatus"] for item in group["Instances"]} == {"Healthy"}
    assert set(sound.instances()) == before


def test_inv_21_resuming_does_not_register_what_was_missed() -> None:
    """§4.5 and api-503-aws §3.3: the group stays empty until somebody registers the instances."""
    played = Played(UNREGISTERED)
    line = "aws autoscaling resume-processes --auto-scaling-group-name shop-api --scaling-processes AddToLoadBalancer"
    assert played.type(line).exit == 0
    played.wait(900)
    assert played.health() == {}
    assert played.headers(API)[":status"] == "503"
    targets = " ".join(f"Id={instance}" for instance in played.instances())
    assert (
        played.type(
            f"aws elbv2 register-targets --target-group-arn {played.group()} --targets {targets}"
        ).exit
        == 0
    )
    played.wait(60)
    assert played.headers(API)[":status"] == "200"


def test_inv_22_and_a_stopped_app_is_a_502_of_nginx(sound: Played) -> None:
    """§5.5: a single upstream server never logs `no live upstreams`."""
    hosts = on_hosts(sound, "sudo systemctl stop api")
    sound.wait(20)
    answer = sound.headers(ORIGIN)
    assert (answer[":status"], answer["server"].partition("/")[0]) == ("502", "nginx")
    log = sound.text(f"ssh {hosts[0]} 'sudo tail -n 400 /var/log/nginx/error.log'")
    assert "connect() failed (111: Connection refused) while connecting to upstream" in log
    assert "no live upstreams" not in log


def test_inv_23_a_bad_configuration_survives_a_reload_and_not_a_restart(sound: Played) -> None:
    """§5.2 and api-503-host §1.5."""
    host = on_hosts(sound, 'sudo sed -i "s/listen 80/lissten 80/" /etc/nginx/sites-available/api', 1)[0]
    assert "unknown directive" in sound.type(f"ssh {host} 'sudo nginx -t'").stderr
    assert sound.type(f"ssh {host} 'sudo systemctl reload nginx'").exit == 1
    assert sound.text(f"ssh {host} 'systemctl is-active nginx'") == "active"
    assert (
        sound.text(f"ssh {host} 'curl -s -o /dev/null -w %{{http_code}} http://127.0.0.1/healthz'") == "200"
    )
    assert sound.type(f"ssh {host} 'sudo systemctl restart nginx'").exit == 1
    assert sound.text(f"ssh {host} 'systemctl is-active nginx'") == "failed"
    assert sound.type(f"ssh {host} 'curl -s http://127.0.0.1/healthz'").exit == 7


def test_inv_24_global_services_are_in_us_east_1(edge: Played) -> None:
    """§2.7, §8.1: CloudFront's and Route 53's events and metrics are nowhere else."""
    read = "--query 'Events[].EventSource' --output text --max-items 400"
    world, home = ({*edge.text(f"aws cloudtrail lookup-events {read} {region}").split()} - {"None"} for region in ("--region us-east-1", ""))  # fmt: skip
    assert {"cloudfront.amazonaws.com", "route53.amazonaws.com"} <= world
    assert not {"cloudfront.amazonaws.com", "route53.amazonaws.com", "iam.amazonaws.com"} & home
    assert {"elasticloadbalancing.amazonaws.com", "ec2.amazonaws.com"} <= home
    assert "elasticloadbalancing.amazonaws.com" not in world
    where = f"Name=DistributionId,Value={edge.distribution()} Name=Region,Value=Global"
    start, end = minute(edge.began) - 600_000, minute(edge.began)
    assert edge.metric("Requests", where, start, end, space="AWS/CloudFront", region="us-east-1")
    assert edge.metric("Requests", where, start, end, space="AWS/CloudFront") == {}


def test_inv_25_units_of_the_logs_service(edge: Played) -> None:
    """§8.2: Insights gives strings, filter-log-events milliseconds, start-query takes seconds."""
    start = minute(edge.now) - 120_000
    found = edge.json(
        f"aws logs filter-log-events --log-group-name /shop/nginx/access --start-time {start} --max-items 3"
    )
    assert all(start <= event["timestamp"] < edge.now for event in found["events"])
    query = (
        "--query-string 'fields @timestamp, @message | filter @message like / 200 / | stats count(*) as n'"
    )
    span = f"--start-time {start // 1000} --end-time {start // 1000 + 60}"
    asked = edge.json(f"aws logs start-query --log-group-name /shop/nginx/access {span} {query}")["queryId"]
    shown = edge.json(f"aws logs get-query-results --query-id {asked}", after=20)
    assert shown["status"] == "Complete"
    row = {cell["field"]: cell["value"] for cell in shown["results"][0]}
    assert isinstance(row["n"], str)
    assert int(row["n"]) > 100


def test_inv_26_lookup_events_takes_one_attribute_and_answers_in_strings(edge: Played) -> None:
    """§8.1: the outer ReadOnly is a string, the inner readOnly a boolean."""
    both = "AttributeKey=ReadOnly,AttributeValue=false AttributeKey=Username,AttributeValue=oncall"
    refused = edge.type(f"aws cloudtrail lookup-events --lookup-attributes {both}")
    assert refused.exit != 0
    event = edge.json(
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --max-items 1"
    )
    assert event["Events"][0]["ReadOnly"] == "false"
    assert json.loads(event["Events"][0]["CloudTrailEvent"])["readOnly"] is False

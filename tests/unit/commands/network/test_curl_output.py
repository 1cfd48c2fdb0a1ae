"""curl's texts, exit codes and -w (aws-request-path §1.8, api-503-host §5)."""

from collections.abc import Callable
from typing import Any

import pytest
from network_world import VIEWER_CERTIFICATE, NetBench, run, view

from incidentgame.commands.network import COMMANDS
from incidentgame.shell.command import Outcome
from incidentgame.world.path import Path, Reply
from incidentgame.world.walk.request import Request, TlsSession, Walk

URL = "https://api.shop.example/v1/orders"
BODY = b'{"error":"unavailable"}\n'
HEADERS = (("Server", "nginx"), ("Content-Type", "application/json"), ("Content-Length", str(len(BODY))))
Answer = Callable[[Request, int], Walk]


def replied(
    status: int = 503, reason: str = "Service Temporarily Unavailable", body: bytes = BODY, *extra: Any
) -> Answer:
    def answer(request: Request, at: int) -> Walk:
        reply = Reply(status, reason, (*HEADERS, *extra), body)
        tls = TlsSession(VIEWER_CERTIFICATE) if request.scheme == "https" else None
        return Walk(request, at, Path(reply), "192.0.2.141", tls, "", 4, 12, 30 if tls else 0, 80, 81)

    return answer


def failed(failure: str, total: int = 3, address: str = "192.0.2.141") -> Answer:
    return lambda request, at: Walk(
        request, at, Path(None, failure=failure), address, None, failure, total_ms=total
    )


def curl(line: str, *answers: Answer, stdin: bytes = b"", host: str = "laptop") -> tuple[Outcome, NetBench]:
    bench = NetBench(view(), host)
    bench.replies = list(answers) or [replied()]
    return run(COMMANDS["curl"], bench, f"curl {line}", stdin), bench


def test_http2_has_lower_case_headers_and_no_reason() -> None:
    given, _ = curl(f"-sI {URL}")
    assert given.text.startswith("HTTP/2 503 \r\nserver: nginx\r\n")
    assert given.text.endswith("\r\n\r\n")


def test_http11_has_the_reason() -> None:
    given, bench = curl(f"-si --http1.1 {URL}")
    assert given.text.startswith("HTTP/1.1 503 Service Temporarily Unavailable\r\nServer: nginx\r\n")
    assert given.text.endswith(BODY.decode())
    assert bench.requests[0].version == "1.1"


@pytest.mark.parametrize(
    ("options", "answer", "exit", "text"),
    [
        ("", failed("name"), 6, "curl: (6) Could not resolve host: api.shop.example\n"),
        (
            "",
            failed("refused"),
            7,
            "curl: (7) Failed to connect to api.shop.example port 443 after 3 ms: Couldn't connect to server\n",
        ),
        (
            "--connect-timeout 2",
            failed("timeout", 2001),
            28,
            "curl: (28) Failed to connect to api.shop.example port 443 after 2001 ms: Timeout was reached\n",
        ),
        ("-m 2", failed("timeout", 2001), 28, "curl: (28) Connection timed out after 2001 milliseconds\n"),
        (
            "",
            failed("timeout", 133_682),
            28,
            "curl: (28) Failed to connect to api.shop.example port 443 after 133682 ms: Couldn't connect to server\n",
        ),
        (
            "-m 2",
            failed("slow", 2000),
            28,
            "curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received\n",
        ),
        ("", failed("empty"), 52, "curl: (52) Empty reply from server\n"),
        ("", failed("reset"), 56, "curl: (56) Recv failure: Connection reset by peer\n"),
        ("-f", replied(), 22, "curl: (22) The requested URL returned error: 503\n"),
    ],
)
def test_inv_15_exit_codes_and_texts(options: str, answer: Answer, exit: int, text: str) -> None:
    given, _ = curl(f"-sS {options} {URL}", answer)
    assert (given.exit, given.stderr, given.text) == (exit, text, "")
    quiet, _ = curl(f"-s {options} {URL}", answer)
    assert (quiet.exit, quiet.stderr) == (exit, "")


def test_a_wrong_name_is_60_with_the_notice() -> None:
    given, _ = curl("-sS https://other.shop.example/", failed("tls-name"))
    assert given.exit == 60
    assert "target host name 'other.shop.example'\nMore details here:" in given.stderr


def test_fail_with_body_prints_both() -> None:
    given, _ = curl(f"-sS --fail-with-body {URL}")
    assert given.exit == 22 and given.text == BODY.decode()


def test_write_out() -> None:
    given, _ = curl(rf"-s -o /dev/null -w '%{{http_code}} %{{time_total}} %{{remote_ip}}\n' {URL}")
    code, total, address = given.text.split()
    assert (code, total[:5], len(total), address) == ("503", "0.081", 8, "192.0.2.141")
    refused, _ = curl(rf"-s -o /dev/null -w '%{{http_code}} %{{exitcode}}\n' {URL}", failed("refused"))
    assert refused.text == "000 7\n"
    odd, _ = curl(f"-s -o /dev/null -w 'a%{{nosuch}}b' {URL}")
    assert odd.text == "ab" and odd.stderr == "curl: unknown --write-out variable: 'nosuch'\n"


def test_redirects_are_followed_and_counted() -> None:
    moved = replied(301, "Moved Permanently", b"", ("Location", URL))
    given, bench = curl(
        r"-sIL -w '%{num_redirects} %{url_effective}\n' http://api.shop.example/v1/orders", moved, replied()
    )
    assert [r.scheme for r in bench.requests] == ["http", "https"]
    assert given.text.count("HTTP/") == 2 and given.text.endswith(f"1 {URL}\n")


def test_a_loop_of_redirects_ends() -> None:
    moved = replied(301, "Moved Permanently", b"", ("Location", URL))
    given, _ = curl(f"-sSL --max-redirs 3 {URL}", *[moved] * 4)
    assert (given.exit, given.stderr) == (47, "curl: (47) Maximum (3) redirects followed\n")


def test_options_reach_the_request() -> None:
    line = (
        f"-sk -X PATCH -H 'Host: other.example' -H 'X-A: 1' -A ua -u a:b -d x=1 -d y=2 -m 9 --connect-timeout 1.5 "
        f"--resolve api.shop.example:443:203.0.113.5 {URL}?q=1"
    )
    request = curl(line)[1].requests[0]
    assert (request.method, request.host, request.name, request.query) == (
        "PATCH",
        "other.example",
        "api.shop.example",
        "q=1",
    )
    assert (request.address, request.insecure, request.body_bytes) == ("203.0.113.5", True, 7)
    assert (request.max_time, request.connect_timeout) == (9000, 1500)
    assert request.headers["X-A"] == "1" and request.headers["User-Agent"] == "ua"
    assert request.headers["Authorization"] == "Basic YTpi"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_header_can_be_taken_away() -> None:
    request = curl(f"-s -H 'User-Agent:' -H 'Accept:' {URL}")[1].requests[0]
    assert not {"User-Agent", "Accept"} & set(request.headers)


def test_verbose_tells_the_whole_way() -> None:
    given, _ = curl(f"-sv {URL}")
    lines = given.stderr.splitlines()
    assert lines[0] == "*   Trying 192.0.2.141:443..."
    assert lines[1] == "* Connected to api.shop.example (192.0.2.141) port 443 (#0)"
    for wanted in (
        "* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256",
        "*  subject: CN=api.shop.example",
        '*  subjectAltName: host "api.shop.example" matched cert\'s "api.shop.example"',
        "> GET /v1/orders HTTP/2",
        "> Host: api.shop.example",
        "> user-agent: curl/7.88.1",
        "< HTTP/2 503 ",
        "* Connection #0 to host api.shop.example left intact",
    ):
        assert wanted in lines


def test_verbose_refused() -> None:
    given, _ = curl("-sv http://10.0.11.35/", failed("refused", address="10.0.11.35"))
    assert "* connect to 10.0.11.35 port 80 failed: Connection refused" in given.stderr.splitlines()


def test_retry_waits_and_says_so() -> None:
    given, bench = curl(f"--retry 2 {URL}", replied(), replied(), replied(200, "OK"))
    assert given.exit == 0 and len(bench.requests) == 3
    assert given.stderr.count("Will retry in") == 2
    assert bench.waited == 3 * 81 + 3000


def test_files_and_standard_input() -> None:
    _, bench = curl(f"-so out.json {URL}")
    assert bench.store["/home/oncall/out.json"] == BODY
    _, bench = curl(f"-s -d @- {URL}", stdin=b"abc")
    assert bench.requests[0].body_bytes == 3
    given, _ = curl(f"-s -d @nosuch {URL}")
    assert given.exit == 26


def test_several_urls_and_patterns() -> None:
    given, bench = curl("-s http://a.example/[1-3] http://b.example/{x,y}", *[replied()] * 5)
    assert [r.uri for r in bench.requests] == ["/1", "/2", "/3", "/x", "/y"]
    assert given.text == BODY.decode() * 5


@pytest.mark.parametrize(
    ("line", "exit", "start"),
    [
        ("", 2, "curl: no URL specified!\n"),
        ("--nosuch x", 2, "curl: option --nosuch: is unknown\n"),
        ("-o", 2, "curl: option -o: requires parameter\n"),
        ("-m abc x", 2, "curl: option -m: expected a proper numerical parameter\n"),
        ("htp://x/", 1, 'curl: (1) Protocol "htp" not supported or disabled in libcurl\n'),
        ("http://", 3, "curl: (3) URL using bad/illegal format or missing URL\n"),
        ("http://[::1", 3, "curl: (3) URL using bad/illegal format or missing URL\n"),
        ("http://a:99999/", 3, "curl: (3) URL using bad/illegal format or missing URL\n"),
        ("--retry -3 x", 2, "curl: option --retry: expected a proper numerical parameter\n"),
    ],
)
def test_usage_errors(line: str, exit: int, start: str) -> None:
    given, _ = curl(line)
    assert given.exit == exit and given.stderr.startswith(start)


def test_the_progress_table_goes_with_minus_o() -> None:
    assert "% Total" in curl(f"-o /dev/null {URL}")[0].stderr
    assert curl(f"-so /dev/null {URL}")[0].stderr == ""


def test_one_output_serves_all_a_pattern_stands_for() -> None:
    given, bench = curl(r"-s -o /dev/null -w '%{http_code}\n' http://a.example/[1-3]", *[replied()] * 3)
    assert given.text == "503\n" * 3 and len(bench.requests) == 3

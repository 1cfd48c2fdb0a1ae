"""nc, ping and openssl (api-503-host §5.4, §5.5)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_world import WEB, NetBench, run, view

from incidentgame.commands.network import COMMANDS
from incidentgame.shell.command import Outcome


def on(line: str, host: str = "laptop", stdin: bytes = b"") -> tuple[Outcome, NetBench]:
    bench = NetBench(view(), host)
    return run(COMMANDS[line.split()[0]], bench, line, stdin), bench


@pytest.mark.parametrize(
    ("line", "host", "text", "exit"),
    [
        (
            "nc -vz 10.0.21.40 5432",
            WEB,
            "Connection to 10.0.21.40 5432 port [tcp/postgresql] succeeded!\n",
            0,
        ),
        ("nc -z 10.0.21.40 5432", WEB, "", 0),
        (
            "nc -vz 127.0.0.1 81",
            WEB,
            "nc: connect to 127.0.0.1 port 81 (tcp) failed: Connection refused\n",
            1,
        ),
        (
            "nc -vzw2 10.0.21.40 5432",
            "bastion",
            "nc: connect to 10.0.21.40 port 5432 (tcp) timed out: Operation now in progress\n",
            1,
        ),
        (
            "nc -vz 10.0.1.99 22",
            "bastion",
            "nc: connect to 10.0.1.99 port 22 (tcp) failed: No route to host\n",
            1,
        ),
        (
            "nc -vz nosuch.example.test 443",
            "laptop",
            'nc: getaddrinfo for host "nosuch.example.test" port 443: Name or service not known\n',
            1,
        ),
    ],
)
def test_nc(line: str, host: str, text: str, exit: int) -> None:
    found = on(line, host)[0]
    assert (found.stderr, found.exit, found.text) == (text, exit, "")


def test_nc_by_name_shows_the_address() -> None:
    assert on("nc -vz bastion.shop.example 22")[0].stderr == (
        "Connection to bastion.shop.example (203.0.113.20) 22 port [tcp/ssh] succeeded!\n"
    )


def test_a_dropped_connection_takes_the_time_it_was_given() -> None:
    assert on("nc -vz -w 3 10.0.21.40 5432", "bastion")[1].waited == 3000


def test_ping_answered() -> None:
    found, bench = on("ping -c 2 127.0.0.1")
    assert found.exit == 0 and bench.waited >= 1000
    assert "2 packets transmitted, 2 received, 0% packet loss" in found.text
    assert re.search(r"icmp_seq=2 ttl=64 time=0\.\d{3} ms\n\n--- ", found.text)


def test_ping_dropped_and_unknown() -> None:
    found = on("ping -c 2 -W 1 203.0.113.20")[0]
    assert found.exit == 1 and found.text.endswith(
        "2 packets transmitted, 0 received, 100% packet loss, time 1004ms\n\n"
    )
    unknown = on("ping -c 1 nosuch.example.test")[0]
    assert (unknown.stderr, unknown.exit) == ("ping: nosuch.example.test: Name or service not known\n", 2)


def test_s_client_into_x509() -> None:
    shown = on("openssl s_client -connect api.shop.example:443")[0]
    assert shown.exit == 0 and "Verify return code: 0 (ok)" in shown.text and shown.stderr.endswith("DONE\n")
    line = "openssl x509 -noout -subject -issuer -dates -ext subjectAltName"
    assert on(line, stdin=shown.text.encode())[0].text == (
        "subject=CN = api.shop.example\n"
        "issuer=C = US, O = Amazon, CN = Amazon RSA 2048 M02\n"
        "notBefore=Nov 30 14:07:00 2025 GMT\n"
        "notAfter=Sep 26 14:07:00 2026 GMT\n"
        "X509v3 Subject Alternative Name: \n    DNS:api.shop.example\n"
    )


def test_checkend() -> None:
    shown = on("openssl s_client -connect api.shop.example:443")[0].text.encode()
    day = 86_400
    assert on(f"openssl x509 -noout -checkend {199 * day}", stdin=shown)[0] == Outcome(
        "Certificate will not expire\n"
    )
    assert on(f"openssl x509 -noout -checkend {201 * day}", stdin=shown)[0] == Outcome(
        "Certificate will expire\n", exit=1
    )


def test_s_client_towards_nothing() -> None:
    plain = on("openssl s_client -connect origin-api.shop.example:80")[0]
    assert "no peer certificate available" in plain.text and "wrong version number" in plain.stderr
    refused = on("openssl s_client -connect 127.0.0.1:9", WEB)[0]
    assert refused.stderr.endswith("connect:errno=111\n") and refused.exit == 1
    assert on("openssl x509 -noout -dates", stdin=plain.text.encode())[0].exit == 1


def test_an_unknown_openssl_command_is_recorded() -> None:
    found, bench = on("openssl genrsa 2048")
    assert found.exit == 1 and bench.missing == ["openssl genrsa 2048"]


WORDS = [
    "-c",
    "-w",
    "1",
    "-vz",
    "x",
    "api.shop.example",
    "443",
    "-connect",
    "a:b:c",
    "-noout",
    "-in",
    "-checkend",
    "q",
    "-",
    "--",
    ":",
    "é",
    "0",
    "99999",
    "1-70000",
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["nc", "ping", "openssl s_client", "openssl x509", "host", "nslookup", "getent", "curl"]),
    st.lists(st.sampled_from(WORDS), max_size=5),
)
def test_no_line_raises(command: str, words: list[str]) -> None:
    bench = NetBench(view())
    from test_curl_output import replied

    bench.replies = [replied()] * 40
    run(COMMANDS[command.split()[0]], bench, " ".join([command, *words]), b"nothing")

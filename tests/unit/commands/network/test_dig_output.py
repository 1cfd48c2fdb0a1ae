"""dig and its relatives: shapes of aws-request-path §1.7."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_world import NetBench, run, view

from incidentgame.commands.network import COMMANDS
from incidentgame.commands.network.records_text import question_line, record_line
from incidentgame.shell.command import Outcome
from incidentgame.world.dns.message import Record


def on(line: str, host: str = "laptop") -> tuple[Outcome, NetBench]:
    bench = NetBench(view(), host)
    return run(COMMANDS[line.split()[0]], bench, line), bench


def test_the_columns_of_the_fact_sheet() -> None:
    assert (
        record_line(Record("api.example.com.", 60, "A", "203.0.113.10"))
        == "api.example.com.\t60\tIN\tA\t203.0.113.10"
    )
    assert question_line("api.example.com.", "A") == ";api.example.com.\t\tIN\tA"
    assert question_line("a.example.", "A") == ";a.example.\t\t\tIN\tA"


def test_a_whole_answer() -> None:
    text = on("dig bastion.shop.example")[0].text
    assert text.startswith(
        "\n; <<>> DiG 9.18.49 <<>> bastion.shop.example\n;; global options: +cmd\n;; Got answer:\n"
    )
    assert (
        ";; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n\n;; OPT PSEUDOSECTION:\n"
        in text
    )
    assert "\tIN\tA\t203.0.113.20\n\n;; Query time: " in text
    assert ";; SERVER: 127.0.0.53#53(127.0.0.53) (UDP)\n;; WHEN: Tue Mar 10 14:07:00 UTC 2026\n" in text
    assert text.endswith("\n\n") and ";; MSG SIZE  rcvd: " in text


def test_inv_16_the_authoritative_shape() -> None:
    text = on("dig @ns-1.awsdns-00.com api.shop.example")[0].text
    assert "; (1 server found)\n" in text
    assert ";; flags: qr aa rd; " in text
    assert ";; WARNING: recursion requested but not available\n" in text
    plain = on("dig @ns-1.awsdns-00.com +norecurse api.shop.example")[0].text
    assert ";; flags: qr aa; " in plain and "WARNING" not in plain


def test_short() -> None:
    assert on("dig +short bastion.shop.example")[0].text == "203.0.113.20\n"
    nothing = on("dig +short nosuch.shop.example")[0]
    assert (nothing.text, nothing.exit) == ("", 0)


def test_only_the_answer() -> None:
    text = on("dig +noall +answer bastion.shop.example")[0].text
    assert len(text.splitlines()) == 1 and text.endswith("A\t203.0.113.20\n")


def test_nxdomain_shows_the_soa_and_exits_0() -> None:
    found = on("dig nosuch.shop.example")[0]
    assert (
        found.exit == 0
        and "status: NXDOMAIN" in found.text
        and ";; AUTHORITY SECTION:\nshop.example.\t\t" in found.text
    )


def test_a_silent_server_is_exit_9() -> None:
    found, bench = on("dig @10.0.0.2 api.shop.example +time=2 +tries=2")
    assert found.exit == 9 and bench.waited == 4000
    assert found.text.count(";; communications error to 10.0.0.2#53: timed out\n") == 2
    assert found.text.endswith(";; no servers could be reached\n")


def test_a_host_without_a_name_server_refuses() -> None:
    found = on("dig @127.0.0.1 api.shop.example")[0]
    assert "connection refused" in found.text and found.exit == 9


def test_types_are_found_wherever_they_stand() -> None:
    for line in (
        "dig shop.example MX",
        "dig MX shop.example",
        "dig -t MX shop.example",
        "dig -t mx -q shop.example",
    ):
        assert "\tMX\t10 mail.shop.example.\n" in on(f"{line} +noall +answer")[0].text.replace(
            "10 mail", "10 mail"
        )


def test_several_questions() -> None:
    text = on("dig +short bastion.shop.example status.shop.example TXT")[0].text
    assert text == '203.0.113.20\n"v=1"\n'


@pytest.mark.parametrize(
    ("line", "exit"),
    [
        ("dig +nonsense x", 1),
        ("dig @nosuch.example x", 10),
        ("dig -x 1.2.3", 1),
        ("dig -t", 1),
        ("dig a..b", 10),
    ],
)
def test_what_dig_refuses(line: str, exit: int) -> None:
    found = on(line)[0]
    assert found.exit == exit and found.stderr


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "+short",
                "+trace",
                "@8.8.8.8",
                "-t",
                "MX",
                "-x",
                "+noall",
                "+answer",
                "api.shop.example",
                "..",
                "-",
                "+",
                "@",
                "10.0.0.1",
                "-p",
                "5353",
                "+time=x",
                "é",
                "IN",
                "-4",
            ]
        ),
        max_size=6,
    )
)
def test_no_line_raises(words: list[str]) -> None:
    run(COMMANDS["dig"], NetBench(view()), " ".join(["dig", *words]))


def test_host_and_nslookup_and_getent() -> None:
    assert on("host bastion.shop.example")[0].text == "bastion.shop.example has address 203.0.113.20\n"
    missing = on("host nosuch.shop.example")[0]
    assert (missing.text, missing.exit) == ("Host nosuch.shop.example not found: 3(NXDOMAIN)\n", 1)
    assert (
        "Non-authoritative answer:\nName:\tbastion.shop.example\nAddress: 203.0.113.20\n"
        in on("nslookup bastion.shop.example")[0].text
    )
    assert on("getent hosts bastion.shop.example")[0].text == "203.0.113.20    bastion.shop.example\n"
    assert on("getent hosts nosuch.shop.example")[0].exit == 2

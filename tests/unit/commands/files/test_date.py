"""`date` and the dates people type."""

import pytest
from files_bench import NOW, run
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.commands.files.date import formatted
from incidentgame.commands.files.moments import BadMoment, parse_moment
from incidentgame.kernel.instant import iso


def test_the_default_is_the_c_locales() -> None:
    assert run("date").text == "Sat Nov 21 03:22:17 UTC 2026\n"
    assert run("date", "-u").text == "Sat Nov 21 03:22:17 UTC 2026\n"


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (["+%F %T"], "2026-11-21 03:22:17"),
        (["+%s.%3N"], f"{NOW // 1000}.250"),
        (["-Iseconds"], "2026-11-21T03:22:17+00:00"),
        (["-I"], "2026-11-21"),
        (["-R"], "Sat, 21 Nov 2026 03:22:17 +0000"),
        (["--rfc-3339=seconds"], "2026-11-21 03:22:17+00:00"),
        (["-d", "@0", "+%F"], "1970-01-01"),
        (["-d", "2 hours ago", "+%H:%M"], "01:22"),
        (["-d", "2026-11-21 03:00 + 2 hours", "+%T"], "05:00:00"),
        (["-d", "yesterday", "+%F"], "2026-11-20"),
        (["-d", "2026-11-20T10:00:00Z", "+%s"], "1795168800"),
        (["-d", "2026-11-20 10:00:00 +0200", "+%T"], "08:00:00"),
        (["-d", "20 Nov 2026", "+%FT%T"], "2026-11-20T00:00:00"),
        (["-d", "-5 min", "+%T"], "03:17:17"),
        (["-d", "next month", "+%F"], "2026-12-21"),
        (["+%-d %e %k %j %a %^a"], "21 21  3 325 Sat SAT"),
        (["+%q%%"], "4%"),
    ],
)
def test_forms(argv: list[str], text: str) -> None:
    assert run("date", *argv).text == text + "\n"


def test_what_is_no_date() -> None:
    bad = run("date", "-d", "the day after")
    assert (bad.stderr, bad.exit) == ("date: invalid date 'the day after'\n", 1)
    assert run("date", "-s", "2020-01-01").exit == 1
    assert run("date", "nonsense").exit == 1


@given(st.integers(0, 4_102_444_800_000))
def test_a_printed_instant_reads_back(at: int) -> None:
    seconds = at // 1000 * 1000
    for pattern in ("%F %T", "%FT%TZ", "@%s", "%d %b %Y %T", "%F %T +0000"):
        assert parse_moment(formatted(seconds, pattern), NOW) == seconds
    assert formatted(seconds, "%FT%TZ") == iso(seconds)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_moment(text, NOW), int)
    except BadMoment as problem:
        assert str(problem).startswith("invalid date")

"""Every tool's way to write a moment, and the way back."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.kernel import instant
from incidentgame.kernel.instant import from_datetime, iso_millis, parse_iso, to_datetime

AT = parse_iso("2026-03-10T14:07:31Z") + 250
INSTANTS = st.integers(0, 4_000_000_000_000)

WRITTEN = {
    instant.iso: "2026-03-10T14:07:31Z",
    instant.iso_millis: "2026-03-10T14:07:31.250Z",
    instant.iso_micros: "2026-03-10T14:07:31.250000Z",
    instant.iso_offset: "2026-03-10T14:07:31+00:00",
    instant.common_log: "10/Mar/2026:14:07:31 +0000",
    instant.nginx_error: "2026/03/10 14:07:31",
    instant.syslog: "Mar 10 14:07:31",
    instant.http_date: "Tue, 10 Mar 2026 14:07:31 GMT",
    instant.ctime: "Tue Mar 10 14:07:31 UTC 2026",
    instant.systemd: "Tue 2026-03-10 14:07:31 UTC",
    instant.clock: "14:07:31",
    instant.page_date: "Tue 10 Mar 14:07 UTC",
}


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.__name__)
def test_the_forms(form: object) -> None:
    assert form(AT) == WRITTEN[form]  # type: ignore[index,operator]  # the keys are the functions


def test_days_below_ten() -> None:
    first = parse_iso("2026-03-02T04:05:06Z")
    assert instant.ctime(first) == "Mon Mar  2 04:05:06 UTC 2026"
    assert instant.http_date(first) == "Mon, 02 Mar 2026 04:05:06 GMT"
    assert instant.common_log(first).startswith("02/Mar/2026")


def test_a_fraction_where_aws_writes_one() -> None:
    assert instant.iso_offset(AT, fraction=True) == "2026-03-10T14:07:31.250000+00:00"
    assert instant.iso_micros(AT, 417) == "2026-03-10T14:07:31.250417Z"


@given(INSTANTS)
def test_there_and_back_loses_nothing(at: int) -> None:
    assert from_datetime(to_datetime(at)) == at
    assert parse_iso(iso_millis(at)) == at


@given(INSTANTS, st.integers(-14, 14))
def test_zones_name_the_same_instant(at: int, hours: int) -> None:
    moved = to_datetime(at).astimezone(timezone(timedelta(hours=hours)))
    assert from_datetime(moved) == at
    assert parse_iso(moved.isoformat()) == at


def test_a_naive_moment_is_utc() -> None:
    assert from_datetime(datetime(2026, 3, 10, 14, 7, 31, 250_000)) == AT  # noqa: DTZ001  # naive on purpose


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "14:07"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_iso(text)

"""The report on the history: every word decided once, laid out as text and as a page."""

import json
import re
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from practice_data import NOW, PACKS, case, kept, long_history

from incidentgame.pack.casecode import decode
from incidentgame.report.progress import ProgressReport, progress_report
from incidentgame.report.progress_page import progress_page, spark
from incidentgame.report.progress_text import plotted, progress_text
from incidentgame.scoring.practice.records import ALL_DIMENSIONS, History


def named(service: str) -> str:
    return {"alb": "Application Load Balancer"}.get(service, service)


def of(history: History) -> ProgressReport:
    return progress_report(history, PACKS, named, NOW)


REPORT = of(long_history())


def test_an_empty_history_is_one_kind_sentence_and_a_way_on() -> None:
    empty = of(History())
    text = progress_text(empty)
    assert "Nothing is kept yet" in text and "incidentgame play" in " ".join(text.split())
    assert "Nothing is kept yet" in progress_page(empty)


def test_the_cases_are_there_with_the_newest_last() -> None:
    assert [row.date for row in REPORT.cases] == ["2026-11-01", "2026-11-06", "2026-11-12", "2026-11-19"]
    assert [row.note for row in REPORT.cases] == ["", "given up", "", ""]
    rows = [line for line in progress_text(REPORT).splitlines() if "shop K7Q2" in line and "par 7" in line]
    assert [row.split()[0] for row in rows] == [row.date for row in REPORT.cases]


def test_a_case_without_scores_shows_dashes() -> None:
    bare = msgspec.structs.replace(case(), scores={})
    (row,) = of(History(cases=(bare,))).cases
    assert (row.total, row.note) == (None, "not scored")
    assert " –     –     –  – " in progress_text(of(History(cases=(bare,))))


def test_every_dimension_has_a_plot_and_words() -> None:
    found = {one.name: one for one in REPORT.dimensions}
    assert set(found) == set(ALL_DIMENSIONS)
    assert (found["E3"].levels, found["E3"].latest) == ((0, 1, 1, 2), 2)
    assert found["E3"].words == "going up: 1.3 after 0.0"
    assert found["E3"].means == "keeps fact and inference apart"
    assert found["K"].levels == (1, None, 2, None)
    assert "E3  unknowns and calibration  ▁▃▃▅" in progress_text(REPORT)


def test_a_plot_has_a_character_a_session_and_never_too_many() -> None:
    assert plotted((0, 1, None, 3)) == "▁▃·▇"
    assert plotted([0] * 30 + [3]) == "▁" * 15 + "▇"


def test_the_plan_says_what_how_and_why() -> None:
    todo = {one.kind: one for one in REPORT.plan}
    assert todo["cards"].command == "incidentgame drill"
    assert todo["mechanism"].command == "incidentgame play shop --mode drill --topic targets"
    assert todo["habit"].why[:2] == (
        "E3 was 0 or 1 in 3 of your latest cases",
        'it was said: sure ("90 %") beyond what was seen: it supports 25%',
    )
    assert all(one.why for one in REPORT.plan)


def test_a_case_in_the_plan_is_named_by_a_code_that_tells_no_fault() -> None:
    (new,) = [one for one in REPORT.plan if one.kind == "new"]
    code = new.command.rpartition(" ")[2]
    assert decode("shop", [fault for fault, _ in PACKS[0].families], code)[0] == "f4"
    assert "f4" not in json.dumps(msgspec.to_builtins(REPORT.plan))


def test_the_sums_are_in_words() -> None:
    assert [one.words for one in REPORT.mechanisms] == [
        "1 case, 1 given up, the last 15 days ago",
        "3 cases, the last 2 days ago",
    ]
    assert [(one.name, one.words) for one in REPORT.services] == [
        ("nginx", "0 % in 2 answers, 0 % in 1 drilled card, met in 4 cases"),
        ("Application Load Balancer", "100 % in 1 answer, 100 % in 1 drilled card, met in 4 cases"),
    ]


def test_the_schedule_is_a_sentence() -> None:
    assert REPORT.cards == "3 question cards, 2 due now; the next one in 3 days, Tue 24 Nov."
    assert of(History(cases=(case(),))).cards.startswith("No question cards yet")


def test_lines_fit_a_narrow_terminal() -> None:
    assert max(map(len, progress_text(REPORT).splitlines())) <= 90
    fixed = [line for line in progress_text(REPORT).splitlines() if "given up" not in line]
    assert max(map(len, fixed)) <= 80


def test_a_long_history_keeps_to_its_latest_thirty_in_the_terminal_only() -> None:
    many = of(History(cases=tuple(case(f"s{n}", 99 - n) for n in range(40))))
    text = progress_text(many)
    assert text.count("shop K7Q2  practice") == 30 and "10 earlier ones" in text
    assert progress_page(many).count("<time") == 40


def test_the_page_escapes_what_it_shows_and_asks_nobody_for_anything() -> None:
    odd = msgspec.structs.replace(case(), truth="<script>alert(1)</script></style>", code="<b>")
    page = progress_page(of(History(cases=(odd,), cards=(kept("a", why="<i>"),))))
    assert "<script" not in page and page.count("</style>") == 1 and "&lt;b&gt;" in page
    assert "<i>" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page) and "url(" not in page and "://" not in page


def test_every_plot_of_the_page_has_a_title_and_a_description() -> None:
    page = progress_page(REPORT)
    assert page.count("<svg") == page.count('role="img"') == page.count("</title>") - 1 == page.count("<desc")
    assert "Levels from the oldest to the newest: 1, none, 2, none" in page
    headings = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert headings[0] == 1 and all(b - a <= 1 for a, b in pairwise(headings))


def test_text_page_and_json_tell_the_same() -> None:
    page, text = progress_page(REPORT), " ".join(progress_text(REPORT).split())
    for todo in REPORT.plan:
        assert todo.command in page and todo.command in text
    assert msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(REPORT))), ProgressReport) == REPORT


def test_a_plot_is_broken_where_there_is_no_level() -> None:
    assert spark((0, 3, None, 1)).path == "M 0 1000 L 333 0 M 1000 666"
    assert spark((2,)).dots == ((1000, 333),)


@given(st.lists(st.sampled_from([None, 0, 1, 2, 3]), max_size=90))
def test_a_plot_stays_in_its_box(levels: list[int | None]) -> None:
    found = spark(levels)
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in found.dots)
    assert len(found.dots) == sum(level is not None for level in levels[-60:])


def test_a_service_without_a_name_is_the_case_itself() -> None:
    history = long_history()
    nameless = msgspec.structs.replace(history.reviews[0], service="")
    found = of(msgspec.structs.replace(history, reviews=(nameless,)))
    assert "about the case itself" in {one.name for one in found.services}

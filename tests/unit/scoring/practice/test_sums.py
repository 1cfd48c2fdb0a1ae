"""Sums over the history: dimensions, services, mechanisms."""

import msgspec
from practice_data import answer, case, long_history, review

from incidentgame.scoring.practice.records import History
from incidentgame.scoring.practice.sums import Series, mechanisms, series, services


def trend(*levels: int | None) -> str:
    return Series(name="E3", levels=levels).trend


def test_a_trend_compares_the_latest_three_with_what_came_before() -> None:
    assert trend(1) == "new"
    assert trend(None, 1, None) == "new"
    assert trend(0, 1) == "up"
    assert trend(1, 1, 2, 2, 3) == "up"
    assert trend(3, 3, 2, 1, 1) == "down"
    assert trend(2, 2, 2, 2) == "steady"
    assert trend(1, 3, 0, 1) == "unsettled"


def test_a_series_has_a_place_for_every_case() -> None:
    bare = msgspec.structs.replace(case("s0", 30), scores={})
    found = {one.name: one for one in series((bare, *long_history().cases))}
    assert found["E3"].levels == (None, 0, 1, 1, 2)
    assert found["E3"].known == (0, 1, 1, 2)
    assert found["K"].known == (1, 2)


def test_services_come_with_the_weakest_first_and_skipped_answers_count_for_nothing() -> None:
    skipped = answer("iam-1", "iam", "skipped", None)
    history = long_history()
    found = services(msgspec.structs.replace(history, cases=(*history.cases, case("s9", answers=(skipped,)))))
    assert [(one.service, one.answered, one.points, one.drilled) for one in found] == [
        ("nginx", 2, 0.0, 1),
        ("alb", 1, 1.0, 1),
    ]
    assert found[0].touched == 5


def test_a_service_only_drilled_is_there_too() -> None:
    (one,) = services(History(reviews=(review("tls-1", 1.0), review("tls-2", 0.0))))
    assert (one.service, one.points, one.drill_points) == ("tls", None, 0.5)


def test_mechanisms_come_with_the_weakest_first_and_only_from_scored_cases() -> None:
    bare = msgspec.structs.replace(case("s0", family="edge"), scores={})
    found = mechanisms((bare, *long_history().cases))
    assert [(one.family, one.cases, one.gave_up) for one in found] == [("targets", 1, 1), ("routing", 3, 0)]
    assert found[1].explanation == (30 + 70 + 70) / 3

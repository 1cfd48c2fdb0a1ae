"""The practice plan: what is due, what was thin, what is new; the same for the same history."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from practice_data import NOW, PACKS, case, kept, long_history

from incidentgame.kernel.instant import DAY, HOUR, MINUTE
from incidentgame.scoring.practice.plan import due, next_due, plan
from incidentgame.scoring.practice.records import History


def kinds(history: History) -> list[str]:
    return [task.kind for task in plan(history, PACKS, NOW)]


def test_no_history_no_plan() -> None:
    assert plan(History(), PACKS, NOW) == ()


def test_due_cards_come_first_with_their_reasons() -> None:
    task = plan(long_history(), PACKS, NOW)[0]
    assert (task.kind, task.count, task.whys) == ("cards", 2, ("half right", "not right"))


def test_due_cards_forgotten_most_often_come_first() -> None:
    cards = (kept("a", -DAY), kept("b", -HOUR, lapses=1), kept("c", DAY, 1), kept("d", -2 * DAY))
    assert [card.id for card in due(cards, NOW)] == ["b", "d", "a"]


def test_a_card_that_rests_for_days_may_come_some_hours_early_a_fresh_miss_may_not() -> None:
    assert [card.id for card in due((kept("a", 7 * HOUR, days=2),), NOW)] == ["a"]
    assert due((kept("a", 9 * HOUR, days=2), kept("b", 5 * MINUTE)), NOW) == ()
    assert next_due((kept("a", 9 * HOUR, days=2), kept("b", 5 * MINUTE), kept("c")), NOW) == NOW + 5 * MINUTE
    assert next_due((kept("c"),), NOW) is None


def test_a_thin_mechanism_is_drilled_where_a_pack_has_it() -> None:
    tasks = [task for task in plan(long_history(), PACKS, NOW) if task.kind == "mechanism"]
    assert [(task.name, task.pack) for task in tasks] == [("targets", "shop")]
    unknown = History(cases=(case(family="gone", path=10, explanation=10),))
    assert "mechanism" not in kinds(unknown)


def test_what_was_weak_long_ago_is_no_plan_for_today() -> None:
    once = (case("s0", 30, "f3", "targets", path=0, explanation=0),)
    better = tuple(case(f"s{n}", 9 - n, "f3", "targets", path=90, explanation=80) for n in range(1, 4))
    assert "mechanism" in kinds(History(cases=once))
    assert "mechanism" not in kinds(History(cases=(*once, *better)))


def test_a_dimension_low_twice_of_late_is_a_habit_once_is_not() -> None:
    (task,) = [task for task in plan(long_history(), PACKS, NOW) if task.kind == "habit"]
    assert (task.name, task.count) == ("E3", 3)
    assert task.whys == ('sure ("90 %") beyond what was seen: it supports 25%',)
    assert "habit" not in kinds(History(cases=(case("s1", 2, E3=0), case("s2", 1))))


def test_a_new_cause_is_one_not_met_yet() -> None:
    (task,) = [task for task in plan(long_history(), PACKS, NOW) if task.kind == "new"]
    assert (task.pack, task.count, task.fault) == ("shop", 1, "f4")


def test_when_all_were_met_none_is_called_new_and_a_habit_gets_one_met_long_ago() -> None:
    every = tuple(
        case(f"s{n}", 10 - n, fault, family, E3=0) for n, (fault, family) in enumerate(PACKS[0].families)
    )
    tasks = {task.kind: task for task in plan(History(cases=every), PACKS, NOW)}
    assert "new" not in tasks
    assert tasks["habit"].fault in ("f1", "f2")


def test_after_three_cases_with_help_an_exam_and_then_a_rehearsal() -> None:
    three = tuple(case(f"s{n}", 9 - n) for n in range(3))
    assert "exam" in kinds(History(cases=three)) and "exam" not in kinds(History(cases=three[:2]))
    examined = (*three, case("s5", 1, mode="exam"))
    assert "rehearsal" in kinds(History(cases=examined))
    rehearsed = (*examined, case("s6", mode="rehearsal"))
    assert not {"rehearsal", "exam"} & set(kinds(History(cases=rehearsed)))


def test_after_an_unscored_case_comes_its_cards_and_a_first_scored_one() -> None:
    bare = msgspec.structs.replace(case(), pack="first-steps", scores={})
    assert kinds(History(cases=(bare,), cards=(kept("a"),))) == ["cards", "new"]
    assert kinds(History(cards=(kept("a"),))) == ["cards"]


def test_a_pack_that_is_no_longer_there_is_not_suggested() -> None:
    gone = tuple(msgspec.structs.replace(case(f"s{n}", 9 - n, E3=0), pack="gone") for n in range(3))
    assert {task.pack for task in plan(History(cases=gone), PACKS, NOW)} == {"shop"}


def test_without_packs_there_are_still_cards() -> None:
    assert [task.kind for task in plan(long_history(), (), NOW)] == ["cards"]


@given(st.integers(0, 12), st.sampled_from([None, 0, 1, 2, 3]), st.sampled_from(["solved", "gave-up"]))
def test_the_same_history_gives_the_same_plan_and_every_case_in_it_exists(
    count: int, level: int | None, how: str
) -> None:
    faults = PACKS[0].families
    cases = tuple(
        case(f"s{n}", 20 - n, *faults[n % len(faults)], how=how, E3=level, path=10 * n) for n in range(count)
    )
    history = History(cases=cases)
    tasks = plan(history, PACKS, NOW)
    assert tasks == plan(history, PACKS, NOW)
    known = {(pack.pack, fault) for pack in PACKS for fault, _ in pack.families}
    assert all((task.pack, task.fault) in known for task in tasks if task.fault)

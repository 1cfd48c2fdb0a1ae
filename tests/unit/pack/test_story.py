"""The story's table: steps, unlocks, unreachable states, its diagram."""

from incidentgame.pack.expressions import parse
from incidentgame.pack.story import (
    Consequence,
    Hint,
    Progress,
    Reminder,
    Said,
    StoryTable,
    Transition,
    begin,
    faults_of,
    mermaid,
    open_hints,
    reachable,
    step,
)

WORDS = Consequence(Said("support", "any news?"))
TABLE = StoryTable(
    start="paged",
    final=("over",),
    states={"paged": "the page", "looking": "somebody looks", "over": "the end"},
    transitions=(
        Transition("go", ("paged",), "looking", parse("observations >= 1"), (Consequence(unlocks="deep"),)),
        Transition("end", ("paged", "looking"), "over", parse("submitted")),
    ),
    reminders=(Reminder("news", ("looking",), parse("minutes >= 10"), (WORDS,)),),
    hints=(Hint("easy", "look", 1, parse("true")), Hint("deep", "dig", 2, parse("true"), locked=True)),
)
QUIET = {"observations": 0, "submitted": False, "minutes": 0}


def test_nothing_happens_without_a_reason() -> None:
    assert step(TABLE, begin(TABLE), QUIET) == (begin(TABLE), ())


def test_a_transition_moves_and_unlocks() -> None:
    progress, effects = step(TABLE, begin(TABLE), {**QUIET, "observations": 1})
    assert progress == Progress("looking", (), ("deep",))
    assert len(effects) == 1
    assert [hint.id for hint in open_hints(TABLE, progress, QUIET)] == ["easy", "deep"]
    assert [hint.id for hint in open_hints(TABLE, begin(TABLE), QUIET)] == ["easy"]


def test_a_notice_is_given_once_and_only_in_its_states() -> None:
    late = {**QUIET, "minutes": 30}
    assert step(TABLE, begin(TABLE), late)[1] == ()
    progress, effects = step(TABLE, Progress("looking"), late)
    assert effects == (WORDS,) and progress.given == ("news",)
    assert step(TABLE, progress, late) == (progress, ())


def test_the_first_transition_of_the_author_wins() -> None:
    both = {**QUIET, "observations": 1, "submitted": True}
    assert step(TABLE, begin(TABLE), both)[0].state == "looking"


def wrong(table: StoryTable) -> list[str]:
    return [message for _, _, message in faults_of(table)]


def test_a_sound_table_has_no_faults() -> None:
    assert wrong(TABLE) == []
    assert reachable(TABLE) == {"paged", "looking", "over"}


def test_a_state_no_play_can_reach_is_a_fault() -> None:
    table = StoryTable(
        "a", ("b",), {"a": "", "b": "", "c": ""}, (Transition("x", ("a",), "b", parse("true")),)
    )
    assert wrong(table) == ['no play can reach the state "c"']


def test_a_guard_that_is_never_true_reaches_nothing() -> None:
    table = StoryTable("a", ("b",), {"a": "", "b": ""}, (Transition("x", ("a",), "b", parse("false")),))
    assert 'no play can reach the state "b"' in wrong(table)
    assert "its guard is never true" in wrong(table)


def test_dead_ends_and_unknown_states_are_faults() -> None:
    moves = (Transition("x", ("a",), "b", parse("true")), Transition("y", ("a",), "z", parse("true")))
    found = wrong(StoryTable("a", (), {"a": "", "b": ""}, moves))
    assert 'no state "z"' in found
    assert 'nothing leads out of "b" and it is not final' in found


def test_the_diagram_shows_every_transition() -> None:
    drawn = mermaid(TABLE)
    assert drawn.startswith("stateDiagram-v2\n    [*] --> paged\n")
    assert "    looking --> over: submitted\n" in drawn
    assert drawn.endswith("    over --> [*]\n")

"""From a case given up in the terminal to the history, the plan and a drill, as a person sits before it."""

from pathlib import Path

from pseudoterminal import Played

from incidentgame.adapters.progress import Progress


def test_a_case_that_ends_is_in_the_history_and_brings_cards(tmp_path: Path) -> None:
    game = Played(tmp_path, "play", "warm-up", "--seed", "3")
    game.until(r"noted")
    game.line("give-up", r"\[y/N\]")
    game.line("y", r"DEBRIEF[\s\S]*q: leave")
    game.line("q", r"What to practise next: +incidentgame progress")
    assert game.ended() == 0
    (case,) = Progress(tmp_path).history().cases
    (session,) = (tmp_path / "sessions").glob("*.db")
    assert (case.session, case.how, case.scored) == (session.stem, "gave-up", False)

    shown = Played(tmp_path, "progress")
    assert shown.ended() == 0
    assert f"{case.pack} {case.code}" in shown.seen and "incidentgame drill" in shown.seen


def test_a_drill_in_the_terminal_ends_politely_with_ctrl_c_and_ctrl_d(tmp_path: Path) -> None:
    for keys in ("\x03", "\x04"):
        drill = Played(tmp_path, "drill", "--topic", "nginx", "--limit", "3")
        drill.until(r"1 of 3")
        drill.line("I don't know", r"It comes back in 10 minutes")
        drill.until(r"2 of 3")
        drill.send(keys)
        drill.until(r"1 card: 1 not known")
        assert drill.ended() == 0
    assert len(Progress(tmp_path).history().reviews) == 2


def test_the_last_card_of_a_sitting_can_still_be_called_easy(tmp_path: Path) -> None:
    drill = Played(tmp_path, "drill", "--topic", "nginx", "--limit", "1")
    drill.until(r"1 of 1")
    drill.line("I don't know", r"Enter ends; `easy` if the last one was")
    drill.line("easy", r"Rated easy")
    assert drill.ended() == 0
    assert [one.rating for one in Progress(tmp_path).history().reviews] == ["easy"]


def test_deleting_asks_first(tmp_path: Path) -> None:
    drill = Played(tmp_path, "drill", "--topic", "nginx", "--limit", "1")
    drill.line("I don't know", r"Enter ends")
    drill.line("", r"1 card")
    for answer, said in (("n", "Nothing was deleted"), ("y", "Deleted")):
        asked = Played(tmp_path, "progress", "--delete")
        asked.until(r"cannot be undone")
        asked.line(answer, said)
        assert asked.ended() == 0
    assert Progress(tmp_path).files() == []

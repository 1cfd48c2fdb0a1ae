"""The terminal's own part: leaving, asking first, warnings, a store that fails."""

from collections.abc import Sequence

import pytest

from incidentgame.adapters.clock import CaseClock
from incidentgame.adapters.store import MemoryStore, StoreError
from incidentgame.kernel.events import AnyEvent, LineAccepted, LineDone
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play
from incidentgame.tui.app import Surroundings, Terminal
from incidentgame.tui.driver import Driver
from incidentgame.tui.look import Look
from incidentgame.tui.screen import Screen

PLAIN = Look(colour=False, plain=True)


class Keys:
    """A keyboard that types what it is given; None is Ctrl-D at the prompt, Ctrl-C at a question."""

    def __init__(self, lines: Sequence[str | None], answers: Sequence[str | None] = ()) -> None:
        self._lines, self._answers = list(lines), list(answers)

    def line(self, prompt: str) -> str:
        text = self._lines.pop(0)
        if text is None:
            raise EOFError
        return text

    def statement(self, prompt: str) -> str:
        return self.line(prompt)

    def answer(self, question: str) -> str:
        text = self._answers.pop(0)
        if text is None:
            raise KeyboardInterrupt
        return text


class FullDisk(MemoryStore):
    """Takes nothing of one kind while `full`."""

    def __init__(self, kind: type[AnyEvent]) -> None:
        super().__init__()
        self.kind, self.full = kind, True

    def append(self, event: AnyEvent) -> None:
        if self.full and isinstance(event, self.kind):
            self.full = False
            raise StoreError("the session could not be saved (disk full)")
        super().append(event)


def terminal(driver: Driver, keys: Keys, look: Look = PLAIN) -> Terminal:
    given = Surroundings(lambda engine: "the debrief", (StoreError,))
    return Terminal(driver, keys, Screen(look, paged=False), given)


def lines_of(driver: Driver) -> list[str]:
    return [seen.line for seen in driver.engine.observations]


def test_blank_lines_and_comments_are_no_lines(driver: Driver) -> None:
    keys = Keys(["", "  ", "# a comment", "ls", "quit"])
    assert terminal(driver, keys).run() == "quit"
    assert lines_of(driver) == ["ls", "quit"]


def test_ctrl_d_leaves_a_host_then_asks(driver: Driver) -> None:
    keys = Keys(["ssh bastion", None, None, "exit", None], ["n", "n", "y"])
    assert terminal(driver, keys).run() == "quit"
    assert lines_of(driver) == ["ssh bastion", "exit", "quit"]


def test_giving_up_asks_first_and_tells(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    keys = Keys(["give-up", "give-up"], ["", "y"])
    assert terminal(driver, keys).run() == "gave-up"
    assert lines_of(driver) == ["give-up"]
    assert "the debrief" in capsys.readouterr().out


def test_the_packs_minutes_warn_once_and_end_nothing(
    driver: Driver, wall, capsys: pytest.CaptureFixture[str]
) -> None:
    played = terminal(driver, Keys(["ls", "ls", "quit"]))
    wall.at += 60 * driver.engine.case.minutes + 1
    played.run()
    assert capsys.readouterr().out.count("minutes have passed") == 1


def test_editors_say_what_to_do_in_plain(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    terminal(driver, Keys(["nano x", "vi", "quit"])).run()
    said = capsys.readouterr().out
    assert "cat > x <<'EOF'" in said and "say which file" in said
    assert lines_of(driver) == ["quit"]


def test_explain_alone_asks_field_by_field_in_plain(driver: Driver) -> None:
    answers = ["rule 5", "", "#1", "", "", "", "", "50"]
    terminal(driver, Keys(["ls", "explain", "quit"], answers)).run()
    said = driver.engine.statements.explanation
    assert said is not None and said.text == "root_cause: rule 5\nevidence: #1\nconfidence: 50"


def test_the_first_rewind_asks_first(driver: Driver) -> None:
    terminal(driver, Keys(["ls", "rewind 1", "rewind #1", "rewind 0", "quit"], ["n", "y"])).run()
    assert [branch.number for branch in driver.engine.branches.all] == [1, 2, 3]


def test_explain_again_opens_the_form_with_what_was_said(driver: Driver) -> None:
    terminal(driver, Keys(["explain rule 5", "explain again", "quit"], ["", "chain", *[""] * 6])).run()
    said = driver.engine.statements.explanation
    assert said is not None and said.text == "root_cause: rule 5\nchain: chain"


def test_a_form_left_by_ctrl_c_is_gone_on_with(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ["rule 5", None, "", "", "#1", "", "", "", "", "50"]
    terminal(driver, Keys(["ls", "explain", "explain", "quit"], answers)).run()
    said = driver.engine.statements.explanation
    assert said is not None and said.text == "root_cause: rule 5\nevidence: #1\nconfidence: 50"
    assert "What you wrote is kept" in capsys.readouterr().out


def failing(engine: Engine, wall, kind: type[AnyEvent]) -> Driver:
    return Driver(Play(engine, FullDisk(kind)), CaseClock(engine.now, wall))


def test_a_full_disk_keeps_a_line_from_running(
    engine: Engine, wall, capsys: pytest.CaptureFixture[str]
) -> None:
    driver = failing(engine, wall, LineAccepted)
    terminal(driver, Keys(["touch a", "ls", "quit"])).run()
    driver.close()
    assert lines_of(driver) == ["ls", "quit"]
    assert "The line was not run" in capsys.readouterr().out


def test_a_full_disk_after_a_line_still_shows_it(
    engine: Engine, wall, capsys: pytest.CaptureFixture[str]
) -> None:
    driver = failing(engine, wall, LineDone)
    terminal(driver, Keys(["echo $((6*7))", "quit"])).run()
    driver.close()
    said = capsys.readouterr().out
    assert "\n42\n" in said and "The line is kept" in said
    assert lines_of(driver) == ["echo $((6*7))", "quit"]


def test_the_first_screen(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    terminal(driver, Keys(["quit"])).run()
    screen = capsys.readouterr().out
    for words in ("PAGE  SEV-2", driver.engine.case.code, "Nothing here is real", "ask junior|support|dba"):
        assert words in screen
    assert driver.engine.case.fault not in screen and "─" not in screen


def test_psqls_prompt_plays_a_line_a_statement(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    access = driver.line("cat runbooks/access.md").result().result.observation.stdout
    call = f"psql -h {access.partition('psql -h ')[2].split()[0]} -U oncall shop"
    typed = [
        "ssh bastion",
        call,
        "select 40",
        "+ 2;",
        "think it's fine",
        "\\x",
        "select 1 as a;",
        "\\q",
        None,
    ]
    terminal(driver, Keys([*typed, "quit"])).run()
    assert lines_of(driver)[1:] == [
        "ssh bastion",
        f"{call} -c '\\conninfo'",
        f"{call} -c 'select 40\n+ 2'",
        "think it's fine",
        f"{call} -c '\\x'",
        f"{call} -P expanded=on -c 'select 1 as a'",
        "exit",
        "quit",
    ]
    said = capsys.readouterr().out
    assert "       42\n" in said and "-[ RECORD 1 ]" in said


def test_no_connection_no_prompt(driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    terminal(driver, Keys(["ssh bastion", "psql", "exit", "quit"])).run()
    assert "No such file or directory" in capsys.readouterr().out
    assert lines_of(driver)[1] == "psql -c '\\conninfo'"


def test_clear_is_the_terminals(driver: Driver) -> None:
    terminal(driver, Keys(["clear", "quit"])).run()
    assert lines_of(driver) == ["quit"]


def test_a_chart_is_not_drawn_in_plain(capsys: pytest.CaptureFixture[str]) -> None:
    text = "DEBRIEF\n────\n   3.3 ┤███\n       │██\n     0 └───\n  From 3.3 bits\n"
    Screen(PLAIN, paged=False).told(text)
    assert capsys.readouterr().out == "DEBRIEF\n  From 3.3 bits\n"


def test_what_is_to_be_copied_is_not_broken() -> None:
    screen = Screen(Look(colour=False, plain=False), paged=False)
    arn = "arn:" + "x" * 200
    command = f"aws elbv2 describe-rules --listener-arn {arn}"
    assert screen.prose(f"  {command}\n") == f"  {command}\n"
    assert arn in screen.prose(f"a sentence about {arn} and more\n").split()


def test_sentences_wrap_at_words_below_their_column() -> None:
    screen = Screen(Look(colour=False, plain=False), paged=False)
    words = "word " * 40
    for line in screen.prose(f"  impact   not said: {words}\nshort\n").splitlines()[1:-1]:
        assert line.startswith(" " * 11 + "word") and len(line) < screen.width

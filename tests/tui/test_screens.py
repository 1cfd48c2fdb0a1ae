"""Keyboard, pager, editor and form, typed at through a pipe."""

from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.session.engine import Engine
from incidentgame.tui.completion import complete
from incidentgame.tui.editor import Editor, edit
from incidentgame.tui.form import FIELDS, as_line, asked_one_by_one, earlier, filled_in
from incidentgame.tui.keyboard import PromptKeyboard
from incidentgame.tui.look import Look
from incidentgame.tui.pager import Pager

LOOK = Look(colour=False, plain=False)


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def keyboard(engine: Engine, *history: str) -> PromptKeyboard:
    return PromptKeyboard(
        LOOK, lambda text: complete(engine, text), lambda: "below", InMemoryHistory(history)
    )


def test_a_line(engine: Engine, keys: PipeInput) -> None:
    keys.send_text("ls -la\r")
    assert keyboard(engine).line("oncall@laptop:~$ ") == "ls -la"


@pytest.mark.parametrize(
    "typed", ["for i in 1 2\rdo echo $i\rdone\r", "cat <<END\ntext\nEND\r", "echo 'a\rb'\r"]
)
def test_a_line_goes_on_where_bash_would_go_on(engine: Engine, keys: PipeInput, typed: str) -> None:
    keys.send_text(typed)
    assert keyboard(engine).line("$ ") == typed.replace("\r", "\n").rstrip("\n")


def test_a_sentence_may_have_an_apostrophe(engine: Engine, keys: PipeInput) -> None:
    keys.send_text("think it's the edge\r")
    assert keyboard(engine).line("$ ") == "think it's the edge"


def test_ctrl_c_and_ctrl_d(engine: Engine, keys: PipeInput) -> None:
    keys.send_text("half a li\x03")
    with pytest.raises(KeyboardInterrupt):
        keyboard(engine).line("$ ")
    keys.send_text("\x04")
    with pytest.raises(EOFError):
        keyboard(engine).line("$ ")


def test_history_is_searched(engine: Engine, keys: PipeInput) -> None:
    keys.send_text("\x12tail\r\r")
    assert keyboard(engine, "tail -f log", "ls").line("$ ") == "tail -f log"


def test_the_pager_shows_and_is_left(keys: PipeInput) -> None:
    keys.send_text("G q")
    pager = Pager("".join(f"{n}\n" for n in range(500)))
    pager.application.run()
    assert "\n" in pager.visible()


def test_an_edited_file_is_saved(keys: PipeInput) -> None:
    saved: list[str] = []
    keys.send_text("new \x13\x18")
    edit("f", "text", lambda text: saved.append(text) or "", vi=False)
    assert saved == ["new text"]


def test_changes_are_not_lost_without_asking(keys: PipeInput) -> None:
    saved: list[str] = []
    keys.send_text("x\x18\x03y\x18y")
    edit("f", "", lambda text: saved.append(text) or "", vi=False)
    assert saved == ["xy"]
    keys.send_text("x\x18n")
    edit("f", "", lambda text: saved.append(text) or "", vi=False)
    assert saved == ["xy"]


def test_a_file_that_cannot_be_written_stays_open(keys: PipeInput) -> None:
    keys.send_text("x\x13\x18n")
    editor = Editor("f", "", lambda text: "-bash: f: Permission denied\n", vi=False)
    editor.application.run()
    assert editor.changed and editor._message == "f: Permission denied"


def test_vi_saves_with_wq(keys: PipeInput) -> None:
    saved: list[str] = []
    keys.send_text("dd:wq\r")
    edit("f", "one\ntwo\n", lambda text: saved.append(text) or "", vi=True)
    assert saved == ["two\n"]


def test_vi_does_not_leave_changes_behind(keys: PipeInput) -> None:
    saved: list[str] = []
    keys.send_text("dd:q\r:q!\r")
    edit("f", "one\ntwo\n", lambda text: saved.append(text) or "", vi=True)
    assert saved == []


def test_the_form_becomes_one_line(keys: PipeInput) -> None:
    keys.send_text("rule 5\tchain\x13")
    left = filled_in({"confidence": "80"}, [" #1 ls"])
    assert left.handed_in
    line = as_line(left.values)
    assert line == "explain <<'END'\nroot_cause: rule 5\nchain: chain\nconfidence: 80\nEND"


def test_a_form_left_hands_nothing_in_and_keeps_the_words(keys: PipeInput) -> None:
    keys.send_text("rule\x03")
    left = filled_in({}, [])
    assert not left.handed_in and left.values["root_cause"] == "rule"


def test_fields_survive_the_line() -> None:
    values = dict.fromkeys(FIELDS, "some words\nEND") | {"confidence": "70"}
    body = as_line(values).partition("\n")[2]
    read = read_explanation(body.rpartition("\n")[0])
    assert read.root_cause == "some words\nEND" and read.confidence == "70"
    assert earlier(body.rpartition("\n")[0])["chain"] == "some words\nEND"


def test_the_plain_form_keeps_what_was_said() -> None:
    answers = iter(["", "new", "", "", "", "", "", ""])
    values = {"root_cause": "old"}
    asked_one_by_one(values, lambda question: next(answers))
    assert (values["root_cause"], values["chain"]) == ("old", "new")


def test_the_plain_form_interrupted_keeps_what_was_answered() -> None:
    answers = iter(["rule 5"])

    def ask(question: str) -> str:
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    values: dict[str, str] = {}
    with pytest.raises(KeyboardInterrupt):
        asked_one_by_one(values, ask)
    assert values == {"root_cause": "rule 5"}

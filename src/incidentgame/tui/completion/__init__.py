"""Tab: what may come next, out of the commands, the AWS models, the files and the ids already seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidentgame.session.engine import VERBS, Engine
from incidentgame.tui.completion.ids import fitting
from incidentgame.tui.completion.options import options_of
from incidentgame.tui.completion.verbs import words_for
from incidentgame.tui.completion.words import Typed, shell_word, typed


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whole words that may stand for the last `length` characters before the cursor."""

    words: tuple[str, ...]
    length: int


def complete(engine: Engine, text: str) -> Candidates:
    """Candidates for the end of `text`, which is what stands before the cursor."""
    line = typed(text)
    if not line.command:
        return _from_shell(engine, line)
    found = _by_command(engine, line)
    if found or not _takes_files(line):
        return Candidates(tuple(sorted(set(found))), len(line.prefix))
    return _from_shell(engine, line)


def _by_command(engine: Engine, line: Typed) -> Sequence[str]:
    if line.command == "aws":
        return _aws(engine, line)
    if line.prefix.startswith(("-", "+")):
        return _starting(options_of(line.command, line.words), line.prefix)
    return _starting(words_for(engine, line.command, line.words), line.prefix)


def _aws(engine: Engine, line: Typed) -> Sequence[str]:
    from incidentgame.commands.aws.complete import candidates

    before = line.words[-1] if line.words else ""
    known = candidates(line.words, line.prefix)
    if known or line.prefix.startswith("-"):
        return known
    option = next((word for word in reversed(line.words) if word.startswith("--")), "")
    if not option or (before != option and not _takes_many(option)):
        return ()
    return _starting(fitting(option, line.words, engine.player.ids), line.prefix)


def _takes_files(line: Typed) -> bool:
    """`aws` takes files in few places: `s3 cp`, `--body fileb://…`. The game's words take none.

    After `<` or `>` a file may stand all the same.
    """
    if line.command in VERBS:
        return "<" in line.tail or ">" in line.tail
    return (
        line.command != "aws" or line.words[:1] == ("s3",) or line.prefix.startswith(("file://", "fileb://"))
    )


def _takes_many(option: str) -> bool:
    return option.endswith("s")


def _from_shell(engine: Engine, line: Typed) -> Candidates:
    stage = engine.stage
    shell = stage.shell_on(stage.host, stage.user_on(stage.host))
    found = shell.complete(line.tail)
    return Candidates(tuple(found), len(shell_word(line.tail)))


def _starting(words: Iterable[str], prefix: str) -> list[str]:
    return sorted({word for word in words if word.startswith(prefix)})

"""Writes docs/reference, and the weights in docs/scoring.md: what the program itself knows.

`make docs` writes it; `tests/unit/test_reference.py` fails when the files have drifted.
"""

import re
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator, Mapping
from inspect import getdoc
from pathlib import Path

from incidentgame.api.answer import handlers, is_read, services
from incidentgame.cli.main import parser
from incidentgame.commands.later import Later
from incidentgame.commands.psql.command import psql_command
from incidentgame.commands.registry import GAME, PLAIN
from incidentgame.scoring.card import weights_markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WEIGHTS = re.compile(r"\| part \|.*?\n\n", re.DOTALL)
_NOTE = "<!-- Written by tools/reference.py (`make docs`). Changes made here are lost. -->\n\n"


def cli() -> str:
    """Every command of the program with its arguments."""
    top = parser()
    parts = ["# The command line\n", f"{top.description}\n"]
    parts += [_command(name, command) for name, command in _subcommands(top.prog, top)]
    parts.append(
        "Exit codes: 0 it ran, 1 a check failed, 2 wrong usage, 3 the session is played elsewhere.\n"
    )
    return "\n".join(parts)


def _subcommands(name: str, of: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    """The commands without commands of their own, in the order in which they were added."""
    nested = [action for action in of._actions if isinstance(action, _SubParsersAction)]
    if not nested:
        yield name, of
    for action in nested:
        for word, command in action.choices.items():
            yield from _subcommands(f"{name} {word}", command)


def _command(name: str, command: ArgumentParser) -> str:
    """A heading and a table of arguments. Not argparse's own help: its layout differs between Pythons."""
    actions = [action for action in command._actions if action.dest != "help"]
    rows = [f"| `{_written(a)}` | {_meaning(a.help, a.choices)} |" for a in actions]
    table = ["| argument | meaning |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## `{name}`\n", *table])


def _written(action: Action) -> str:
    return ", ".join(action.option_strings) or str(action.metavar or action.dest).upper()


def _meaning(text: str | None, choices: object) -> str:
    listed = f" ({', '.join(choices)})" if isinstance(choices, tuple) else ""
    return f"{text or ''}{listed}".strip()


def commands() -> str:
    """Every command a player can type that is the game's own, with what it says of itself."""
    parts = [
        "# Commands\n",
        "What a player can type, beside the shell's own words and the usual text tools.\n",
    ]
    parts += ["## The game's own\n", _listed(GAME)]
    parts += ["## Programs of the machines\n", _listed({**PLAIN, "psql": psql_command})]
    return "\n".join(parts)


def _listed(found: Mapping[str, Callable[..., object]]) -> str:
    rows = [f"| `{name}` | {_first_line(found[name])} |" for name in sorted(found)]
    return "\n".join(["| command | |", "|---|---|", *rows, ""])


def _first_line(command: Callable[..., object]) -> str:
    itself = command.command if isinstance(command, Later) else command
    return (getdoc(itself) or "").split("\n", 1)[0].replace("|", "\\|")


def aws() -> str:
    """The operations each service answers."""
    parts = ["# AWS operations\n", "Everything else answers as a role without the permission would.\n"]
    for service in services():
        names = sorted(handlers(service))
        reads = [name for name in names if is_read(name)]
        parts.append(f"## {service}\n")
        parts += [_names("reads", reads), _names("writes", [n for n in names if n not in reads])]
    return "\n".join(part for part in parts if part)


def _names(kind: str, names: list[str]) -> str:
    return f"{kind}: {', '.join(names)}\n" if names else ""


def scoring() -> str:
    """The guide to scoring with its table of weights renewed."""
    text = (DOCS / "scoring.md").read_text(encoding="utf-8")
    return _WEIGHTS.sub(lambda _: weights_markdown() + "\n\n", text, count=1)


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/cli.md": lambda: _NOTE + cli(),
    "reference/commands.md": lambda: _NOTE + commands(),
    "reference/aws.md": lambda: _NOTE + aws(),
    "scoring.md": scoring,
}
"""File below docs → what makes it."""


def pages() -> dict[str, str]:
    """Every page as it ought to be."""
    return {name: make() for name, make in PAGES.items()}


def main() -> None:
    """Write the pages."""
    (DOCS / "reference").mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

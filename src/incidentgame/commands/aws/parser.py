"""argparse with the AWS CLI's messages: the real CLI parses with it, so its quirks come along."""

import argparse
from difflib import get_close_matches
from typing import Any, NoReturn

from incidentgame.commands.aws.errors import USAGE, usage_error


class CommandParser(argparse.ArgumentParser):
    """A parser that never prints or exits: every complaint is a CliError."""

    def __init__(self) -> None:
        super().__init__(prog="aws", usage=USAGE, add_help=False, conflict_handler="resolve")

    def error(self, message: str) -> NoReturn:
        raise usage_error(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A choice that does not exist: near misses are offered (cutoff as in the real CLI)."""
        if action.choices is None or value in action.choices:
            return
        lines = [f"Found invalid choice '{value}'\n"]
        near = get_close_matches(value, [str(choice) for choice in action.choices], cutoff=0.8)
        if near:
            lines += ["Maybe you meant:\n", *(f"  * {word}" for word in near)]
        raise argparse.ArgumentError(action, "\n".join(lines))

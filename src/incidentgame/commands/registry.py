"""Every command by name: the one list the shell, help and completion read.

Each is imported when it is first run (`commands.later`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from incidentgame.commands.bench import Bench, Command
from incidentgame.commands.files import COMMANDS as FILES
from incidentgame.commands.host import HOST
from incidentgame.commands.later import Places
from incidentgame.commands.network import COMMANDS as NETWORK
from incidentgame.shell.command import Invocation, Outcome

if TYPE_CHECKING:
    from incidentgame.commands.psql.engine import SqlEngine

GAME: Mapping[str, Command] = Places(
    "incidentgame.commands.game",
    """
    answer     questions
    ask        saying
    bits       bits
    brief      case
    console    console
    expect     saying
    explain    leaving
    finish     leaving
    give-up    leaving:give_up
    help       help:help_
    hint       guidance
    man        help
    map        map:map_
    note       saying
    pause      leaving
    questions  questions
    quit       leaving:quit_case
    reflect    interview
    restart    leaving
    rewind     rewinding
    skip       questions
    status     status
    stuck      guidance
    suspects   case
    think      saying
    timeline   case
    update     saying
    """,
)
"""The game's own verbs."""

_CLOUD: Mapping[str, Command] = Places(
    "incidentgame.commands",
    """
    aws        awscli
    ssh        ssh
    """,
)

_TOOLS: Mapping[str, Command] = {**FILES, **HOST, **NETWORK, **_CLOUD}


def sudo(invocation: Invocation, bench: Bench) -> Outcome:
    """`sudo` over the programs a machine has."""
    from incidentgame.commands.host.sudo import sudo_with

    return sudo_with(_TOOLS)(invocation, bench)


PLAIN: Mapping[str, Command] = {**_TOOLS, "sudo": sudo}
"""Programs a machine has, of ours, that need nothing from outside; the shell brings the others."""

PROGRAMS = (*PLAIN, "psql")
"""The names of all of ours."""


def psql_on(engine: "SqlEngine") -> Command:
    """`psql` with something that runs SQL; imported when it is first run."""

    def psql(invocation: Invocation, bench: Bench) -> Outcome:
        from incidentgame.commands.psql.command import psql_command

        return psql_command(engine)(invocation, bench)

    return psql


def commands(engine: "SqlEngine") -> Mapping[str, Command]:
    """Every command by name."""
    return {**PLAIN, "psql": psql_on(engine), **GAME}

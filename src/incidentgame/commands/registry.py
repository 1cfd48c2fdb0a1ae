"""Every command by name: the one list the shell, help and completion read."""

from collections.abc import Mapping

from incidentgame.commands.awscli import aws
from incidentgame.commands.bench import Command
from incidentgame.commands.files import COMMANDS as FILES
from incidentgame.commands.game import case, guidance, leaving, saying
from incidentgame.commands.game.console import console
from incidentgame.commands.game.status import status
from incidentgame.commands.host import HOST
from incidentgame.commands.host.sudo import sudo_with
from incidentgame.commands.network import COMMANDS as NETWORK
from incidentgame.commands.ssh import ssh

GAME: Mapping[str, Command] = {
    "ask": saying.ask,
    "brief": case.brief,
    "console": console,
    "expect": saying.expect,
    "explain": leaving.explain,
    "finish": leaving.finish,
    "give-up": leaving.give_up,
    "hint": guidance.hint,
    "note": saying.note,
    "pause": leaving.pause,
    "quit": leaving.quit_case,
    "restart": leaving.restart,
    "status": status,
    "stuck": guidance.stuck,
    "suspects": case.suspects,
    "think": saying.think,
    "timeline": case.timeline,
    "update": saying.update,
}
"""The game's own verbs."""

_TOOLS: Mapping[str, Command] = {**FILES, **HOST, **NETWORK, "aws": aws, "ssh": ssh}

PLAIN: Mapping[str, Command] = {**_TOOLS, "sudo": sudo_with(_TOOLS)}
"""Programs a machine has, of ours; the shell brings the others."""


def commands() -> Mapping[str, Command]:
    """Every command by name."""
    return {**PLAIN, **GAME}

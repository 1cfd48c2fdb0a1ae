"""Help: what there is, how it is written, and which line answers a question."""

from incidentgame.commands.game.help.command import help_, man

__all__ = ["help_", "man"]

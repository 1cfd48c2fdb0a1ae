"""The AWS console for people who think in it: pages and tabs as data, over the same API calls as `aws`."""

from incidentgame.commands.game.console.command import console
from incidentgame.commands.game.console.completing import candidates

__all__ = ["candidates", "console"]

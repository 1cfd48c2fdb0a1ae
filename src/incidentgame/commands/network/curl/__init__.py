"""curl: walk the player's own requests through the world and show what came of them."""

from incidentgame.commands.network.curl.command import curl

__all__ = ["curl"]

"""The command line: `incidentgame play | packs | pack | trace | sessions | resume | replay | report`."""

from incidentgame.cli.main import main

__all__ = ["main"]

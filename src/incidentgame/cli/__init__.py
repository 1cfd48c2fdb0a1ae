"""The command line: `incidentgame play | packs | pack | trace | sessions | resume | replay | report`."""

import gc

gc.set_threshold(50_000, 10, 10)  # a session leaves little garbage; looking for it must not be felt in a line

from incidentgame.cli.main import main  # noqa: E402 - what is imported now is all kept

__all__ = ["main"]

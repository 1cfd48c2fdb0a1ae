"""Commands about files, time and identity that replace the interpreter's own."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.later import Places

COMMANDS: Mapping[str, Command] = Places(
    "incidentgame.commands.files",
    """
    date       date
    dir        ls:ls
    hostname   identity
    id         identity:identity
    ls         ls
    sleep      sleep
    stat       stat
    tail       tail
    touch      touch
    uname      identity
    whoami     identity
    """,
)
"""By the name they are typed as."""

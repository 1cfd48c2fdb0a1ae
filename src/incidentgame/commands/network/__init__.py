"""Tools that look at names, connections and certificates from where the player stands."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.later import Places

COMMANDS: Mapping[str, Command] = Places(
    "incidentgame.commands.network",
    """
    curl       curl
    dig        dig
    getent     host
    host       host
    nc         nc
    nslookup   host
    openssl    openssl
    ping       ping
    """,
)

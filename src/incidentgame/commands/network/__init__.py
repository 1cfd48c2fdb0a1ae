"""Tools that look at names, connections and certificates from where the player stands."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.network.curl import curl
from incidentgame.commands.network.dig import dig
from incidentgame.commands.network.host import getent, host, nslookup
from incidentgame.commands.network.nc import nc
from incidentgame.commands.network.openssl import openssl
from incidentgame.commands.network.ping import ping

COMMANDS: Mapping[str, Command] = {
    "curl": curl,
    "dig": dig,
    "getent": getent,
    "host": host,
    "nc": nc,
    "nslookup": nslookup,
    "openssl": openssl,
    "ping": ping,
}

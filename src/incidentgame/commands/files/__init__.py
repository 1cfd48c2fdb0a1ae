"""Commands about files, time and identity that replace the interpreter's own."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.files.date import date
from incidentgame.commands.files.identity import hostname, identity, uname, whoami
from incidentgame.commands.files.ls import ls
from incidentgame.commands.files.sleep import sleep
from incidentgame.commands.files.stat import stat
from incidentgame.commands.files.tail import tail
from incidentgame.commands.files.touch import touch

COMMANDS: Mapping[str, Command] = {
    "date": date,
    "dir": ls,
    "hostname": hostname,
    "id": identity,
    "ls": ls,
    "sleep": sleep,
    "stat": stat,
    "tail": tail,
    "touch": touch,
    "uname": uname,
    "whoami": whoami,
}
"""By the name they are typed as."""

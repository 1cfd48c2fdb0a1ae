"""Commands that look at one host and manage it: systemd, processes, memory, disks, network, nginx."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.host import kill, machine, memory, uptime
from incidentgame.commands.host.apt import apt
from incidentgame.commands.host.crontab import crontab
from incidentgame.commands.host.disk import df, du
from incidentgame.commands.host.dmesg import dmesg
from incidentgame.commands.host.ip import ip
from incidentgame.commands.host.journalctl import journalctl
from incidentgame.commands.host.nginx import nginx
from incidentgame.commands.host.pgrep import pgrep, pidof, pkill
from incidentgame.commands.host.ps import ps
from incidentgame.commands.host.ss import ss
from incidentgame.commands.host.systemctl import systemctl
from incidentgame.commands.host.top import top

HOST: Mapping[str, Command] = {
    "apt": apt,
    "apt-get": apt,
    "arch": machine.arch,
    "crontab": crontab,
    "df": df,
    "dmesg": dmesg,
    "du": du,
    "free": memory.free,
    "hostnamectl": machine.hostnamectl,
    "ip": ip,
    "journalctl": journalctl,
    "kill": kill.kill,
    "last": uptime.last,
    "lsb_release": machine.lsb_release,
    "lscpu": machine.lscpu,
    "nginx": nginx,
    "nproc": machine.nproc,
    "pgrep": pgrep,
    "pidof": pidof,
    "pkill": pkill,
    "ps": ps,
    "reboot": kill.reboot,
    "shutdown": kill.reboot,
    "ss": ss,
    "systemctl": systemctl,
    "timedatectl": machine.timedatectl,
    "top": top,
    "uptime": uptime.uptime,
    "vmstat": memory.vmstat,
    "w": uptime.w,
    "who": uptime.who,
}
"""By the name typed. `sudo` is made over the whole registry: `sudo.sudo_with(commands)`."""

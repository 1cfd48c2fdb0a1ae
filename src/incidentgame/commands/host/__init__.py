"""Commands that look at one host and manage it: systemd, processes, memory, disks, network, nginx."""

from collections.abc import Mapping

from incidentgame.commands.bench import Command
from incidentgame.commands.later import Places

HOST: Mapping[str, Command] = Places(
    "incidentgame.commands.host",
    """
    apt            apt
    apt-get        apt:apt
    arch           machine
    crontab        crontab
    df             disk
    dmesg          dmesg
    du             disk
    free           memory
    hostnamectl    machine
    ip             ip
    journalctl     journalctl
    kill           kill
    last           uptime
    lsb_release    machine
    lscpu          machine
    nginx          nginx
    nproc          machine
    pgrep          pgrep
    pidof          pgrep
    pkill          pgrep
    ps             ps
    reboot         kill
    shutdown       kill:reboot
    ss             ss
    systemctl      systemctl
    timedatectl    machine
    top            top
    uptime         uptime
    vmstat         memory
    w              uptime
    who            uptime
    """,
)
"""By the name typed. `sudo` is made over the whole registry: `sudo.sudo_with(commands)`."""

"""Commands whose output need not be text (`ssh HOST cat x.gz`).

The interpreter takes text only from a command it calls, but carries bytes between its own. So such a
command is a small script in /usr/bin: it calls the command, which leaves its bytes at a device of this
shell, and prints that device.
"""

from collections.abc import Mapping
from dataclasses import replace

from incidentgame.shell.command import Command, Invocation, Outcome
from incidentgame.shell.devices import RAW, Devices

_PREFIX = "__raw_"


def raw_commands(commands: Mapping[str, Command], devices: Devices) -> dict[str, Command]:
    """The commands behind the scripts, under the names the scripts call."""
    return {_PREFIX + name: _kept(name, command, devices) for name, command in commands.items()}


def raw_scripts(commands: Mapping[str, Command]) -> dict[str, bytes]:
    """The scripts by path."""
    body = f'#!/bin/sh\n{_PREFIX}%s "$@"\nstatus=$?\ncat {RAW}\nexit $status\n'
    return {f"/usr/bin/{name}": (body % name).encode() for name in commands}


def _kept(name: str, command: Command, devices: Devices) -> Command:
    def call(invocation: Invocation) -> Outcome:
        devices.raw = b""
        outcome = command(replace(invocation, name=name))
        said = outcome.stdout
        devices.raw = said if isinstance(said, bytes) else said.encode()
        return Outcome("", outcome.stderr, outcome.exit)

    return call

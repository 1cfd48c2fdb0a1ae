"""What a player changed, in words: API calls by their name, acts on hosts and databases as one says them."""

from collections.abc import Mapping
from typing import Final

_ACTS: Final[Mapping[str, str]] = {
    "host.write_file": "edited a file on a host",
    "host.remove_file": "removed a file on a host",
    "host.crontab": "edited a crontab on a host",
    "host.login": "logged in to a host",
    "host.logout": "logged out of a host",
    "host.systemctl": "changed a service on a host",
    "host.nginx_reload": "reloaded nginx on a host",
    "host.kill": "sent a signal to a process on a host",
    "host.reboot": "rebooted a host",
    "database.open_session": "opened a database session",
    "database.close_session": "closed a database session",
    "database.cancel": "cancelled a database query",
    "database.terminate": "ended a database session",
}
_PLACES: Final[Mapping[str, str]] = {
    "host": "changed something on a host",
    "app": "changed something in the application",
    "database": "changed something in the database",
}


def in_words(write: str) -> str:
    """One change as an observation holds it ("elbv2:ModifyRule", "host.reboot",
    "host.write_file /etc/motd"), as what somebody did.

    A name without words of its own is told by its place, and one without a place as it stands.
    """
    name, _, path = write.partition(" ")
    service, colon, operation = name.partition(":")
    if colon:
        return f"called {operation} ({service})"
    said = _ACTS.get(name) or _PLACES.get(name.partition(".")[0], f"changed {name}")
    return said.replace("a file", path) if path else said

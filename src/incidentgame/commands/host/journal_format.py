"""How journalctl prints entries: short, short-iso, short-precise, cat, json (api-503-host §4.3)."""

import json

from incidentgame.kernel.instant import iso_offset, syslog
from incidentgame.world.compute.journal import Entry


def _prefix(stamp: str, hostname: str, entry: Entry) -> str:
    number = f"[{entry.pid}]" if entry.pid else ""
    return f"{stamp} {hostname} {entry.identifier}{number}: "


def _indented(prefix: str, message: str) -> str:
    """Further lines of a message are indented to where the first one began."""
    return prefix + message.replace("\n", "\n" + " " * len(prefix)) + "\n"


def short(hostname: str, entry: Entry) -> str:
    """`Nov 21 03:42:12 host nginx[600]: …`"""
    return _indented(_prefix(syslog(entry.at), hostname, entry), entry.message)


def short_iso(hostname: str, entry: Entry) -> str:
    """`2026-11-21T03:40:23+0000 host …`"""
    stamp = iso_offset(entry.at).replace("+00:00", "+0000")
    return _indented(_prefix(stamp, hostname, entry), entry.message)


def short_precise(hostname: str, entry: Entry) -> str:
    """`Nov 21 03:42:12.104233 host …`"""
    stamp = f"{syslog(entry.at)}.{entry.at % 1000:03d}{entry.micros:03d}"
    return _indented(_prefix(stamp, hostname, entry), entry.message)


def cat(hostname: str, entry: Entry) -> str:
    """The message alone."""
    return f"{entry.message}\n"


def as_json(hostname: str, entry: Entry) -> str:
    """One object a line; all values are strings."""
    fields = {
        "__REALTIME_TIMESTAMP": f"{entry.at * 1000 + entry.micros}",
        "PRIORITY": str(entry.priority),
        "_HOSTNAME": hostname,
        "SYSLOG_IDENTIFIER": entry.identifier,
        "_PID": str(entry.pid),
        "_SYSTEMD_UNIT": entry.unit or "init.scope",
        "_TRANSPORT": "kernel" if entry.kernel else "journal" if entry.identifier == "systemd" else "stdout",
        "MESSAGE": entry.message,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"


FORMATS = {
    "short": short,
    "short-iso": short_iso,
    "short-precise": short_precise,
    "with-unit": short,
    "cat": cat,
    "json": as_json,
}
"""By the name `-o` takes."""

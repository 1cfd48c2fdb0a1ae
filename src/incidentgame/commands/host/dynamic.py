"""A host's computed files for its shell: true configuration, logs, /proc (the port `DynamicFiles`)."""

from collections.abc import Callable, Iterable, Mapping
from posixpath import dirname
from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.shell.files import NotFound, Stat
from incidentgame.world import kinds
from incidentgame.world.compute.files import file_doc, list_files
from incidentgame.world.compute.hosts import ROLE, role_of
from incidentgame.world.compute.logfiles import (
    Listed,
    LogFile,
    LogReader,
    is_settled,
    listed,
    log_files,
)
from incidentgame.world.compute.systemfiles import OCCASIONAL, TEXTS, changed_at, text_of
from incidentgame.world.state import Doc, World
from incidentgame.world.view import View

_LOG_MODE = 0o640


class HostFiles:
    """All files of one host that the world owns, at the instant of the view."""

    def __init__(self, view: Callable[[], View], host: str) -> None:
        self._view, self._host = view, host
        self._reader = LogReader(host)
        self._listed: tuple[Mapping[str, Doc] | None, frozenset[str]] = (None, frozenset())
        self._dated: tuple[Mapping[str, Doc] | None, dict[str, Instant]] = (None, {})
        self._settled: dict[tuple[str, Instant], Listed] = {}
        self._named: tuple[World | None, Instant, list[str]] = (None, 0, [])

    def names(self) -> Iterable[str]:
        """Every path: the host's own and its role's files, logs, and what follows from the machine."""
        view = self._view()
        if self._named[0] is not view.world or self._named[1] != view.now:
            found = sorted({*self._configuration(), *TEXTS, *self._logs()} - self._hidden())
            self._named = (view.world, view.now, found)
        return self._named[2]

    def stat(self, path: str) -> Stat | None:
        """One entry; sizes of long logs are estimates."""
        view = self._view()
        doc = file_doc(view.world, self._host, path)
        if doc is not None:
            return _stat_of(doc)
        text = None if self._removed(path) else text_of(view, self._host, path)
        if text is not None:
            length = 0 if path.startswith("/proc/") else len(text.encode())
            return Stat(
                "file",
                length,
                0o444 if path.startswith("/proc/") else 0o644,
                "root",
                "root",
                changed_at(view, self._host, path),
            )
        log = self._logs().get(path) if path.startswith("/var/log/") else None
        return self._log_stat(view, log) if log else None

    def _log_stat(self, view: View, log: LogFile) -> Stat:
        """What a log that can no longer change looks like is computed once. A cache, never a source."""
        key = (log.path, log.start)
        found = self._settled.get(key)
        if found is None:
            found = listed(view, self._host, log)
            if is_settled(view, log):
                self._settled[key] = found
        return Stat("file", found.size, _LOG_MODE, "www-data", "adm", found.written)

    def read(self, path: str) -> bytes:
        """The content at this instant."""
        view = self._view()
        doc = file_doc(view.world, self._host, path)
        if doc is not None:
            return str(doc.get("Content", "")).encode()
        text = text_of(view, self._host, path)
        if text is not None:
            return text.encode()
        log = self._logs().get(path)
        if log is None:
            raise NotFound(path)
        return self._reader.read(view, log)

    def changed(self, directory: str) -> Instant:
        """When a file of the host's own was last written there: editors and deploys replace files."""
        table: Mapping[str, Any] = self._view().world.table(kinds.FILE)
        if self._dated[0] is not table:
            self._dated = (table, _dated(self._view().world, self._host))
        return self._dated[1].get(directory, 0)

    def _logs(self) -> dict[str, LogFile]:
        return log_files(self._view(), self._host)

    def _configuration(self) -> frozenset[str]:
        """The configuration's paths; recomputed only when some file of the world changed."""
        table: Mapping[str, Any] = self._view().world.table(kinds.FILE)
        if self._listed[0] is not table:
            self._listed = (table, frozenset(list_files(self._view().world, self._host)))
        return self._listed[1]

    def _hidden(self) -> frozenset[str]:
        """Computed files that this host does not have, or that its own documents took away."""
        gone = {p for p in TEXTS if self._removed(p)}
        absent = {p for p in OCCASIONAL if text_of(self._view(), self._host, p) is None}
        return frozenset(gone | absent)

    def _removed(self, path: str) -> bool:
        """Did this host's own documents take a computed file away?"""
        if path not in TEXTS:
            return False
        return bool((self._view().world.find(kinds.FILE, f"{self._host}|{path}") or {}).get("Removed"))


def _dated(world: World, host: str) -> dict[str, Instant]:
    """Directory → when a file in it was last written on this host."""
    found: dict[str, Instant] = {}
    owners = (host, f"{ROLE}{role_of(world, host)}")
    for key, doc in world.table(kinds.FILE).items():
        owner, _, path = key.partition("|")
        if owner in owners:
            above = dirname(path)
            found[above] = max(found.get(above, 0), int(doc.get("Modified", 0)))
    return found


def _stat_of(doc: Doc) -> Stat:
    owner, group = str(doc.get("Owner", "root")), str(doc.get("Group", "root"))
    at = int(doc.get("Modified", 0))
    if doc.get("Link"):
        target = str(doc["Link"])
        return Stat("link", len(target), 0o777, owner, group, at, target)
    length = len(str(doc.get("Content", "")).encode())
    return Stat("file", length, int(str(doc.get("Mode", "0644")), 8), owner, group, at)

"""Who looks at the server's views, and what they may see."""

from dataclasses import dataclass

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant
from incidentgame.world.database.backends import Backend
from incidentgame.world.database.settings import Setting
from incidentgame.world.state import Doc, sim

DATABASE_OID = 16_390
TABLE_OID = 16_400
_ROLE_OID = 16_384


@dataclass(frozen=True, slots=True)
class Session:
    """What the views are seen from: who asks, and what the server runs (the asking backend included)."""

    user: str
    doc: Doc
    backends: tuple[Backend, ...]
    settings: tuple[Setting, ...]
    dice: Dice
    begins: Instant
    now: Instant
    replicas: tuple[tuple[str, str, int], ...] = ()

    @property
    def roles(self) -> list[str]:
        """The cluster's roles."""
        return [str(role) for role in sim(self.doc).get("roles", ("postgres", "app"))]

    @property
    def tables(self) -> dict[str, Doc]:
        """The shop's tables by name."""
        return dict(sorted(sim(self.doc).get("tables", {}).items()))

    def member(self, *groups: str) -> bool:
        """Is the asking role in one of the groups, or the superuser?"""
        mine = sim(self.doc).get("members", {}).get(self.user, ())
        return self.user == "postgres" or any(group in mine for group in groups)

    def sees(self, backend: Backend) -> bool:
        """May the role see what a backend does?"""
        return backend.usename == self.user or self.member("pg_monitor", "pg_read_all_stats")


def owner_of(session: Session, name: str) -> str:
    """The owner of a table; empty when there is none."""
    return str(session.tables.get(name, {}).get("owner", ""))


def may_read(session: Session, name: str) -> bool:
    """May the role select from a table?"""
    return session.user == owner_of(session, name) or session.member("pg_read_all_data")


def role_oid(session: Session, role: str | None) -> int | None:
    """A role's number; those the server has of its own are below the others."""
    if role == "postgres":
        return 10
    return _ROLE_OID + session.roles.index(role) if role in session.roles else 16_383


def relation_oid(session: Session, name: str) -> int:
    """A table's number; one no table has for an unknown name."""
    names = list(session.tables)
    return TABLE_OID + names.index(name) if name in names else TABLE_OID + len(names)

"""\\dt, \\d NAME, \\di, \\du (api-503-host §3.4)."""

from fnmatch import fnmatchcase

from incidentgame.commands.psql.table import Style, printed
from incidentgame.world.database.asking import Session
from incidentgame.world.database.catalogue import indexes as all_indexes
from incidentgame.world.database.relations import Row
from incidentgame.world.state import sim


def _sized(size: int) -> str:
    """`19 MB`, as pg_size_pretty has it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 10 * 1024 or unit == "GB":
            return f"{size} {unit}"
        size = (size + 512) // 1024
    return ""


def tables(seen: Session, style: Style, pattern: str, *, plus: bool) -> tuple[str, str]:
    """\\dt and \\dt+."""
    wanted = pattern.removeprefix("public.") or "*"
    chosen = {name: t for name, t in seen.tables.items() if fnmatchcase(name, wanted)}
    if not chosen:
        text = (
            f'Did not find any relation named "{pattern}".\n' if pattern else "Did not find any relations.\n"
        )
        return "", text
    columns = ("Schema", "Name", "Type", "Owner")
    if not plus:
        rows: list[Row] = [("public", name, "table", str(t.get("owner", ""))) for name, t in chosen.items()]
        return printed(columns, rows, style, "List of relations"), ""
    more = (*columns, "Persistence", "Access method", "Size", "Description")
    rows = [
        (
            "public",
            name,
            "table",
            str(t.get("owner", "")),
            "permanent",
            "heap",
            _sized(int(t.get("bytes", 0))),
            None,
        )
        for name, t in chosen.items()
    ]
    return printed(more, rows, style, "List of relations"), ""


def table(seen: Session, name: str) -> tuple[str, str]:
    """\\d NAME: columns, indexes, foreign keys."""
    bare = name.removeprefix("public.").lower()
    doc = seen.tables.get(bare)
    if doc is None:
        return "", f'Did not find any relation named "{name}".\n'
    columns = [(str(column), str(kind)) for column, kind in doc.get("columns", ())]
    rows: list[Row] = [
        (column, kind, None, "not null", _default(bare, column, kind)) for column, kind in columns
    ]
    style = Style(footer=False)
    head = printed(
        ("Column", "Type", "Collation", "Nullable", "Default"), rows, style, f'Table "public.{bare}"'
    )
    return head.rstrip("\n") + "\n" + _indexes(seen, bare) + _references(seen, columns, bare) + "\n", ""


def _default(table_name: str, column: str, kind: str) -> str | None:
    if column == "id":
        return f"nextval('{table_name}_id_seq'::regclass)"
    if column in ("created_at", "updated_at"):
        return "now()"
    return "'new'::text" if column == "status" else None


def _indexes(seen: Session, name: str) -> str:
    lines = []
    for index, owner, definition in all_indexes(seen):
        if owner == name:
            method = definition.partition(" USING ")[2].replace("btree (", "btree (")
            kind = (
                " PRIMARY KEY,"
                if index.endswith("_pkey")
                else " UNIQUE CONSTRAINT,"
                if "UNIQUE" in definition
                else ""
            )
            lines.append(f'    "{index}"{kind} {method}\n')
    lines.sort(key=lambda line: " PRIMARY KEY" not in line)
    return "Indexes:\n" + "".join(lines) if lines else ""


def _references(seen: Session, columns: list[tuple[str, str]], name: str) -> str:
    lines = []
    for column, _ in columns:
        target = f"{column.removesuffix('_id')}s"
        if column.endswith("_id") and target in seen.tables:
            lines.append(f'    "{name}_{column}_fkey" FOREIGN KEY ({column}) REFERENCES {target}(id)\n')
    return "Foreign-key constraints:\n" + "".join(lines) if lines else ""


def indexes(seen: Session, style: Style) -> str:
    """\\di"""
    rows: list[Row] = [
        ("public", index, "index", str(seen.tables[owner].get("owner", "")), owner)
        for index, owner, _ in all_indexes(seen)
    ]
    return printed(("Schema", "Name", "Type", "Owner", "Table"), rows, style, "List of relations")


def roles(seen: Session, style: Style) -> str:
    """\\du: attributes and memberships."""
    members = sim(seen.doc).get("members", {})
    rows: list[Row] = [
        (
            role,
            "Create role, Create DB" if role == "postgres" else None,
            "{" + ",".join(members.get(role, ())) + "}",
        )
        for role in sorted(seen.roles)
    ]
    return printed(
        ("Role name", "Attributes", "Member of"),
        rows,
        Style(tuples_only=style.tuples_only, footer=False),
        "List of roles",
    )

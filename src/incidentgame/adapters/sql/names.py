"""The name PostgreSQL gives an output column."""

from sqlglot import exp

_FIXED: dict[type[exp.Expr], str] = {
    exp.Case: "case",
    exp.Exists: "exists",
    exp.Extract: "extract",
    exp.Array: "array",
    exp.Substring: "substring",
    exp.Trim: "btrim",
    exp.StrPosition: "position",
    exp.CurrentTimestamp: "current_timestamp",
    exp.CurrentDate: "current_date",
    exp.CurrentUser: "current_user",
    exp.SessionUser: "session_user",
    exp.CurrentRole: "current_role",
    exp.CurrentSchema: "current_schema",
    exp.CurrentCatalog: "current_catalog",
    exp.Localtimestamp: "localtimestamp",
    exp.Interval: "interval",
    exp.Boolean: "bool",
    exp.AtTimeZone: "timezone",
}


def output_name(node: exp.Expr) -> str:
    """Alias, column, function or type; `?column?` for anything else."""
    if isinstance(node, exp.Alias):
        alias = node.args["alias"]
        return str(alias.name if alias.args.get("quoted") else alias.name.lower())
    if isinstance(node, exp.Column):
        return str(node.name if node.this.args.get("quoted") else node.name.lower())
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    if isinstance(node, exp.Filter | exp.Paren | exp.Bracket | exp.Window):
        return output_name(node.this)
    if isinstance(node, exp.Cast):
        inner = output_name(node.this)
        return _type(node) if inner == "?column?" else inner
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select):
        return output_name(node.this.expressions[0])
    return _FIXED.get(type(node), "?column?")


def _type(node: exp.Cast) -> str:
    kind = str(node.to.sql(dialect="postgres")).lower()
    return {"int": "int4", "integer": "int4", "bigint": "int8", "boolean": "bool", "decimal": "numeric"}.get(
        kind, kind
    )

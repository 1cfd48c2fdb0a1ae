"""Naming instances: which ids are malformed, which are unknown."""

from collections.abc import Mapping, Sequence
from re import compile

from incidentgame.api.errors import ApiError
from incidentgame.world.state import Doc

_ID = compile(r"i-[0-9a-f]+")


def named_instances(table: Mapping[str, Doc], ids: Sequence[str] | None) -> list[Doc]:
    """The instances with these ids, or all; ApiError InvalidInstanceID.Malformed or .NotFound."""
    if not ids:
        return list(table.values())
    for id in ids:
        if not _ID.fullmatch(str(id)):
            raise ApiError("InvalidInstanceID.Malformed", f'Invalid id: "{id}"')
    missing = [str(id) for id in ids if id not in table]
    if missing:
        noun = "ID" if len(missing) == 1 else "IDs"
        verb = "does" if len(missing) == 1 else "do"
        text = f"The instance {noun} '{', '.join(missing)}' {verb} not exist"
        raise ApiError("InvalidInstanceID.NotFound", text)
    return [table[str(id)] for id in ids]


def required_instances(table: Mapping[str, Doc], ids: Sequence[str] | None) -> list[Doc]:
    """The same for calls that need at least one id."""
    if not ids:
        raise ApiError("MissingParameter", "The request must contain the parameter InstanceId")
    return named_instances(table, ids)

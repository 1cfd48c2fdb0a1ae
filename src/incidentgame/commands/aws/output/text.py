"""`--output text`: tab-separated lines, keys in alphabetical order, nested parts on lines below.

A line that belongs to a key begins with the key in capitals. In a list of structures every element
shows the scalar keys any of them has, so that columns line up; an absent one is an empty field.
"""

from collections.abc import Sequence
from typing import Any


def text_of(document: Any) -> str:
    """The whole text, each line ended."""
    lines: list[str] = []
    _write(document, lines, None, None)
    return "".join(f"{line}\n" for line in lines)


def _write(item: Any, lines: list[str], name: str | None, columns: Sequence[str] | None) -> None:
    if isinstance(item, dict):
        _write_structure(item, lines, name, columns)
    elif isinstance(item, list):
        _write_list(item, lines, name)
    else:
        lines.append(str(item))


def _write_structure(
    item: dict[str, Any], lines: list[str], name: str | None, columns: Sequence[str] | None
) -> None:
    own = sorted(key for key, value in item.items() if not _nested(value))
    fields = [str(item.get(key, "")) for key in (own if columns is None else columns)]
    if fields:
        lines.append("\t".join([name.upper(), *fields] if name is not None else fields))
    shown = set(own if columns is None else columns)
    for key in sorted(set(item) - shown):
        _write(item[key], lines, key, None)


def _write_list(items: list[Any], lines: list[str], name: str | None) -> None:
    if any(isinstance(item, dict) for item in items):
        columns = _columns(items)
        for item in items:
            _write(item, lines, name, columns)
        return
    scalars = [item for item in items if not _nested(item)]
    if scalars:
        _write_scalars(scalars, lines, name)
    for item in items:
        if _nested(item):
            _write(item, lines, name, None)


def _write_scalars(items: list[Any], lines: list[str], name: str | None) -> None:
    if name is None:
        lines.append("\t".join(str(item) for item in items))
    else:
        lines.extend(f"{name.upper()}\t{item}" for item in items)


def _columns(items: list[Any]) -> list[str]:
    """The scalar keys of all; a ValueError in the real CLI's words when not all are structures."""
    other = next((item for item in items if not isinstance(item, dict)), None)
    if other is not None or None in items:
        raise ValueError(f"'{type(other).__name__}' object has no attribute 'items'")
    return sorted({key for item in items for key, value in item.items() if not _nested(value)})


def _nested(value: Any) -> bool:
    return isinstance(value, (dict, list))

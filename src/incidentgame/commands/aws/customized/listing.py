"""What `aws s3 ls` prints."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from incidentgame.kernel.instant import parse_iso, to_datetime

_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def buckets(document: Mapping[str, Any]) -> str:
    """One line per bucket: when it was made, and its name."""
    found = document.get("Buckets", ())
    return "".join(f"{_moment(one['CreationDate'])} {one['Name']}\n" for one in found)


def objects(pages: Iterable[Mapping[str, Any]], *, full: bool, human: bool) -> str:
    """Prefixes (`PRE name/`) and objects (time, size, name) by page; `full` shows whole keys."""
    lines = []
    for page in pages:
        for prefix in page.get("CommonPrefixes", ()):
            lines.append(f"{'PRE':>30} {prefix['Prefix'].split('/')[-2]}/\n")
        for entry in page.get("Contents", ()):
            name = entry["Key"] if full else entry["Key"].rsplit("/", 1)[-1]
            lines.append(f"{_moment(entry['LastModified'])} {size(entry['Size'], human):>10} {name}\n")
    return "".join(lines)


def summary(pages: Iterable[Mapping[str, Any]], *, human: bool) -> str:
    """How many objects, how many bytes."""
    sizes = [int(entry["Size"]) for page in pages for entry in page.get("Contents", ())]
    return f"\nTotal Objects: {len(sizes)}\n   Total Size: {size(sum(sizes), human)}\n"


def size(count: int, human: bool) -> str:
    """Bytes as a number, or in the binary units of the CLI (`1 Byte`, `17 Bytes`, `1.5 KiB`)."""
    if not human:
        return str(count)
    if count < 1024:
        return "1 Byte" if count == 1 else f"{count} Bytes"
    for power, unit in enumerate(_UNITS, start=1):
        if round(count / 1024**power) < 1024:
            return f"{count / 1024**power:.1f} {unit}"
    return str(count)


def _moment(value: Any) -> str:
    if isinstance(value, int):
        moment = to_datetime(value)
    else:
        moment = value if isinstance(value, datetime) else to_datetime(parse_iso(str(value)))
    return f"{moment:%Y-%m-%d %H:%M:%S}"

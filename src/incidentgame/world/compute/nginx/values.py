"""nginx's sizes, times and rates as numbers."""

import re

_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def size_of(text: str) -> int | None:
    """Bytes of `10m`, `512k`, `1024`; None when it is no size."""
    match = re.fullmatch(r"(\d+)([kKmMgG]?)", text)
    return int(match[1]) * _UNITS.get(match[2].lower(), 1) if match else None


def time_of(text: str) -> int | None:
    """Milliseconds of `30s`, `2`, `500ms`, `1m30s`; None when it is no time."""
    if not re.fullmatch(r"(\d+(ms|[smhdwMy]?))+", text):
        return None
    scale = {
        "ms": 1,
        "": 1000,
        "s": 1000,
        "m": 60_000,
        "h": 3_600_000,
        "d": 86_400_000,
        "w": 604_800_000,
    }
    return sum(int(n) * scale.get(u, 1000) for n, u in re.findall(r"(\d+)(ms|[smhdwMy]?)", text))


def rate_of(text: str) -> int | None:
    """Requests a minute of `10r/s` or `30r/m`; None when nginx would call it invalid."""
    match = re.fullmatch(r"(\d+)(r/s|r/m)?", text)
    if not match or int(match[1]) == 0:
        return None
    return int(match[1]) * (1 if match[2] == "r/m" else 60)

"""Resource records and messages as BIND's tools print them (aws-request-path §1.7)."""

from collections.abc import Sequence

from incidentgame.world.dns.message import Record, Resolution

_COLUMNS = (24, 32, 40, 48)
_TAB = 8
_HEADER, _OPT, _FIXED, _POINTER = 12, 11, 10, 2


def _indent(column: int, to: int) -> str:
    """BIND's rule: tabs up to the column, and one blank when the text is already past it."""
    to = max(to, column + 1)
    tabs = to // _TAB - column // _TAB
    start = to // _TAB * _TAB if tabs else column
    return "\t" * tabs + " " * (to - start)


def columns(name: str, *rest: str, to: Sequence[int] = _COLUMNS) -> str:
    """Words in BIND's columns; the last one is followed by nothing."""
    text, column = name, len(name)
    for word, stop in zip(rest, to, strict=False):
        text += _indent(column, stop)
        column = max(stop, column + 1)
        text += word
        column += len(word)
    return text


def record_line(record: Record, *, ttl: bool = True, klass: bool = True) -> str:
    """`api.example.com.	60	IN	A	203.0.113.10`"""
    words = [str(record.ttl)] if ttl else []
    words += ["IN"] if klass else []
    to = _COLUMNS if ttl and klass else (24, 32, 40) if ttl or klass else (24, 32)
    return columns(record.name, *words, record.type, record.rdata, to=to)


def question_line(name: str, rtype: str) -> str:
    """`;api.example.com.		IN	A`"""
    return ";" + columns(name, "IN", rtype, to=(32, 40))


def wire_size(name: str, answer: Resolution) -> int:
    """The message's length in octets, names in answers compressed to pointers."""
    records = (*answer.answers, *answer.authority, *answer.additional)
    return _HEADER + _wire_name(name) + 4 + _OPT + sum(_POINTER + _FIXED + _data(r) for r in records)


def _wire_name(name: str) -> int:
    return 1 if name == "." else len(name) + 1


def _data(record: Record) -> int:
    if record.type == "A":
        return 4
    if record.type == "AAAA":
        return 16
    if record.type == "SOA":
        first, second, *_ = record.rdata.split()
        return _wire_name(first) + _wire_name(second) + 20
    return _wire_name(record.rdata) if record.type in ("CNAME", "NS", "PTR") else len(record.rdata) + 1

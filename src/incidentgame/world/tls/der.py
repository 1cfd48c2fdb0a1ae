"""Just enough DER to write an X.509 certificate and to read one back (ITU-T X.690)."""

from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID, UTF8 = 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C
PRINTABLE, UTC_TIME, GENERAL_TIME, SEQUENCE, SET = 0x13, 0x17, 0x18, 0x30, 0x31


class BadDer(ValueError):  # noqa: N818 - a verdict on bytes
    """The bytes are no DER."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its tag, its content, and the whole of it."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> list["Node"]:
        """The elements inside a constructed one."""
        return list(read_all(self.content))


def element(tag: int, content: bytes) -> bytes:
    """Tag, length, content."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of the parts."""
    return element(SEQUENCE, b"".join(parts))


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return element(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def bits(content: bytes) -> bytes:
    """A BIT STRING of whole octets."""
    return element(BIT_STRING, b"\x00" + content)


def identifier(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return element(OID, b"".join(_base128(part) for part in (first * 40 + second, *rest)))


def _base128(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))


def dotted(content: bytes) -> str:
    """The text of an OBJECT IDENTIFIER's content."""
    parts: list[int] = []
    value = 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            parts.append(value)
            value = 0
    if not parts:
        raise BadDer("empty object identifier")
    return ".".join(str(n) for n in (*divmod(min(parts[0], 119), 40), *parts[1:]))


def read_all(data: bytes) -> Iterator[Node]:
    """The elements one after the other; BadDer when they do not fit."""
    while data:
        node, data = _read(data)
        yield node


def read_one(data: bytes) -> Node:
    """The single element the bytes are."""
    node, rest = _read(data)
    if rest:
        raise BadDer("trailing bytes")
    return node


def _read(data: bytes) -> tuple[Node, bytes]:
    if len(data) < 2:
        raise BadDer("too short")
    size, start = data[1], 2
    if size & 0x80:
        start = 2 + (size & 0x7F)
        size = int.from_bytes(data[2:start], "big")
    end = start + size
    if end > len(data):
        raise BadDer("too short")
    return Node(data[0], data[start:end], data[:end]), data[end:]

"""Gzip of an exact size: what a listing declares without rendering is what a download has.

The gzip header may carry a comment of any length (RFC 1952); it fills the file up to the declared size.
"""

import struct
import zlib

_HEADER = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\x03"
_FRAME = len(_HEADER) + 1 + 8


def padded_gzip(data: bytes, size: int) -> bytes:
    """`data` as one gzip member of exactly `size` bytes; longer only if it cannot be made that short."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    room = max(0, size - _FRAME - len(body))
    tail = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return _HEADER + b" " * room + b"\x00" + body + tail


def declared(lines: int, per_line: int) -> int:
    """A size that a gzip of so many log lines stays below."""
    return 700 + lines * per_line

"""Gzip of an exact size: what a listing declares without rendering is what a download has.

Empty stored blocks (RFC 1951 §3.2.4) fill the file up to the declared size, and the last bytes are spaces in
the header's comment (RFC 1952), which readers limit to some kilobytes.
"""

import struct
import zlib

_HEADER = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\x03"
_EMPTY_BLOCK, _LAST_BLOCK = b"\x00\x00\x00\xff\xff", b"\x03\x00"
_FRAME = len(_HEADER) + 1 + len(_LAST_BLOCK) + 8


def padded_gzip(data: bytes, size: int) -> bytes:
    """`data` as one gzip member of exactly `size` bytes; longer only if it cannot be made that short."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    blocks, spaces = divmod(max(0, size - _FRAME - len(body)), len(_EMPTY_BLOCK))
    tail = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    filled = body + _EMPTY_BLOCK * blocks + _LAST_BLOCK
    return _HEADER + b" " * spaces + b"\x00" + filled + tail


def declared(lines: int, per_line: int) -> int:
    """A size that a gzip of so many log lines stays below."""
    return 700 + lines * per_line

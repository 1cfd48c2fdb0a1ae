"""The C layout of bashkit's file-system capsule `bashkit.FileSystem.v1` (embedded-shell, "A root file
system of our own"): plain structs and one table of functions, all fixed by the interface's version.
"""

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)

CAPSULE = b"bashkit.FileSystem.v1"
ABI_VERSION = 1

KINDS = {"file": 0, "dir": 1, "link": 2}
OTHER, NOT_FOUND, EXISTS, DENIED, INVALID, IS_DIR, NOT_DIR, NOT_EMPTY = range(8)


class Text(Structure):
    """A borrowed or an owned run of bytes (both have this shape)."""

    _fields_ = [("ptr", c_void_p), ("len", c_size_t)]


class Failure(Structure):
    """What went wrong: a kind from the list above and the words for it."""

    _fields_ = [("kind", c_uint32), ("message", Text)]


class Metadata(Structure):
    """One entry's attributes."""

    _fields_ = [
        ("file_type", c_uint8),
        ("_reserved", c_uint8 * 7),
        ("size", c_uint64),
        ("mode", c_uint32),
        ("modified_secs", c_int64),
        ("modified_nanos", c_uint32),
        ("created_secs", c_int64),
        ("created_nanos", c_uint32),
    ]


class Entry(Structure):
    """One name in a directory."""

    _fields_ = [("name", Text), ("metadata", Metadata)]


class Entries(Structure):
    """A directory's names."""

    _fields_ = [("ptr", POINTER(Entry)), ("len", c_size_t)]


_E = POINTER(Failure)
READ = CFUNCTYPE(c_uint32, c_void_p, Text, POINTER(Text), _E)
WRITE = CFUNCTYPE(c_uint32, c_void_p, Text, Text, _E)
FLAGGED = CFUNCTYPE(c_uint32, c_void_p, Text, c_bool, _E)
STAT = CFUNCTYPE(c_uint32, c_void_p, Text, POINTER(Metadata), _E)
LIST = CFUNCTYPE(c_uint32, c_void_p, Text, POINTER(Entries), _E)
EXIST = CFUNCTYPE(c_uint32, c_void_p, Text, POINTER(c_bool), _E)
CHMOD = CFUNCTYPE(c_uint32, c_void_p, Text, c_uint32, _E)


class Table(Structure):
    """The functions a file system offers, in the interface's order."""

    _fields_ = [
        ("read_file", READ),
        ("write_file", WRITE),
        ("append_file", WRITE),
        ("mkdir", FLAGGED),
        ("remove", FLAGGED),
        ("stat", STAT),
        ("read_dir", LIST),
        ("exists", EXIST),
        ("rename", WRITE),
        ("copy", WRITE),
        ("symlink", WRITE),
        ("read_link", READ),
        ("chmod", CHMOD),
        ("free_bytes", c_void_p),
        ("free_dir_entries", c_void_p),
    ]


class Handle(Structure):
    """One file system: which one, and its functions."""

    _fields_ = [
        ("abi_version", c_uint32),
        ("_reserved", c_uint32),
        ("instance", c_void_p),
        ("retain", c_void_p),
        ("release", c_void_p),
        ("vtable", POINTER(Table)),
    ]

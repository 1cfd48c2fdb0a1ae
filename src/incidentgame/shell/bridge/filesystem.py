"""Serves a `FileTree` to bashkit as its root file system, through the C interface in layout.py.

One table of functions is shared by all trees; the instance pointer is a number that finds the tree.
Memory handed out stays alive in a slot per calling thread until that thread's next call, because bashkit
copies it before it calls again. Freeing and reference counting are a C function that does nothing: Python
callbacks there crashed once at interpreter exit (embedded-shell).
"""

import threading
from collections.abc import Callable
from ctypes import (
    addressof,
    c_char_p,
    c_void_p,
    cast,
    memmove,
    pointer,
    py_object,
    pythonapi,
    string_at,
)
from itertools import count
from typing import Any

from bashkit import FileSystem

from incidentgame.shell.bridge import layout
from incidentgame.shell.bridge.operations import Operations
from incidentgame.shell.devices import Devices
from incidentgame.shell.files import (
    AlreadyExists,
    FileError,
    FileTree,
    IsDirectory,
    NotAllowed,
    NotDirectory,
    NotEmpty,
    NotFound,
    NotPermitted,
    Stat,
)

_KINDS: dict[type[FileError], int] = {
    NotFound: layout.NOT_FOUND,
    AlreadyExists: layout.EXISTS,
    NotAllowed: layout.DENIED,
    NotPermitted: layout.DENIED,
    IsDirectory: layout.IS_DIR,
    NotDirectory: layout.NOT_DIR,
    NotEmpty: layout.NOT_EMPTY,
}

_NOTHING = cast(pythonapi.Py_IsInitialized, c_void_p).value
"""A C function without side effects, in every Python on every platform."""

_served: dict[int, Operations] = {}
_held: dict[int, Any] = {}
_numbers = count(1)


class Mounted:
    """A tree served to bashkit until `close`."""

    def __init__(self, tree: FileTree, devices: Devices) -> None:
        """Serve this tree, with these devices."""
        self.number = next(_numbers)
        _served[self.number] = Operations(tree, devices)

    def files(self) -> FileSystem:
        """The tree as bashkit mounts it. Only the mount needs keeping: this object holds descriptors."""
        handle = layout.Handle(layout.ABI_VERSION, 0, self.number, _NOTHING, _NOTHING, pointer(_TABLE))
        return FileSystem.from_capsule(_capsule(handle))

    def close(self) -> None:
        """Stop serving; bashkit gets "not found" from now on."""
        _served.pop(self.number, None)

    @staticmethod
    def let_go() -> None:
        """Free what was last handed to this thread."""
        _held.pop(threading.get_ident(), None)


def _capsule(handle: layout.Handle) -> object:
    make = pythonapi.PyCapsule_New
    make.restype = py_object
    make.argtypes = [c_void_p, c_char_p, c_void_p]
    made: object = make(addressof(handle), layout.CAPSULE, None)
    return made


def _bytes(text: layout.Text) -> bytes:
    return string_at(text.ptr, text.len) if text.len else b""


def _path(text: layout.Text) -> str:
    return _bytes(text).decode("utf-8", "replace")


def _hold(*kept: object) -> None:
    _held[threading.get_ident()] = kept


def _lend(out: Any, data: bytes) -> None:
    """Fill an out-pointer to Text with data that lives until this thread's next call."""
    _hold(data)
    out[0].ptr = cast(c_char_p(data), c_void_p).value if data else None
    out[0].len = len(data)


def _fail(err: Any, problem: BaseException) -> int:
    """Report a failure; anything but our own errors is an input/output error, never a crash."""
    kind = _KINDS.get(type(problem), layout.OTHER) if isinstance(problem, FileError) else 0
    reason = problem.reason if isinstance(problem, FileError) else FileError.reason
    words = reason.encode()
    _hold(words)
    err[0].kind = kind
    err[0].message.ptr = cast(c_char_p(words), c_void_p).value
    err[0].message.len = len(words)
    return 1


def _guarded(work: Callable[[Operations], None], instance: int, err: Any) -> int:
    try:
        operations = _served.get(instance)
        if operations is None:
            raise NotFound("/")
        work(operations)
    except BaseException as problem:
        return _fail(err, problem)
    return 0


def _fill(target: Any, stat: Stat) -> None:
    seconds, millis = divmod(stat.mtime, 1000)
    target.file_type = layout.KINDS[stat.kind]
    target.size = stat.size
    target.mode = stat.mode
    target.modified_secs = target.created_secs = seconds
    target.modified_nanos = target.created_nanos = millis * 1_000_000


def _read_file(instance: int, path: Any, out: Any, err: Any) -> int:
    return _guarded(lambda o: _lend(out, o.read(_path(path))), instance, err)


def _write_file(instance: int, path: Any, data: Any, err: Any) -> int:
    return _guarded(lambda o: o.write(_path(path), _bytes(data), False), instance, err)


def _append_file(instance: int, path: Any, data: Any, err: Any) -> int:
    return _guarded(lambda o: o.write(_path(path), _bytes(data), True), instance, err)


def _mkdir(instance: int, path: Any, recursive: bool, err: Any) -> int:
    return _guarded(lambda o: o.mkdir(_path(path), recursive), instance, err)


def _remove(instance: int, path: Any, recursive: bool, err: Any) -> int:
    return _guarded(lambda o: o.remove(_path(path), recursive), instance, err)


def _stat(instance: int, path: Any, out: Any, err: Any) -> int:
    return _guarded(lambda o: _fill(out[0], o.stat(_path(path))), instance, err)


def _read_dir(instance: int, path: Any, out: Any, err: Any) -> int:
    return _guarded(lambda o: _lend_entries(out, o.entries(_path(path))), instance, err)


def _lend_entries(out: Any, found: list[tuple[str, Stat]]) -> None:
    array = (layout.Entry * len(found))()
    names = [name.encode() for name, _ in found]
    for slot, name, (_, stat) in zip(array, names, found, strict=True):
        slot.name.ptr = cast(c_char_p(name), c_void_p).value
        slot.name.len = len(name)
        _fill(slot.metadata, stat)
    _hold(array, names)
    out[0].len = len(found)
    if found:
        pointer = c_void_p(addressof(array))
        memmove(addressof(out[0]), addressof(pointer), 8)


def _exists(instance: int, path: Any, out: Any, err: Any) -> int:
    def work(o: Operations) -> None:
        out[0] = o.exists(_path(path))

    return _guarded(work, instance, err)


def _rename(instance: int, a: Any, b: Any, err: Any) -> int:
    return _guarded(lambda o: o.rename(_path(a), _path(b)), instance, err)


def _copy(instance: int, a: Any, b: Any, err: Any) -> int:
    return _guarded(lambda o: o.copy(_path(a), _path(b)), instance, err)


def _symlink(instance: int, target: Any, path: Any, err: Any) -> int:
    return _guarded(lambda o: o.symlink(_path(target), _path(path)), instance, err)


def _read_link(instance: int, path: Any, out: Any, err: Any) -> int:
    return _guarded(lambda o: _lend(out, o.readlink(_path(path)).encode()), instance, err)


def _chmod(instance: int, path: Any, mode: int, err: Any) -> int:
    return _guarded(lambda o: o.chmod(_path(path), mode), instance, err)


_TABLE = layout.Table(
    layout.READ(_read_file),
    layout.WRITE(_write_file),
    layout.WRITE(_append_file),
    layout.FLAGGED(_mkdir),
    layout.FLAGGED(_remove),
    layout.STAT(_stat),
    layout.LIST(_read_dir),
    layout.EXIST(_exists),
    layout.WRITE(_rename),
    layout.WRITE(_copy),
    layout.WRITE(_symlink),
    layout.READ(_read_link),
    layout.CHMOD(_chmod),
    _NOTHING,
    _NOTHING,
)

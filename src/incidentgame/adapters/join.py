"""A second terminal on one's own case: a socket file beside the session, one JSON object a line.

Requests: {"ask": "line", "text": …} and {"ask": "prompt"}. Answers: {"text", "prompt", "left"}.
The socket can be reached by this user on this machine only.
"""

import json
import socket
import threading
from collections.abc import Callable
from hashlib import sha256
from os import getuid
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from incidentgame.adapters.store import StoreError

Answer = Callable[[dict[str, Any]], dict[str, Any]]
_MOST = 1_000_000


_LONGEST = 100
"""Bytes a socket's path may have: the kernel takes 107 (104 on macOS)."""


def socket_path(session: Path) -> Path:
    """Where a session being played listens: beside it, or in the user's own temporary directory where its
    path is too long for a socket."""
    beside = session.with_suffix(".sock")
    if len(str(beside).encode()) <= _LONGEST:
        return beside
    short = sha256(str(beside.resolve()).encode()).hexdigest()[:24]
    return Path(gettempdir()) / f"incidentgame-{getuid()}" / f"{short}.sock"


class Host:
    """Listens for second terminals as long as the session is played here."""

    def __init__(self, session: Path, answer: Answer) -> None:
        self._path, self._answer = socket_path(session), answer
        self._socket: socket.socket | None = None
        try:
            self._socket = self._listening()
        except OSError:
            return  # a path too long or a file system without sockets: the game goes on without joining
        threading.Thread(target=self._accept, args=(self._socket,), name="joining", daemon=True).start()

    def _listening(self) -> socket.socket:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        if self._path.parent.stat().st_uid != getuid():
            raise PermissionError(f"{self._path.parent} belongs to somebody else")
        self._path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(self._path))
        self._path.chmod(0o600)
        listening.listen(4)
        return listening

    def close(self) -> None:
        """Listen no more."""
        if self._socket is not None:
            self._socket.close()
            self._path.unlink(missing_ok=True)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), name="joined", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as stream:
            try:
                for line in iter(lambda: stream.readline(_MOST), b""):
                    stream.write(json.dumps(self._answered(line)).encode() + b"\n")
                    stream.flush()
            except OSError:
                return

    def _answered(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
        except ValueError:
            request = None
        return self._answer(request) if isinstance(request, dict) else {"text": "not understood\n"}


class Guest:
    """The second terminal's end."""

    def __init__(self, session: Path) -> None:
        try:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.connect(str(socket_path(session)))
        except OSError as error:
            raise StoreError(
                f"session {session.stem} is not being played just now; `resume` without --join"
            ) from error
        self._stream = self._socket.makefile("rwb")

    def ask(self, **request: str) -> dict[str, Any]:
        """One request and its answer; StoreError when the first terminal is gone."""
        try:
            self._stream.write(json.dumps(request).encode() + b"\n")
            self._stream.flush()
            answer = self._stream.readline()
        except OSError:
            answer = b""
        if not answer:
            raise StoreError("the first terminal has left; `incidentgame resume` takes the case up")
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """Leave."""
        self._stream.close()
        self._socket.close()

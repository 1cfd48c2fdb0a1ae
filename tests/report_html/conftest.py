"""Chromium for the tests of the page: the one that is there, else Debian's, fetched once where that is possible."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "report"))

from browser import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 240
"""Seconds that fetching it may take, and waiting for another process that fetches it."""


def found() -> str:
    return next((path for name in NAMES if (path := shutil.which(name))), "")


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time; the others wait here and then find what it fetched."""
    with (Path(tempfile.gettempdir()) / "incidentgame-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetched() -> str:
    """Debian's Chromium, if this is root on a Debian; empty where it cannot be had. Tried once a boot."""
    tried = Path(tempfile.gettempdir()) / "incidentgame-chromium.tried"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return ""
    with alone():
        if found() or tried.exists():
            return found()
        tried.touch()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
            try:
                subprocess.run(["apt-get", *command], timeout=PATIENCE, env=environment, check=False, **quiet)
            except subprocess.TimeoutExpired:
                return found()
    return found()


@pytest.fixture(scope="session")
def browser() -> Browser:
    path = found() or fetched()
    if not path:
        pytest.skip("no Chromium here, and it cannot be installed: the page was not opened")
    return Browser(path)

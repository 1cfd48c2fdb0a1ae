"""Images for the conformance and abuse tests."""

import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from conformance_host import home_image  # noqa: E402 - found through the path set above

from incidentgame.shell.image import Image  # noqa: E402 - in one block with the line above


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes up to the wall-clock limit of a line")


@pytest.fixture(scope="session")
def case_image() -> Image:
    return home_image(
        {name: text.encode() for name, text in json.loads((HERE / "files.json").read_text()).items()}
    )


@pytest.fixture(scope="session")
def abuse_image() -> Image:
    row = b"2026-11-20 10:00:%02d line %d some text here for size abcdefghijklmnopqrstuvwxyz\n"
    return home_image(
        {
            "/re": b"a" * 34 + b"!\n",
            "/re2": b"a" * 28 + b"!\n",
            "/l": b"a\nb\nc\n",
            "/big": b"".join(row % (i % 60, i) for i in range(110_000)),  # 9 MB, as in embedded-shell.md
        }
    )

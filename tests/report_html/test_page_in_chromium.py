"""The debrief's page, opened in a browser: narrow, dark, printed."""

import re
import zlib
from functools import cache

import pytest
from browser import Browser
from debrief_sessions import debriefed, long_session, played

from incidentgame.report.debrief import debrief_of
from incidentgame.report.html import page

pytestmark = pytest.mark.timeout(600)  # the browser may have to be fetched first

DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"
LONG_WORDS = (
    f"echo {'x' * 600}",
    f'think "{"W" * 500}"',
    f"explain root_cause: {'unbreakable' * 60} the group is empty",
)


@cache
def pages() -> dict[str, str]:
    return {
        "solved": page(debriefed("solved")),
        "empty": page(debriefed("empty")),
        "warm_up": page(debriefed("warm_up")),
        "long": page(long_session(250)),
        "long words": page(debrief_of(played(*LONG_WORDS))),
    }


@pytest.mark.parametrize("name", ["solved", "empty", "warm_up", "long", "long words"])
@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_runs_off_the_side(browser: Browser, name: str, width: int) -> None:
    found = browser.measured(pages()[name], width)
    assert found["client"] == width
    assert found["scroll"] <= width, found["wide"]
    assert found["fetched"] == 0
    assert found["height"] > 600


def test_it_follows_the_reader_into_the_dark(browser: Browser) -> None:
    light = browser.measured(pages()["solved"], 800, LIGHT)
    dark = browser.measured(pages()["solved"], 800, DARK)
    assert _brightness(light["paper"]) > 200 > 60 > _brightness(dark["paper"])
    assert _brightness(light["ink"]) < 80 < 180 < _brightness(dark["ink"])


def _brightness(colour: str) -> float:
    red, green, blue = (int(n) for n in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) / 3


def test_it_can_be_seen(browser: Browser) -> None:
    """A picture of the opening is no blank sheet: many colours are in it."""
    shown = browser.seen(pages()["solved"], 800, 1000)
    assert shown.startswith(b"\x89PNG")
    rows = zlib.decompress(b"".join(_chunks(shown, b"IDAT")))
    assert len(set(rows)) > 40


def _chunks(png: bytes, kind: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == kind:
            found.append(png[at + 8 : at + 8 + size])
        at += size + 12
    return found


def test_it_prints(browser: Browser) -> None:
    printed = browser.printed(pages()["solved"])
    assert printed.startswith(b"%PDF-")
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 3 <= sheets <= 16
    assert b"/URI" not in printed  # nothing on paper leads anywhere


def test_what_does_run_off_the_side_is_noticed(browser: Browser) -> None:
    found = browser.measured('<!doctype html><body><div class="broad" style="width:900px">x</div>', 360)
    assert found["scroll"] > 360
    assert found["wide"] == ["DIV.broad"]

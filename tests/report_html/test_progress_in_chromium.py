"""The page of the history, opened in a browser: narrow, wide, dark, printed."""

import re
import sys
from pathlib import Path

import msgspec
import pytest
from browser import Browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))

from practice_data import NOW, PACKS, case, long_history

from incidentgame.report.progress import progress_report
from incidentgame.report.progress_page import progress_page
from incidentgame.scoring.practice.records import History

pytestmark = pytest.mark.timeout(600)  # the browser may have to be fetched first


def page(history: History) -> str:
    return progress_page(progress_report(history, PACKS, str, NOW))


def _wordy() -> History:
    odd = msgspec.structs.replace(case(), truth="unbreakable" * 30, pack="a-pack-with-a-long-name-" * 3)
    return msgspec.structs.replace(long_history(), cases=(*long_history().cases, odd))


@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_runs_off_the_side(browser: Browser, width: int) -> None:
    found = browser.measured(page(_wordy()), width)
    assert (found["client"], found["fetched"]) == (width, 0)
    assert found["scroll"] <= width, found["wide"]
    assert found["height"] > 600


def test_an_empty_history_is_a_page_too(browser: Browser) -> None:
    found = browser.measured(page(History()), 360)
    assert found["scroll"] <= 360


def test_it_follows_the_reader_into_the_dark_and_prints(browser: Browser) -> None:
    light = browser.measured(page(long_history()), 800, "--blink-settings=preferredColorScheme=1")
    dark = browser.measured(page(long_history()), 800, "--blink-settings=preferredColorScheme=0")
    assert light["paper"] != dark["paper"] and light["ink"] != dark["ink"]
    printed = browser.printed(page(long_history()))
    assert printed.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 6

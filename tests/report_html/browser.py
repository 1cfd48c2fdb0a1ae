"""Chromium without a window: what a page measures, how it looks, what it prints."""

import html
import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
_MEASURE = """
const frame = document.querySelector("iframe"), inside = frame.contentDocument, root = inside.documentElement;
const wide = [...inside.querySelectorAll("body *")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.right > root.clientWidth + 1 && box.left >= 0;
}).map(e => e.tagName + "." + e.className);
const style = inside.defaultView.getComputedStyle(inside.body);
document.body.innerHTML = "<pre>" + JSON.stringify({
  client: root.clientWidth, scroll: root.scrollWidth, height: root.scrollHeight, wide: wide.slice(0, 5),
  paper: style.backgroundColor, ink: style.color,
  fetched: inside.defaultView.performance.getEntriesByType("resource").length,
}) + "</pre>";
"""


@dataclass(frozen=True)
class Browser:
    """One binary; every look is a process of its own, with a profile of its own."""

    path: str

    def measured(self, page: str, width: int, *flags: str) -> dict[str, Any]:
        """What a page measures when it is shown so wide: its frame's script may look in, its own may not run."""
        framed = (
            f'<!doctype html><body style="margin:0"><iframe style="width:{width}px;height:900px;border:0" '
            f"srcdoc=\"{html.escape(page, quote=True)}\" onload='{html.escape(_MEASURE, quote=True)}'></iframe>"
        )
        shown = self._run(framed, "--dump-dom", "--virtual-time-budget=2000", *flags)
        found = re.search(r"<pre>(\{.*?\})</pre>", shown, re.DOTALL)
        assert found, shown[:400]
        values: dict[str, Any] = json.loads(html.unescape(found.group(1)))
        return values

    def seen(self, page: str, width: int, height: int, *flags: str) -> bytes:
        """A picture of the page, as PNG."""
        return self._file(page, "seen.png", "--screenshot", f"--window-size={width},{height}", *flags)

    def printed(self, page: str) -> bytes:
        """The page as PDF."""
        return self._file(page, "printed.pdf", "--print-to-pdf", "--no-pdf-header-footer")

    def _file(self, page: str, name: str, flag: str, *flags: str) -> bytes:
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / name
            self._run(page, f"{flag}={out}", *flags)
            return out.read_bytes()

    def _run(self, page: str, *flags: str) -> str:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            source = Path(place) / "page.html"
            source.write_text(page, encoding="utf-8")
            command = [self.path, *_QUIET, f"--user-data-dir={place}/profile", *flags, source.as_uri()]
            ran = subprocess.run(command, capture_output=True, timeout=90, check=False)
            return ran.stdout.decode("utf-8", "replace")

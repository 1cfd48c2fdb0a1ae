"""Draw the README's picture: the first lines of a real session, played here and now, as docs/picture.svg."""

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.clock import CaseClock
from incidentgame.adapters.store import MemoryStore
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play
from incidentgame.session.transcript import spoken
from incidentgame.tui.driver import Driver, Shown
from incidentgame.tui.look import Look
from incidentgame.tui.page import first_screen
from incidentgame.tui.toolbar import toolbar

PACK, FAULT, SEED, WIDTH, LONGEST = "api-503", "rule-forwards-to-empty-group", 11, 104, 14
SECONDS_BETWEEN = 35
_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def lines(engine: Engine) -> list[str]:
    """What the player in the picture types."""
    return [
        f"curl -si {engine.case.page['url']} | head -8",
        "status | head -4",
        "think the load balancer wrote it: a rule says 503, or nobody stands behind the rule",
        "suspects",
        "aws elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupName' --output text",
        "ask junior did we deploy anything today?",
    ]


class _Seconds:
    """A clock that a drawn player moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def drawn() -> str:
    """The picture as SVG; the same for the same program and pack."""
    pack = packs.load(PACK)
    fault, seed = bootstrap.chosen(pack, "", FAULT, SEED, lambda below: 0)
    engine = bootstrap.engine_for(PACK, bootstrap.open_case(PACK, fault, seed))
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    seconds = _Seconds()
    driver = Driver(Play(engine, MemoryStore()), CaseClock(engine.now, seconds))
    look = Look(colour=True, plain=False)
    console.print(Text.from_ansi(first_screen(engine, look, WIDTH, beginning="")))
    for line in lines(engine):
        seconds.at += SECONDS_BETWEEN
        _show(console, driver.line(line).result(), look)
    console.print(Text(driver.prompt.strip(), style="bold green") + Text(" █"))
    console.print(Text(toolbar(driver).rjust(WIDTH - 1)))
    driver.close()
    return _FONTS.sub("", console.export_svg(title=f"incidentgame play {PACK}", unique_id="play"))


def _show(console: Console, shown: Shown, look: Look) -> None:
    seen = shown.result.observation
    console.print(Text(shown.prompt, style="bold green") + Text(seen.line, style="bold"))
    rows = (seen.stdout + seen.stderr).rstrip("\n").splitlines()
    rows = rows if len(rows) <= LONGEST else [*rows[: LONGEST - 1], "…"]
    console.print(Text("\n".join(row.expandtabs() for row in rows)))
    for words in (*shown.result.before, *shown.result.after):
        console.print(Text(spoken(words), style="magenta"))


def main() -> int:
    """Write the picture."""
    path = Path(__file__).resolve().parent.parent / "docs" / "picture.svg"
    path.write_text(drawn(), encoding="utf-8")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

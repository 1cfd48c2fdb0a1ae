"""The first screen: the page, and the few lines a player needs before the first command."""

import re
from collections.abc import Sequence
from textwrap import wrap

from incidentgame.commands.modes import FAMILIES, MODES
from incidentgame.kernel.instant import page_date
from incidentgame.session.engine import Engine
from incidentgame.tui.look import Look

_WIDEST = 88
_GAP = re.compile(r" {3,}")


def first_screen(engine: Engine, look: Look, width: int, beginning: str) -> str:
    """The page as plain lines, styled for this terminal, ending with an empty line.

    `beginning` is the pack to offer somebody who has never played; empty for everybody else.
    """
    wide = max(40, min(width - 2, _WIDEST))
    parts = [_heading(engine, look, wide)]
    if not look.plain:
        parts.append(" " + look.quiet("─" * wide))
    parts += [" " + line for line in _body(engine, wide, max(wide, width - 2))]
    parts += ["", *(" " + row for line in _assurance(engine) for row in wrap(line, wide))]
    parts += [" " + row for row in _at_gaps(f"help · stuck · console · pause        {_team(engine)}", wide)]
    if beginning and engine.case.scored:
        parts += [
            "",
            f" New here? `incidentgame play {beginning}` is five unscored minutes on the same world.",
        ]
    return "\n".join(parts) + "\n\n"


def _heading(engine: Engine, look: Look, wide: int) -> str:
    page = engine.case.page
    when = page_date(engine.case.paged_at)
    title = f"{page['title']}"
    gap = wide - len(" PAGE  ") - len(page["severity"]) - len("   ") - len(title) - len(when) + 1
    return (
        f" {look.alarm('PAGE')}  {look.alarm(page['severity'])}   {look.bold(title)}{' ' * max(3, gap)}{when}"
    )


def _body(engine: Engine, wide: int, widest: int) -> Sequence[str]:
    """The page's own lines, which may be as wide as the screen, and the case beside the last or below it."""
    told = engine.case.page["text"].splitlines() or [""]
    lines = [row for line in told for row in _at_gaps(line, widest)]
    case = f"case {engine.case.pack} · {engine.case.code}"
    room = wide - len(lines[-1]) - len(case)
    if room >= 3:
        return [*lines[:-1], lines[-1] + " " * room + case]
    return [*lines, case]


def _at_gaps(line: str, wide: int) -> Sequence[str]:
    """A line wider than the screen breaks where it has gaps of several blanks; what is left, at words."""
    rows: list[str] = []
    for part in _GAP.split(line) if len(line) > wide else [line]:
        if rows and len(rows[-1]) + 3 + len(part) <= wide:
            rows[-1] += "   " + part
        else:
            rows.append(part)
    return [
        row for whole in rows for row in wrap(whole, wide, break_long_words=False, break_on_hyphens=False)
    ]


def _assurance(engine: Engine) -> Sequence[str]:
    """What to know before the first command, by mode."""
    mode = MODES[engine.mode]
    if mode.interviewed:
        return [_INTERVIEW.format(minutes=engine.case.minutes)]
    if mode.focused:
        broken = FAMILIES.get(engine.case.facts.family, engine.case.facts.family)
        minutes = f"{engine.case.minutes} minutes" if engine.case.minutes != 1 else "One minute"
        return [f"Drill, {minutes}. What is broken is {broken}.", _CALM]
    return [_CALM if mode.helps else _EXAM]


_CALM = "Nothing here is real. Nobody times you, and English mistakes never count."
_EXAM = "Exam: no hints. Nothing here is real, speed is not scored, English mistakes never count."
_INTERVIEW = (
    "An interview of {minutes} minutes. Think aloud as you go (`think`); you may say `skip` to any question. "
    "Nothing ends by itself: when the time is over you are asked to explain. "
    "Nothing here is real, and English mistakes never count."
)


def _team(engine: Engine) -> str:
    people = "|".join(character.id for character in engine.case.personas)
    return f'your team: ask {people} "…"' if people else ""

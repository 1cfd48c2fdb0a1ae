"""The first screen: the page, and the few lines a player needs before the first command."""

from collections.abc import Sequence

from incidentgame.kernel.instant import page_date
from incidentgame.session.engine import Engine
from incidentgame.tui.look import Look

_WIDEST = 88


def first_screen(engine: Engine, look: Look, width: int, beginning: str) -> str:
    """The page as plain lines, styled for this terminal, ending with an empty line.

    `beginning` is the pack to offer somebody who has never played; empty for everybody else.
    """
    wide = max(40, min(width - 2, _WIDEST))
    parts = [_heading(engine, look, wide)]
    if not look.plain:
        parts.append(" " + look.quiet("─" * wide))
    parts += [" " + line for line in _body(engine, wide)]
    parts += ["", " " + _assurance(engine), " help · stuck · console · pause        " + _team(engine)]
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


def _body(engine: Engine, wide: int) -> Sequence[str]:
    lines = engine.case.page["text"].splitlines() or [""]
    case = f"case {engine.case.pack} · {engine.case.code}"
    room = wide - len(lines[-1]) - len(case)
    if room >= 3:
        return [*lines[:-1], lines[-1] + " " * room + case]
    return [*lines, case]


def _assurance(engine: Engine) -> str:
    if engine.mode == "exam":
        return "Nothing here is real. Speed is not scored, and English mistakes never count. Exam: no hints."
    return "Nothing here is real. Nobody times you, and English mistakes never count."


def _team(engine: Engine) -> str:
    people = "|".join(character.id for character in engine.case.personas)
    return f'your team: ask {people} "…"' if people else ""

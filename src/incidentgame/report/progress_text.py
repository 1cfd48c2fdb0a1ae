"""The history and the practice plan in a terminal. Plots are small, and always said in words beside."""

from collections.abc import Sequence
from textwrap import fill

from incidentgame.report.progress import Dimension, Mechanism, ProgressReport, Row, Service, Todo

WIDTH = 78
_BLOCKS = "▁▃▅▇"
_NONE = "·"
_PLOT = 16
"""Sessions in a plot: the latest."""
_ROWS = 30
"""Cases in the list: the latest."""


def progress_text(report: ProgressReport) -> str:
    """The whole report."""
    if report.empty:
        return fill(report.empty, WIDTH) + "\n"
    parts = [
        f"PROGRESS   {report.date}   {report.summary}\n{'─' * WIDTH}",
        _plan(report.plan, report.cards),
        _history(report.cases),
        _dimensions(report.dimensions),
        _mechanisms(report.mechanisms),
        _services(report.services),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plan(todos: Sequence[Todo], cards: str) -> str:
    rows = ["What to practise today", f"  {cards}"]
    if not todos:
        rows.append("  Nothing presses. Any case is good practice: incidentgame play")
    for number, todo in enumerate(todos, 1):
        rows += [f"  {number}  {todo.what}", f"       {todo.command}"]
        rows += [_wrapped(f"· {why}", "     ") for why in todo.why]
    return "\n".join(rows)


def _history(cases: Sequence[Row]) -> str:
    """A line a case, the newest last."""
    if not cases:
        return ""
    earlier, cases = len(cases) - _ROWS, cases[-_ROWS:]
    wide = max(len("case"), *(len(row.case) for row in cases))
    modes = max(len("mode"), *(len(row.mode) for row in cases))
    head = f"  {'date':<10}  {'case':<{wide}}  {'mode':<{modes}}  {'cause':<8} path expl. total  K  lines"
    more = [f"  {earlier} earlier ones are in --format html and json"] if earlier > 0 else []
    return "\n".join(["Cases, the newest last", head, *more, *(_row(row, wide, modes) for row in cases)])


def _row(row: Row, wide: int, modes: int) -> str:
    scores = f"{_score(row.path):>4} {_score(row.explanation):>5} {_score(row.total):>5}"
    lines = f"{row.lines:>3}" + (f" (par {row.par})" if row.par else "")
    played = f"  {row.date}  {row.case:<{wide}}  {row.mode:<{modes}}  {row.family:<8}"
    return f"{played} {scores}  {_score(row.knowledge)}  {lines}" + (f"  {row.note}" if row.note else "")


def _score(value: int | None) -> str:
    return "–" if value is None else str(value)


def _dimensions(found: Sequence[Dimension]) -> str:
    if not found:
        return ""
    rows = ["Levels, 0 to 3, the newest last"]
    for one in found:
        plot = plotted(one.levels)
        rows.append(f"  {one.name:<2}  {one.title:<24}  {plot:<{_PLOT}}  {one.latest}  {one.words}")
    return "\n".join(rows)


def plotted(levels: Sequence[int | None]) -> str:
    """One character a session, the latest sixteen: a block by its level, a dot where there is none."""
    return "".join(_NONE if level is None else _BLOCKS[level] for level in levels[-_PLOT:])


def _mechanisms(found: Sequence[Mechanism]) -> str:
    if not found:
        return ""
    rows = [
        f"  {m.family:<8} path {_score(m.path):>3}  explanation {_score(m.explanation):>3}   {m.words}"
        for m in found
    ]
    return "\n".join(["Causes by family, the weakest first", *rows])


def _services(found: Sequence[Service]) -> str:
    if not found:
        return ""
    wide = max(len(one.name) for one in found)
    rows = [_hanging(f"  {one.name:<{wide}}  ", one.words) for one in found]
    return "\n".join(["Questions by service, the weakest first", *rows])


def _hanging(head: str, words: str) -> str:
    return fill(words, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _wrapped(text: str, indent: str) -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")

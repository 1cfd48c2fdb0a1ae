"""The debrief laid out as plain text. Every word of it is decided in `debrief`; here are only rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill

from incidentgame.report import curve
from incidentgame.report.debrief import debrief_of
from incidentgame.report.model import Beside, Debrief, Explained, Hop, Reason, Said, Sentence, Step, Topic
from incidentgame.report.steps import rows as step_rows
from incidentgame.report.words import MARKS, several
from incidentgame.session.result import Result

WIDTH = 96
"""Columns where there is no screen, and at most: wider rows are hard to read."""
NARROWEST = 60


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that is broken into rows at words, with what its first row and the others begin with."""

    text: str
    first: str
    then: str

    def within(self, width: int) -> str:
        """Rows of at most `width` columns; words longer than that stay whole."""
        return fill(
            self.text,
            width,
            initial_indent=self.first,
            subsequent_indent=self.then,
            break_long_words=False,
            break_on_hyphens=False,
        )


Rows = Iterator[str | Prose]


def debrief(result: Result, width: int = WIDTH) -> str:
    """The whole debrief. It tells the truth of the case: only for a case that is over.

    `width` is the screen's columns; rows are never wider than WIDTH, nor broken below NARROWEST.
    """
    return laid_out(debrief_of(result), width)


def laid_out(found: Debrief, width: int = WIDTH) -> str:
    """A debrief as text."""
    wide = max(NARROWEST, min(width, WIDTH))
    parts = ("\n".join(_row(row, wide) for row in part(found)) for part in _PARTS)
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(row: str | Prose, width: int) -> str:
    return row if isinstance(row, str) else row.within(width)


def _heading(found: Debrief) -> Rows:
    head = found.head
    yield f"DEBRIEF   {head.title}"
    yield f"case {head.pack} {head.code} · {head.mode} · {head.when}"
    yield "─" * 72
    yield from _wrapped(f"It was: {head.truth}", "", "  ")
    for note in head.notes:
        yield from _wrapped(note, "")


def _best(found: Debrief) -> Rows:
    quote = found.opening.done_well
    if quote:
        where = f" (#{quote.n})" if quote.n else ""
        yield "What you did best"
        yield from _wrapped(f'"{quote.text}"{where}' if quote.said else f"#{quote.n}  {quote.text}")
        yield from _wrapped(quote.why)


def _turning(found: Debrief) -> Rows:
    turning = found.opening.turning
    if turning is None:
        return
    if turning.missed:
        yield "The turning moment"
        yield from _wrapped("There was none: no line told anything about the cause. This one would have:")
        yield from _wrapped(turning.line, "      ")
        yield from _wrapped(turning.told)
        return
    yield "The turning moment"
    yield from _wrapped(f"#{turning.n}  {turning.line}", "  ", "      ")
    yield from _wrapped(turning.told)
    yield from _gone(turning.gone, "    ")


def _gone(reasons: Sequence[Reason], before: str) -> Rows:
    """What separated the truth from suspects, and which."""
    for reason in reasons:
        yield from _wrapped(reason.why, before, before + "  ")
        for suspect in reason.suspects:
            yield from _wrapped(f"· {suspect}", before + "  ", before + "    ")


def _learn(found: Debrief) -> Rows:
    if found.opening.learn:
        yield "One thing to learn in ten minutes"
        yield from _topic(found.opening.learn)


def _topic(topic: Topic) -> Rows:
    yield f"  {topic.title}"
    for text in (topic.because, topic.what, topic.why):
        yield from _wrapped(text, "    ")
    yield from _wrapped(f"Read: {topic.read}", "    ", "          ")


def _story(found: Debrief) -> Rows:
    yield "What happened"
    for event in found.story.events:
        where = f" (#{event.n})" if event.n else ""
        yield from _wrapped(f"{event.at}  {event.text}{where}", "  ", " " * 12)
    yield ""
    width = max(len(figure.name) for figure in found.story.figures)
    for figure in found.story.figures:
        yield from _wrapped(f"{figure.name:<{width}}   {figure.value}", "  ", " " * (width + 5))


def _route(found: Debrief) -> Rows:
    route = found.story.route
    if route is None:
        return
    yield f"The way of the request   {route.request}"
    yield from _wrapped(
        f"{route.before_at} {route.before}  →  at the page {route.paged}  →  {route.end_at} {route.end}"
    )
    for hop in route.hops:
        yield from _hop(hop)
    yield from _wrapped(route.words)


_ROLES = {"answered": "▲", "broken": "✘", "both": "✘", "passed": "↓", "unreached": "·"}
_TAGS = {
    "answered": " (wrote the answer)",
    "broken": " (here it went wrong)",
    "both": " (wrote the answer, and here it went wrong)",
}


def _hop(hop: Hop) -> Rows:
    """What a hop did before, and at the page and the end where that was otherwise."""
    head, below = f"  {_ROLES[hop.role]} {hop.name:<20}  ", " " * 26
    tag = _TAGS.get(hop.role, "")
    if hop.paged == "as before":
        yield from _wrapped(f"{hop.thing} {hop.before}{tag}", head, below)
    else:
        yield from _wrapped(f"{hop.thing} {hop.paged}{tag}", head, below)
        yield from _wrapped(f"before: {hop.before}", below, below + "  ")
    if hop.end not in ("as before", "as at the page"):
        yield from _wrapped(f"at the end: {hop.end}", below, below + "  ")
    elif hop.end == "as at the page" and hop.paged not in ("as before", "not reached"):
        yield f"{below}at the end: still so"


def _path(found: Debrief) -> Rows:
    path = found.path
    if path is None:
        return
    yield "Your path (bits left after each line)"
    yield from (f"  {row}" for row in curve.curve(path.curve.left, path.curve.start))
    yield from _wrapped(path.curve.words)
    yield from _wrapped(path.words)
    turning = found.opening.turning.n if found.opening.turning else 0
    for row in step_rows(path.steps, path.folded):
        yield from _steps(row, turning)
    if path.par:
        yield ""
        yield f"  Par: {several(len(path.par), 'look')}"
        for step in path.par:
            yield from _wrapped(f"{step.bits:4.1f} bits  {step.line}", "    ", " " * 15)
        yield from _wrapped(path.curve.par_words)


_TOLD = 26
"""The width of the column that says what a line told; what is longer has a row of its own."""


def _steps(row: Sequence[Step], turning: int) -> Rows:
    """One line, or several that told nothing; why suspects left is said once, at the turning moment."""
    first, last = row[0], row[-1]
    if len(row) > 1:
        yield f"  #{first.n}–#{last.n}  {first.at}–{last.at}  {len(row)} lines that told nothing new"
        return
    head = f"#{first.n:<3} {first.at}  {first.told:<{_TOLD}}"
    if len(first.told) > _TOLD:
        yield f"  {head}"
        yield from _wrapped(first.line, " " * 43)
    else:
        yield from _wrapped(f"{head} {first.line}", "  ", " " * 43)
    for what in first.shows:
        yield from _wrapped(f"saw: {what}", " " * 16)
    yield from _gone(first.gone if first.n != turning else (), " " * 16)


def _explanation(found: Debrief) -> Rows:
    explained = found.explained
    yield "Your explanation"
    if not explained.given:
        yield "  There was none."
    for sentence in explained.sentences:
        yield from _sentence(sentence)
    if explained.more:
        yield f"  … and {several(explained.more, 'more sentence')}"
    for flag in explained.flags:
        yield from _wrapped(flag)
    yield from _not_said(explained)
    if explained.review:
        yield from _wrapped(f"Needs review. {explained.review}")


def _sentence(said: Sentence) -> Rows:
    part = f"{said.part}: " if said.part else ""
    yield from _wrapped(f'{said.mark} {part}"{said.text}"', "  ", "    ")
    if not said.beside:
        yield from _wrapped(said.reason or said.verdict, "      ")
        return
    for beside in said.beside:
        yield from _beside(beside)
    if said.reason and said.tone != "good":
        yield from _wrapped(said.reason, "      ")


def _beside(beside: Beside) -> Rows:
    seen = f" in {beside.seen}" if beside.seen else ""
    if beside.again:
        yield f"      {beside.kind}, as above"
    else:
        yield from _wrapped(
            f"{beside.kind}, {beside.verdict}{seen}: {beside.statement}", "      ", "        "
        )


def _not_said(explained: Explained) -> Rows:
    if explained.not_said:
        yield "  Not said" if explained.given else "  What there was to say"
    for beside in explained.not_said:
        there = f" ({beside.verdict})" if beside.verdict else ""
        yield from _wrapped(f"– {beside.kind}: {beside.statement}{there}", "    ", "      ")


def _unused(found: Debrief) -> Rows:
    if found.explained.unused:
        yield "What you saw and did not use"
        for evidence in found.explained.unused:
            yield from _wrapped(f"· {evidence.what} ({evidence.lines})", "  ", "    ")


def _unseen(found: Debrief) -> Rows:
    if found.explained.unseen:
        yield "Claimed without having seen it"
        for text in found.explained.unseen:
            yield from _wrapped(f'"{text}"')


def _calibration(found: Debrief) -> Rows:
    weighed = found.explained.calibration
    if weighed:
        yield "How sure you were"
        yield from _wrapped(f"confidence {weighed.said}; supported {weighed.supported}")
        yield from _wrapped(weighed.words)
        for note in weighed.notes:
            yield from _wrapped(f"· {note}", "  ", "    ")


def _said(title: str, of: Callable[[Debrief], Sequence[Said]]) -> Callable[[Debrief], Rows]:
    """A part that lists what was said on the way."""

    def rows(found: Debrief) -> Rows:
        if of(found):
            yield title
        for said in of(found):
            yield from _wrapped(f'{MARKS[said.tone]} #{said.n}  "{said.text}"', "  ", "        ")
            yield from _wrapped(said.verdict, "        ")

    return rows


def _questions(found: Debrief) -> Rows:
    if found.aside.questions:
        yield "Questions"
    for asked in found.aside.questions:
        yield from _wrapped(f"{MARKS[asked.tone]} {asked.ask}", "  ", "    ")
        yield from _wrapped(f'"{asked.answer}": {asked.verdict}' if asked.answer else asked.verdict, "      ")
        yield from _wrapped(asked.because, "      ")
        if asked.read and asked.tone != "good":
            yield from _wrapped(f"Read: {asked.read}", "      ")


def _branches(found: Debrief) -> Rows:
    if found.aside.branches:
        yield "Other branches"
        for branch in found.aside.branches:
            yield from _wrapped(branch)


def _levels(found: Debrief) -> Rows:
    if found.levels is None:
        return
    yield "Levels (0 to 3)"
    for level in found.levels.levels:
        yield from _wrapped(f"{level.name}  {level.level}  {level.title}: {level.means}", "  ", "         ")
        yield from _wrapped("; ".join(level.reasons), "         ")
        if level.next:
            yield from _wrapped(f"next: {level.next}", "         ", "               ")
    for cap in found.levels.caps:
        yield from _wrapped(cap)
    yield from _wrapped(" · ".join(f"{figure.name} {figure.value}" for figure in found.levels.scores))


def _study(found: Debrief) -> Rows:
    if found.onward.topics:
        yield "Three things to study" if len(found.onward.topics) == 3 else "To study"
        for topic in found.onward.topics:
            yield from _topic(topic)


def _list(title: str, of: Callable[[Debrief], Sequence[str]]) -> Callable[[Debrief], Rows]:
    """A part that is a plain list."""

    def rows(found: Debrief) -> Rows:
        if of(found):
            yield title
        for text in of(found):
            yield from _wrapped(f"· {text}", "  ", "    ")

    return rows


def _next(found: Debrief) -> Rows:
    if found.onward.next_cases:
        yield "Play next"
        yield "  " + "   ".join(found.onward.next_cases)
        yield from _wrapped(found.onward.next_words)


_PARTS: tuple[Callable[[Debrief], Rows], ...] = (
    _heading,
    _best,
    _turning,
    _learn,
    _story,
    _route,
    _path,
    _explanation,
    _unused,
    _unseen,
    _calibration,
    _said("What you expected", lambda d: d.aside.predictions),
    _said("What you thought", lambda d: d.aside.thoughts),
    _said("What you struck out", lambda d: d.aside.strikes),
    _said("Hints you took", lambda d: d.aside.hints),
    _questions,
    _said("What you said went wrong", lambda d: d.aside.reflections),
    _branches,
    _levels,
    _study,
    _list("Check at work", lambda d: d.onward.at_work),
    _list("What would have kept it from happening", lambda d: d.onward.prevention),
    _next,
)


def _wrapped(text: str, first: str = "  ", then: str | None = None) -> Rows:
    """A text to be broken at words; nothing for an empty one."""
    if text.strip():
        yield Prose(text, first, then if then is not None else first)

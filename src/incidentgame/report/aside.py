"""What was said and taken on the way: predictions, thoughts, strikes, hints, questions, other branches."""

from collections.abc import Iterator

from incidentgame.kernel.instant import clock
from incidentgame.report.model import Answered, Aside, Said, Tone
from incidentgame.report.plain import one_line
from incidentgame.report.reflection import reflections
from incidentgame.report.strikes import strikes
from incidentgame.report.words import lines_seen, several
from incidentgame.scoring.path.facts import Expectation
from incidentgame.session.branch_ends import BranchEnd
from incidentgame.session.questions import Asked
from incidentgame.session.result import Result

_LONGEST = 300
_MOST = 60
_VERDICTS: dict[str, tuple[Tone, str]] = {
    "right": ("good", "right"),
    "partly": ("half", "partly right"),
    "wrong": ("bad", "not so"),
    "unknown": ("open", "you said that you do not know"),
    "skipped": ("plain", "skipped"),
    "open": ("plain", "not answered"),
}


def aside(result: Result) -> Aside:
    """Everything beside the looks and the explanation."""
    return Aside(
        predictions=tuple(_predictions(result))[:_MOST],
        thoughts=tuple(_thoughts(result))[:_MOST],
        strikes=strikes(result)[:_MOST],
        hints=tuple(_hints(result)),
        questions=tuple(_answered(asked) for asked in result.engine.questions.asked()),
        reflections=reflections(result),
        branches=tuple(_branch(end) for end in result.branches),
    )


def _predictions(result: Result) -> Iterator[Said]:
    for made in result.scored.facts.expectations:
        tone, verdict = _kept(made)
        yield Said(n=made.n, text=one_line(made.text, _LONGEST), tone=tone, verdict=verdict)


def _kept(made: Expectation) -> tuple[Tone, str]:
    """Whether a prediction came true; one that did not is worth as much."""
    why = f" ({one_line(made.why, 160)})" if made.why else ""
    if made.shown_by is None:
        return "plain", "nothing was looked at after it"
    if made.came_true is None:
        return "open", f"#{made.shown_by} looked; the words alone do not tell whether it came true{why}"
    if made.came_true:
        return "good", f"#{made.shown_by} showed it{why}"
    return "half", f"#{made.shown_by} showed otherwise{why}; that is worth as much, it let an idea go"


def _thoughts(result: Result) -> Iterator[Said]:
    """What was believed aloud, how many suspects were open then, and what ended it."""
    gains = result.engine.rivals.gains
    for thought in result.scored.facts.thoughts:
        gain = gains.get(thought.n)
        words = several(len(gain.after), "suspect") + " open then" if gain else ""
        if thought.dropped_by:
            words += f"; {lines_seen(list(thought.dropped_by))} ruled out what it believed in"
        yield Said(n=thought.n, text=one_line(thought.text, _LONGEST), tone="plain", verdict=words)


def _hints(result: Result) -> Iterator[Said]:
    """Each hint taken with what it said and cost."""
    for taken in result.engine.statements.of("hint"):
        said = result.engine.observations[taken.n - 1].stdout
        cost = several(int(taken.about or 0), "point") + " of the path"
        yield Said(n=taken.n, text=one_line(said, _LONGEST), tone="plain", verdict=cost)


def _answered(asked: Asked) -> Answered:
    tone, words = _VERDICTS.get(asked.verdict, ("plain", asked.verdict))
    if asked.card.options and asked.verdict != "right":
        words += f"; right is: {one_line(asked.card.right_option, _LONGEST)}"
    return Answered(
        ask=one_line(asked.card.ask, _LONGEST),
        answer=one_line(_chosen(asked), _LONGEST),
        tone=tone,
        verdict=words,
        because=one_line(asked.card.because, 600),
        read=one_line(asked.card.read, _LONGEST),
    )


def _chosen(asked: Asked) -> str:
    """What was answered; for a choice the option itself and not its letter."""
    from incidentgame.scoring.knowledge.answers import chosen  # late: it brings the grader

    said = asked.answer or ""
    index = chosen(asked.card, said) if said and asked.card.options else None
    return said if index is None else asked.card.options[index]


def _branch(end: BranchEnd) -> str:
    """How another branch went; only the first counts."""
    began = f"from #{end.since}" if end.since else "from the page"
    served = (
        f"users served again at {clock(end.mitigated_at)}" if end.mitigated_at else "users not served again"
    )
    gone = f", cause gone at {clock(end.fixed_at)}" if end.fixed_at else ", cause not gone"
    told = ", explained" if end.explanation else ""
    return (
        f"Branch {end.number}, {began}: {several(len(end.lines), 'line')}, {served}{gone}{told}. Not scored."
    )

"""Hints in three tiers, worked out for the session as it stands: a question, a layer, the exact line.

While several suspects are open they come from the search that par is made with, over the suspects still
open. With one left they speak of the change, the proof and the explanation instead.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from incidentgame.commands.game.questions_of_layers import asked_of
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import HintOffer
from incidentgame.scoring.par import Split, best_split
from incidentgame.session.gains import from_outside, served_at
from incidentgame.session.par import survey_of
from incidentgame.session.variables import mitigated

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine

COSTS = (2, 4, 7)
"""Points of the path score a hint of each tier costs, unless the pack's author set another for a question."""

_ABOUT = ("a question to ask", "which layer to look at next, and why", "the exact line, and what it is worth")
_CLOSING = ("a question to ask", "what is still to be done", "the exact line for it")
_LAYERS = {
    "user-side": "what viewers get",
    "name": "the name, in DNS",
    "edge": "the edge, CloudFront",
    "routing": "the load balancer and its rules",
    "targets": "the target group and who is in it",
    "host": "the hosts and their web server",
    "app": "the application",
    "data": "the database",
    "change-history": "what changed before it began",
}


def offers(engine: "Engine") -> tuple[HintOffer, ...]:
    """The three hints on offer now; what was compared so far counts, so settle first."""
    if not MODES[engine.mode].helps:
        return ()
    texts = list(_while_open(engine) if len(engine.rivals.open) > 1 else _at_the_end(engine))
    about = _ABOUT if len(engine.rivals.open) > 1 else _CLOSING
    authored = _authored(engine) if about is _ABOUT or not engine.case.scored else None
    taken = {statement.text for statement in engine.statements.of("hint")}
    found = [
        HintOffer(id, cost, text, tier, what)
        for tier, ((id, text), cost, what) in enumerate(zip(texts, COSTS, about, strict=True), start=1)
    ]
    found = [authored, *found[1:]] if authored else found
    return tuple(HintOffer(o.id, 0 if o.id in taken else o.cost, o.text, o.tier, o.about) for o in found)


def _authored(engine: "Engine") -> HintOffer | None:
    """The first question of the pack's own that is open and was not taken."""
    taken = {statement.text for statement in engine.statements.of("hint")}
    first = next((hint for hint in engine.story.hints(engine) if hint.id not in taken), None)
    return HintOffer(first.id, first.cost, first.text, 1, _ABOUT[0]) if first else None


def _while_open(engine: "Engine") -> Iterator[tuple[str, str]]:
    """(id, text) of each tier while several suspects are open."""
    done = {" ".join(seen.line.split()) for seen in engine.observations}
    left = engine.rivals.open
    split = best_split(survey_of(engine).looks, left, done)
    if split is None:
        yield from _inseparable(len(left))
        return
    layer, stay = split.layer, _stay(split, len(left))
    yield f"ask {layer}", asked_of(layer)
    yield f"layer {layer} {len(left)}", f"Look at {_LAYERS.get(layer, layer)}. {asked_of(layer)} {stay}"
    yield f"line {split.line}", f"{split.line}\nWorth {split.bits:.1f} bits on average. {stay}"


def _stay(split: Split, left: int) -> str:
    """What the look does to the suspects left, whatever it shows."""
    return f"{left} suspects are open; whatever it shows, at most {split.parts[0]} of them stay possible."


def _inseparable(left: int) -> Iterator[tuple[str, str]]:
    yield "ask apart", "What would differ now, and what an hour ago, between the causes that are left?"
    yield (
        f"layer apart {left}",
        f"{left} suspects are open, and the usual looks show the same for each. What changed before it "
        "began, and how the answer differs from host to host, may still tell them apart.",
    )
    yield (
        "line apart",
        "suspects\nIt names the families, `suspects FAMILY` the causes. Ask what each would leave behind.",
    )


def _at_the_end(engine: "Engine") -> Iterator[tuple[str, str]]:
    """(id, text) of each tier once one suspect is left: the change, its proof, or the explanation."""
    if not (mitigated(engine) or _served(engine)):
        return _to_change(engine)
    return _to_explain(engine) if _proved(engine) else _to_prove(engine)


def _served(engine: "Engine") -> bool:
    """Do viewers get through since the player's last line that changed something?"""
    return engine.first_change is not None and served_at(engine, engine.observations[-1])


def _to_change(engine: "Engine") -> Iterator[tuple[str, str]]:
    (left,) = engine.rivals.open
    suspect = next(s for s in engine.case.suspects if s.id == left)
    yield (
        "ask change",
        "What is the smallest change that helps users now, what could go wrong, and how is it undone?",
    )
    yield (
        "layer change",
        f"One suspect is left, of the family {suspect.family}: {suspect.text}. Say risk and way back "
        "(`think`), make one change, then look from the user's side.",
    )
    yield (
        "line change",
        f"{_shows_it(engine)}\nIt shows what is wrong; the change that undoes it belongs to what it names.",
    )


def _shows_it(engine: "Engine") -> str:
    """The line of par at which the truth was left alone, else the last telling line of the player's."""
    steps = survey_of(engine).steps
    telling = [engine.observations[n - 1].line for n, gain in engine.rivals.gains.items() if gain.bits > 0]
    return steps[-1].line if steps else telling[-1] if telling else f"curl -si {engine.case.page['url']}"


def _proved(engine: "Engine") -> bool:
    """Was there a look from the user's side after the last change?"""
    last = max((seen.n for seen in engine.observations if seen.writes), default=0)
    return any(seen.n > last and not seen.exit and from_outside(seen) for seen in engine.observations)


def _to_prove(engine: "Engine") -> Iterator[tuple[str, str]]:
    url = engine.case.page["url"]
    yield "ask proof", "How would a user notice that it is over, and how do you know it stays so?"
    yield (
        "layer proof",
        "Look from the user's side, and once more half a minute later: a health check or a cached error may "
        "still be on its way.",
    )
    yield (
        "line proof",
        f"curl -si {url}; sleep 40; curl -si {url}\nTwo good answers with a cycle between them are a proof.",
    )


def _to_explain(engine: "Engine") -> Iterator[tuple[str, str]]:
    telling = [n for n, gain in sorted(engine.rivals.gains.items()) if gain.bits > 0]
    cited = ", ".join(f"#{n}" for n in telling[-4:])
    yield "ask explain", "What would you write to somebody who was not there and has to prevent the next one?"
    yield (
        "layer explain",
        "Say what broke and where, which change brought it, how that led to what users saw, whom it hit and "
        "how much, what keeps it from happening again, and what you have not ruled out.",
    )
    yield (
        "line explain",
        f"explain\nThe form asks for each part. Lines that ruled something out: {cited or 'none yet'}.",
    )

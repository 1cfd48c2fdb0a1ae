"""story.yaml to the table the session steps through."""

from collections.abc import Sequence

import msgspec

from incidentgame.pack.expressions import Expression, ExpressionError, parse
from incidentgame.pack.loading import Trail
from incidentgame.pack.moments import duration
from incidentgame.pack.problems import did_you_mean
from incidentgame.pack.schema import ChangeText, Effect, Message, Notice, StoryText, TransitionText
from incidentgame.pack.story import (
    NAMES,
    Consequence,
    Hint,
    Injection,
    Reminder,
    Said,
    StoryTable,
    Transition,
    faults_of,
)
from incidentgame.pack.templates import Filler
from incidentgame.pack.timeline import TimelineBuilder
from incidentgame.world.change import CONTROLLER, Act, Call

_CONSTANTS = {"true", "false", "none", "null", "len", "min", "max", "any", "all", "count"}
_WHERE = {"state": "states", "transition": "transitions", "notice": "notices"}


def story_table(text: StoryText, filler: Filler, builder: TimelineBuilder) -> StoryTable:
    """The table; problems go to the filler."""
    table = StoryTable(
        start=text.start,
        final=tuple(text.final),
        states=text.states,
        transitions=tuple(_transition(i, t, filler, builder) for i, t in enumerate(text.transitions)),
        reminders=tuple(_reminder(i, n, filler, builder) for i, n in enumerate(text.notices)),
        hints=tuple(
            Hint(
                h.id,
                _text(h.text, filler, ("hints", i)),
                h.cost,
                _guard(h.when, filler, ("hints", i)),
                h.locked,
            )
            for i, h in enumerate(text.hints)
        ),
    )
    for where, index, message in faults_of(table):
        filler.problems.append(filler.document.problem((_WHERE[where], index), message))
    return table


def _transition(index: int, text: TransitionText, filler: Filler, builder: TimelineBuilder) -> Transition:
    trail: Trail = ("transitions", index)
    sources = (text.source,) if isinstance(text.source, str) else tuple(text.source)
    return Transition(
        id=text.id or f"{'+'.join(sources)}-{text.target}",
        sources=sources,
        target=text.target,
        guard=_guard(text.when, filler, (*trail, "when")),
        effects=_effects(text.effects, filler, trail, builder),
    )


def _reminder(index: int, text: Notice, filler: Filler, builder: TimelineBuilder) -> Reminder:
    trail: Trail = ("notices", index)
    guard = _guard(text.when, filler, (*trail, "when"))
    return Reminder(text.id, tuple(text.states), guard, _effects(text.effects, filler, trail, builder))


def _guard(text: str, filler: Filler, trail: Trail) -> Expression:
    try:
        guard = parse(text)
    except ExpressionError as error:
        filler.problems.append(filler.document.problem(trail, str(error)))
        return parse("false")
    for name in guard.names:
        if name not in NAMES and name not in _CONSTANTS:
            problem = filler.document.problem(trail, f'no variable "{name}"', did_you_mean(name, NAMES))
            filler.problems.append(problem)
    return guard


def _effects(
    effects: Sequence[Effect], filler: Filler, trail: Trail, builder: TimelineBuilder
) -> tuple[Consequence, ...]:
    found = []
    for index, effect in enumerate(effects):
        here = (*trail, "effects", index)
        said = _said(effect.message, filler, here)
        injected = tuple(_injection(change, filler, here, builder) for change in effect.inject)
        found.append(Consequence(said, injected, effect.unlock))
    return tuple(found)


def _said(message: Message | None, filler: Filler, trail: Trail) -> Said | None:
    return None if message is None else Said(message.sender, _text(message.text, filler, trail))


def _injection(change: ChangeText, filler: Filler, trail: Trail, builder: TimelineBuilder) -> Injection:
    """A change whose `at` is a delay after the transition, such as `+2m`."""
    one = msgspec.structs.replace(change, at=builder.naming.moments.paged_at)
    own = TimelineBuilder(builder.naming, builder.people, {})
    own.add([one], filler, (*trail, "inject"))
    script = own.build().script
    if script and isinstance(script[0].what, Call | Act):
        return Injection(duration(str(change.at)), script[0].what)
    filler.problems.append(filler.document.problem(trail, "a story injects a `call` or an `act`"))
    return Injection(0, Act("nothing", {}, CONTROLLER))


def _text(text: str, filler: Filler, trail: Trail) -> str:
    return str(filler.fill(text, trail))

"""The scripted state machine of a pack: states, guarded transitions, and notices, as one plain table.

`step` is pure: the session evaluates it whenever a variable may have changed and carries the effects out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from incidentgame.pack.expressions import Expression, evaluate
from incidentgame.world.change import Act, Call

VARIABLES: Mapping[str, str] = {
    "minutes_since_page": "whole minutes since the page",
    "minutes_in_state": "whole minutes in the present state of the story",
    "observations": "lines the player entered that showed something of the world",
    "changed_anything": "the player changed the world",
    "mitigated": "under 1 % of the paged route's requests fail, for two minutes so far",
    "fixed": "mitigated, and the fault's fixed_when holds",
    "made_worse": "requests failed that would not have failed without the player",
    "bits_left": "suspects still possible, as whole bits, rounded up",
    "updates": "updates the player wrote to stakeholders",
    "last_update_minutes": "whole minutes since the last update; since the page when there was none",
    "submitted": "an explanation was handed in",
    "gave_up": "the player ended the case with give-up",
    "ended": "the player closed the case, with finish, give-up or restart",
    "hints_used": "hints bought",
    "asked(persona)": "how many questions that persona was asked",
    "seen(layer)": "lines that showed a layer: name, edge, routing, targets, host, app, data, history",
    "used(command)": "how often a command was used, such as 'curl' or 'aws elbv2'",
    "ran(words)": "how many lines held these words",
    "worked(words)": "how many lines held these words and ended well",
}
"""What a guard may ask. Names with a bracket are functions. All are deterministic in the event log."""

NAMES = frozenset(name.partition("(")[0] for name in VARIABLES)


@dataclass(frozen=True, slots=True)
class Said:
    """Words by a persona (its id), or by the system (`pager`)."""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Injection:
    """A change the story makes, `delay` ms after the transition."""

    delay: int
    what: Call | Act


@dataclass(frozen=True, slots=True)
class Consequence:
    """One effect: words, changes, or a hint unlocked."""

    said: Said | None = None
    injected: tuple[Injection, ...] = ()
    unlocks: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` to `target` when the guard holds."""

    id: str
    sources: tuple[str, ...]
    target: str
    guard: Expression
    effects: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """Effects without a change of state, once, in any of `states` (none: in all)."""

    id: str
    states: tuple[str, ...]
    guard: Expression
    effects: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """Help for path points; locked ones are offered once an effect unlocks them."""

    id: str
    text: str
    cost: int
    guard: Expression
    locked: bool = False


@dataclass(frozen=True, slots=True)
class StoryTable:
    """A pack's story. `states` gives each state's description."""

    start: str
    final: tuple[str, ...]
    states: Mapping[str, str]
    transitions: tuple[Transition, ...]
    reminders: tuple[Reminder, ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a story stands: its state, the notices that were given, the hints unlocked."""

    state: str
    given: tuple[str, ...] = ()
    unlocked: tuple[str, ...] = ()


def begin(table: StoryTable) -> Progress:
    """The story before anything happened."""
    return Progress(table.start)


def step(
    table: StoryTable, progress: Progress, variables: Mapping[str, Any]
) -> tuple[Progress, tuple[Consequence, ...]]:
    """At most one transition and every notice that is due; the same progress when nothing happens.

    Transitions are tried in the author's order. ExpressionError when a guard uses an unknown variable.
    """
    effects: list[Consequence] = []
    for notice in table.reminders:
        if notice.id not in progress.given and _due(notice, progress.state, variables):
            progress = replace(progress, given=(*progress.given, notice.id))
            effects.extend(notice.effects)
    taken = next((t for t in _leading_out(table, progress.state) if evaluate(t.guard, variables)), None)
    if taken is not None:
        progress = replace(progress, state=taken.target)
        effects.extend(taken.effects)
    unlocked = tuple(e.unlocks for e in effects if e.unlocks and e.unlocks not in progress.unlocked)
    return replace(progress, unlocked=progress.unlocked + unlocked), tuple(effects)


def open_hints(table: StoryTable, progress: Progress, variables: Mapping[str, Any]) -> tuple[Hint, ...]:
    """The hints on offer now, in the author's order."""
    return tuple(
        hint
        for hint in table.hints
        if (not hint.locked or hint.id in progress.unlocked) and evaluate(hint.guard, variables)
    )


def _due(notice: Reminder, state: str, variables: Mapping[str, Any]) -> bool:
    return (not notice.states or state in notice.states) and bool(evaluate(notice.guard, variables))


def _leading_out(table: StoryTable, state: str) -> Iterator[Transition]:
    return (t for t in table.transitions if state in t.sources)


def reachable(table: StoryTable) -> set[str]:
    """The states some play can reach: by transitions whose guard is not plainly false."""
    found, open_ = {table.start}, [table.start]
    while open_:
        state = open_.pop()
        for transition in _leading_out(table, state):
            if transition.target not in found and not never(transition.guard):
                found.add(transition.target)
                open_.append(transition.target)
    return found


def never(guard: Expression) -> bool:
    """Is the guard false whatever is played (it names no variable and is false)?"""
    plain = all(name in ("true", "false", "none", "null") for name in guard.names)
    return plain and not evaluate(guard, {})


Fault = tuple[Literal["state", "transition", "notice"], int | str, str]


def faults_of(table: StoryTable) -> Iterator[Fault]:
    """What is wrong with the table itself: (where, index or state, message)."""
    for index, transition in enumerate(table.transitions):
        for state in (*transition.sources, transition.target):
            if state not in table.states:
                yield "transition", index, f'no state "{state}"'
        if set(transition.sources) & set(table.final):
            yield "transition", index, "leads out of a final state"
        if never(transition.guard):
            yield "transition", index, "its guard is never true"
    yield from _state_faults(table)
    for index, notice in enumerate(table.reminders):
        for state in notice.states:
            if state not in table.states:
                yield "notice", index, f'no state "{state}"'


def _state_faults(table: StoryTable) -> Iterator[Fault]:
    can_reach = reachable(table)
    for state in table.states:
        if state not in can_reach:
            yield "state", state, f'no play can reach the state "{state}"'
        elif state not in table.final and not any(_leading_out(table, state)):
            yield "state", state, f'nothing leads out of "{state}" and it is not final'
    for state in (table.start, *table.final):
        if state not in table.states:
            yield "state", state, f'no state "{state}"'


def mermaid(table: StoryTable) -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.start}"]
    lines += [f"    {state}: {state.replace('_', ' ')}" for state in table.states]
    for transition in table.transitions:
        guard = transition.guard.text.replace(":", " ")
        lines += [f"    {source} --> {transition.target}: {guard}" for source in transition.sources]
    lines += [f"    {state} --> [*]" for state in table.final]
    return "\n".join(lines) + "\n"


def describe(table: StoryTable) -> str:
    """The states and what they mean, as a Markdown table, for the docs."""
    rows: Sequence[str] = [f"| {state} | {text} |" for state, text in table.states.items()]
    return "\n".join(["| State | Means |", "|---|---|", *rows]) + "\n"

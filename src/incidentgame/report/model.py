"""The debrief as a value: plain data, every word decided. `text` and `html` only lay it out.

Times are `14:07:31` (UTC) in case time; bits are log2(suspects before / after). Everything a player wrote
has been through `plain`, and is still to be escaped by whoever puts it into a page.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Tone = Literal["good", "half", "bad", "open", "plain"]
"""How a verdict reads: earned, partly, not, undecided, no verdict."""

Role = Literal["answered", "broken", "both", "passed", "unreached"]
"""A hop at the page: wrote what the viewer got, is where it went wrong, both, neither, or was not reached."""
Kind = Literal["look", "change", "say", "wait"]

SCHEMA = 1


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything in a debrief."""


class Head(Value, frozen=True, kw_only=True):
    """What was played. `truth` is the fault's title; `notes` are what to know before reading on."""

    pack: str
    code: str
    title: str
    mode: str
    when: str
    truth: str
    scored: bool
    notes: tuple[str, ...] = ()


class Quote(Value, frozen=True, kw_only=True):
    """Something the player did or said, with its line (0: in the explanation) and what was good about it."""

    text: str
    n: int
    why: str
    said: bool = True


class Reason(Value, frozen=True, kw_only=True):
    """Why these suspects could not stay."""

    why: str
    suspects: tuple[str, ...]


class Turning(Value, frozen=True, kw_only=True):
    """The line that told most; `missed` when it is one of par's, that the player never typed."""

    line: str
    n: int
    told: str
    gone: tuple[Reason, ...] = ()
    missed: bool = False


class Topic(Value, frozen=True, kw_only=True):
    """Something to study. `because` points at what the player's own explanation lacked, if it did."""

    title: str
    what: str
    why: str
    read: str
    because: str = ""


class Opening(Value, frozen=True, kw_only=True):
    """What comes first: one thing done well, the turning moment, one thing to learn in ten minutes."""

    done_well: Quote | None
    turning: Turning | None
    learn: Topic | None


class Event(Value, frozen=True, kw_only=True):
    """One row of the outage as it ran. `who`: cause, page, you, world or users."""

    at: str
    who: Literal["cause", "page", "you", "world", "users", "end"]
    text: str
    n: int = 0


class Hop(Value, frozen=True, kw_only=True):
    """One hop of the paged request: what it did before, at the page and at the end."""

    name: str
    thing: str
    before: str
    paged: str
    end: str
    role: Role


class Route(Value, frozen=True, kw_only=True):
    """The paged request, walked through the true world at three instants; `end_at` says the last in words."""

    request: str
    before_at: str
    paged_at: str
    end_at: str
    before: str
    paged: str
    end: str
    hops: tuple[Hop, ...]
    words: str


class Figure(Value, frozen=True, kw_only=True):
    """A number with its name."""

    name: str
    value: str


class Story(Value, frozen=True, kw_only=True):
    """The outage as it really ran."""

    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    route: Route | None


class Step(Value, frozen=True, kw_only=True):
    """One line of the player's. `notable`: it told, changed or said something."""

    n: int
    at: str
    host: str
    line: str
    kind: Kind
    told: str
    bits: float
    before: int
    after: int
    gone: tuple[Reason, ...] = ()
    shows: tuple[str, ...] = ()
    notable: bool = False


class ParStep(Value, frozen=True, kw_only=True):
    """One line of par, what it tells, and how many suspects it leaves."""

    line: str
    bits: float
    left: int


class Mark(Value, frozen=True, kw_only=True):
    """A moment on the way: the line at or after which it came, and what it was."""

    n: int
    text: str


class Curve(Value, frozen=True, kw_only=True):
    """Bits left before the first line, after each line, and after each of par's; the same in words."""

    start: float
    left: tuple[float, ...]
    par: tuple[float, ...]
    words: str
    par_words: str
    marks: tuple[Mark, ...] = ()


class Path(Value, frozen=True, kw_only=True):
    """The player's way beside par."""

    steps: tuple[Step, ...]
    par: tuple[ParStep, ...]
    curve: Curve
    words: str
    folded: bool


class Beside(Value, frozen=True, kw_only=True):
    """The author's claim beside a sentence of the player's, and what became of it."""

    kind: str
    statement: str
    verdict: str
    tone: Tone
    seen: str = ""
    again: bool = False
    """It stands beside an earlier sentence already; `statement` is not repeated there."""


class Sentence(Value, frozen=True, kw_only=True):
    """One sentence of the explanation with its verdict."""

    n: int
    part: str
    text: str
    mark: str
    tone: Tone
    verdict: str
    reason: str = ""
    beside: tuple[Beside, ...] = ()


class Evidence(Value, frozen=True, kw_only=True):
    """Something that was on the screen, and where."""

    what: str
    lines: str


class Calibration(Value, frozen=True, kw_only=True):
    """Confidence against support, in words and in percent; `notes` are rivals and unknowns worth a word."""

    said: str
    said_share: int | None
    supported: str
    supported_share: int
    words: str
    notes: tuple[str, ...] = ()


class Explained(Value, frozen=True, kw_only=True):
    """The explanation, annotated. `given` False: none was handed in."""

    given: bool
    sentences: tuple[Sentence, ...] = ()
    more: int = 0
    not_said: tuple[Beside, ...] = ()
    unused: tuple[Evidence, ...] = ()
    unseen: tuple[str, ...] = ()
    calibration: Calibration | None = None
    flags: tuple[str, ...] = ()
    review: str = ""


class Said(Value, frozen=True, kw_only=True):
    """A thought, a prediction, a strike, a hint or a look back: its words, and what became of it."""

    n: int
    text: str
    tone: Tone
    verdict: str


class Answered(Value, frozen=True, kw_only=True):
    """A follow-up question with the player's answer and the verdict on it."""

    ask: str
    answer: str
    tone: Tone
    verdict: str
    because: str = ""
    read: str = ""


class Aside(Value, frozen=True, kw_only=True):
    """What was said and taken on the way."""

    predictions: tuple[Said, ...] = ()
    thoughts: tuple[Said, ...] = ()
    strikes: tuple[Said, ...] = ()
    hints: tuple[Said, ...] = ()
    questions: tuple[Answered, ...] = ()
    reflections: tuple[Said, ...] = ()
    branches: tuple[str, ...] = ()


class LevelText(Value, frozen=True, kw_only=True):
    """One dimension: its level, what that level means, what the next one would be, and why this one."""

    name: str
    title: str
    level: int
    means: str
    next: str
    reasons: tuple[str, ...]
    lines: str = ""


class Levels(Value, frozen=True, kw_only=True):
    """All dimensions, the scores and what held them down."""

    levels: tuple[LevelText, ...]
    scores: tuple[Figure, ...]
    caps: tuple[str, ...] = ()


class Onward(Value, frozen=True, kw_only=True):
    """What to take away: study, check at work, keep from happening, play next."""

    topics: tuple[Topic, ...] = ()
    at_work: tuple[str, ...] = ()
    prevention: tuple[str, ...] = ()
    next_cases: tuple[str, ...] = ()
    next_words: str = ""


class Debrief(Value, frozen=True, kw_only=True):
    """The whole debrief, in the order in which it is read."""

    schema: int = SCHEMA
    head: Head
    opening: Opening
    story: Story
    path: Path | None
    explained: Explained
    aside: Aside
    levels: Levels | None
    onward: Onward

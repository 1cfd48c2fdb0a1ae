"""Everything that can happen to a session, as frozen values. A session is the fold of these, in order.

Times are case time. The log is append-only; replaying it reproduces the session byte for byte.
"""

import msgspec

from incidentgame.kernel.instant import Instant

FORMAT = 1
"""Version of the event log's form."""


class Event(msgspec.Struct, frozen=True, tag_field="event", omit_defaults=True):
    """One entry of the log; `at` is the case time it happened."""

    at: Instant


class Started(Event, frozen=True, tag="started"):
    """A case was opened. `digest` identifies the pack's files, `engine` the program's version; `minutes` is
    how long it was to take, 0 for the mode's own."""

    pack: str
    fault: str
    seed: int
    code: str
    digest: str
    engine: str
    format: int = FORMAT
    mode: str = "practice"
    minutes: int = 0


class LineAccepted(Event, frozen=True, tag="line"):
    """A line was entered; it is logged before anything it does is shown.

    `channel` is shell now; api, dns and http are for real clients later. `shell` is the terminal it came
    from (a second one may join), `by` the person.
    """

    n: int
    text: str
    by: str = "player"
    channel: str = "shell"
    shell: str = "main"


class LineDone(Event, frozen=True, tag="done"):
    """A line ended. `sha256` is of what it printed.

    A line that a person (Ctrl-C) or the wall clock ended early is `cut`: what it had printed, the instant,
    and the shell state it left are kept here, because replay cannot find them out again.
    """

    n: int
    exit: int
    sha256: str
    cut: bool = False
    cut_output: str = ""
    interrupted_at: Instant = 0


class Paused(Event, frozen=True, tag="paused"):
    """The case clock stopped."""


class Resumed(Event, frozen=True, tag="resumed"):
    """The case clock runs again."""


class Suspended(Event, frozen=True, tag="suspended"):
    """The player left; the session can be taken up later."""


class Ended(Event, frozen=True, tag="ended"):
    """The case is over: `solved` (the player said so), `gave-up`, or `restarted`."""

    why: str


class CaseScored(Event, frozen=True, tag="scored"):
    """What a case that had ended earned then, kept beside its lines; replay does without.

    `scores` are dimensions and totals by name, `claims` the verdict of each claim. `rules` identifies the
    scoring they were made by, `engine` the program's version.
    """

    scores: dict[str, int | None]
    claims: dict[str, str]
    engine: str
    rules: str


class Rewound(Event, frozen=True, tag="rewound"):
    """The line before went back to line `to` (0: the page) as branch number `branch`; `at` is that instant.

    What follows are lines `to` + 1 and on. Replay takes the jump from the line itself; this is for those who
    read the log without playing it.
    """

    to: int
    branch: int


AnyEvent = Started | LineAccepted | LineDone | Paused | Resumed | Suspended | Ended | Rewound | CaseScored


def encode(event: AnyEvent) -> bytes:
    """One event as one line of JSON."""
    return msgspec.json.encode(event)


def decode(line: bytes) -> AnyEvent:
    """The event of a line; msgspec.ValidationError or DecodeError when it is none."""
    try:
        event: AnyEvent = msgspec.json.decode(line, type=AnyEvent)
    except (UnicodeDecodeError, TypeError) as error:  # a damaged file gives any bytes, or none
        raise msgspec.DecodeError(str(error)) from error
    return event

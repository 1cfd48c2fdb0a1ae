"""Reading log events: filter-log-events across streams, get-log-events of one (times in ms, INV-25)."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from itertools import islice
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.api.logs.groups import group_named
from incidentgame.kernel.instant import HOUR
from incidentgame.world.change import Call
from incidentgame.world.state import Doc
from incidentgame.world.view import View
from incidentgame.world.watching.logs.events import LogEvent, backwards, forwards
from incidentgame.world.watching.logs.filters import PatternError, compiled

_MOST = 10_000
_LONGEST_SCAN = 24 * HOUR
"""One call looks through this much at most and then gives a token (house rule; AWS: about 1 MB)."""


def filter_log_events(view: View, call: Call) -> Answer:
    """Events of a group that match a pattern, oldest first."""
    request = call.request
    doc = group_named(view, call)
    start, end = int(request.get("startTime") or 0), int(request.get("endTime") or view.now + 1)
    start, skip = _resumed(request.get("nextToken"), max(start, view.account.begins))
    limit = min(int(request.get("limit") or _MOST), _MOST)
    stop = min(end, start + _LONGEST_SCAN)
    hits = islice(_hits(view, doc, request, start, stop), skip, skip + limit + 1)
    found = list(hits)
    response: dict[str, Any] = {
        "events": [_shown(event) for event in found[:limit]],
        "searchedLogStreams": [],
    }
    if len(found) > limit:
        response["nextToken"] = _token(*_place(found, limit, start, skip))
    elif stop < min(end, view.now):
        response["nextToken"] = _token(stop, 0)
    return Answer(response)


def _hits(view: View, doc: Doc, request: Any, start: int, end: int) -> Iterator[LogEvent]:
    try:
        wanted = compiled(str(request.get("filterPattern") or ""))
    except PatternError as wrong:
        raise ApiError("InvalidParameterException", wrong.message) from None
    streams, prefix = request.get("logStreamNames"), str(request.get("logStreamNamePrefix") or "")
    for event in forwards(view, doc, start, end):
        if (
            (not streams or event.stream in streams)
            and event.stream.startswith(prefix)
            and wanted(event.message)
        ):
            yield event


def _place(found: list[LogEvent], limit: int, start: int, skip: int) -> tuple[int, int]:
    """Where the next page begins: an instant, and how many hits of it were shown."""
    at = found[limit].at
    if at == start:
        return at, skip + sum(1 for event in found[:limit] if event.at == at)
    return at, sum(1 for event in found[:limit] if event.at == at)


def _token(at: int, skip: int) -> str:
    return b64encode(f"logs:{at}:{skip}".encode()).decode()


def _resumed(token: Any, start: int) -> tuple[int, int]:
    if not token:
        return start, 0
    try:
        mark, at, skip = b64decode(str(token), validate=True).decode().split(":")
        if mark == "logs":
            return int(at), int(skip)
    except (NotBase64, ValueError):
        pass
    raise ApiError("InvalidParameterException", "The specified nextToken is invalid.")


def _shown(event: LogEvent) -> dict[str, Any]:
    return {
        "logStreamName": event.stream,
        "timestamp": event.at,
        "message": event.message,
        "ingestionTime": event.ingested,
        "eventId": event.id,
    }


def get_log_events(view: View, call: Call) -> Answer:
    """Events of one stream: the latest, or from the head."""
    request = call.request
    doc, stream = group_named(view, call), request.get("logStreamName")
    limit = min(int(request.get("limit") or _MOST), _MOST)
    start = int(request.get("startTime") or view.now - 6 * HOUR)
    end = int(request.get("endTime") or view.now + 1)
    direction, _, mark = str(request.get("nextToken") or "").partition("/")
    at = int(mark) if mark.isdigit() else 0
    if at and direction == "f":
        start = at + 1
    if at and direction == "b":
        end = at
    head = request.get("startFromHead") or (at and direction == "f")
    order = forwards if head else backwards
    of_stream = (event for event in order(view, doc, start, end) if event.stream == stream)
    found = sorted(islice(of_stream, limit), key=lambda event: (event.at, event.serial))
    if not found and not _exists(view, doc, str(stream)):
        raise ApiError("ResourceNotFoundException", "The specified log stream does not exist.")
    first, last = (found[0].at, found[-1].at) if found else (at or start, at or start)
    events = [
        {k: v for k, v in _shown(e).items() if k in ("timestamp", "message", "ingestionTime")} for e in found
    ]
    return Answer(
        {"events": events, "nextForwardToken": f"f/{last:056d}", "nextBackwardToken": f"b/{first:056d}"}
    )


def _exists(view: View, doc: Doc, stream: str) -> bool:
    recent = backwards(view, doc, view.now - 6 * HOUR, view.now)
    return any(event.stream == stream for event in islice(recent, 5_000))


HANDLERS: dict[str, Handler] = {"FilterLogEvents": filter_log_events, "GetLogEvents": get_log_events}

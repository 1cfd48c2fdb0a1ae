"""Logs Insights: start-query takes seconds, results are text (INV-25)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.api.logs.groups import group_called
from incidentgame.kernel.instant import SECOND
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, Put
from incidentgame.world.view import View
from incidentgame.world.watching.logs.events import LogEvent, backwards
from incidentgame.world.watching.logs.insights import parse, run
from incidentgame.world.watching.logs.language import MalformedError

_TAKES = SECOND
_MOST_EVENTS = 150_000
"""A query over more events than this times out (house rule)."""


def start_query(view: View, call: Call) -> Answer:
    """Begin a query; it is read at once, so a malformed one is refused here."""
    request = call.request
    given = (
        request.get("logGroupNames") or request.get("logGroupIdentifiers") or [request.get("logGroupName")]
    )
    names = [str(group_called(view, call.region, str(name or ""))["logGroupName"]) for name in given]
    text = str(request.get("queryString", ""))
    _checked(text)
    start, end = _milliseconds(request["startTime"]), _milliseconds(request["endTime"])
    if start > end:
        raise ApiError(
            "MalformedQueryException",
            "Query's end date and time is either before the log groups "
            "creation time or exceeds the log groups log retention settings",
        )
    id = view.dice.uuid("query", view.now, text, len(view.world.table(kinds.LOG_QUERY)))
    doc = {
        "queryId": id,
        "queryString": text,
        "logGroupNames": names,
        "startTime": start,
        "endTime": end,
        "limit": request.get("limit"),
        "startedAt": view.now,
        "region": call.region,
    }
    return Answer({"queryId": id}, (Put(kinds.LOG_QUERY, id, doc),))


def _milliseconds(given: Any) -> int:
    """Seconds, as the API has them; milliseconds given by mistake lie far in the future, as with AWS."""
    return int(given) * 1000


def _checked(text: str) -> None:
    try:
        parse(text)
    except MalformedError as wrong:
        where = text[: wrong.position]
        line, column = where.count("\n") + 1, len(where) - where.rfind("\n")
        raise ApiError(
            "MalformedQueryException", f"{wrong.what} at line {line} and position {column}"
        ) from None


def _query(view: View, call: Call) -> Doc:
    doc = view.world.find(kinds.LOG_QUERY, str(call.request.get("queryId")))
    if doc is None:
        raise ApiError("ResourceNotFoundException", f"Query with id {call.request.get('queryId')} not found")
    return doc


def get_query_results(view: View, call: Call) -> Answer:
    """The rows once the query is done; about a second after its start."""
    doc = _query(view, call)
    if view.now < doc["startedAt"] + _TAKES:
        return Answer(
            {"queryLanguage": "CWLI", "results": [], "statistics": _statistics(0, 0, 0), "status": "Running"}
        )
    events = list(islice(_events(view, doc), _MOST_EVENTS + 1))
    if len(events) > _MOST_EVENTS:
        done = _statistics(0, len(events), sum(len(e.message) for e in events))
        return Answer({"queryLanguage": "CWLI", "results": [], "statistics": done, "status": "Timeout"})
    query = parse(doc["queryString"])
    found = run(query, f"{view.account.id}:{doc['logGroupNames'][0]}", events)
    rows = found.rows[: int(doc["limit"])] if doc.get("limit") else found.rows
    statistics = _statistics(found.matched, len(events), sum(len(event.message) for event in events))
    results = [[{"field": name, "value": value} for name, value in row] for row in rows]
    return Answer(
        {"queryLanguage": "CWLI", "results": results, "statistics": statistics, "status": "Complete"}
    )


def _events(view: View, doc: Doc) -> Iterator[LogEvent]:
    groups = [group_called(view, doc["region"], name) for name in doc["logGroupNames"]]
    start, end = doc["startTime"], min(doc["endTime"] + 1, doc["startedAt"])
    if len(groups) == 1:
        yield from backwards(view, groups[0], start, end)
        return
    merged = [event for group in groups for event in islice(backwards(view, group, start, end), _MOST_EVENTS)]
    yield from sorted(merged, key=lambda event: -event.at)


def _statistics(matched: int, scanned: int, size: int) -> Mapping[str, float]:
    return {"recordsMatched": float(matched), "recordsScanned": float(scanned), "bytesScanned": float(size)}


def describe_queries(view: View, call: Call) -> Answer:
    """Queries of the session, newest first."""
    wanted = call.request.get("logGroupName")
    docs = [d for d in view.world.all(kinds.LOG_QUERY) if wanted in (None, d["logGroupNames"][0])]
    items = [
        {
            "queryLanguage": "CWLI",
            "queryId": doc["queryId"],
            "queryString": doc["queryString"],
            "status": "Complete" if view.now >= doc["startedAt"] + _TAKES else "Running",
            "createTime": doc["startedAt"],
            "logGroupName": doc["logGroupNames"][0],
        }
        for doc in reversed(docs)
    ]
    return Answer({"queries": items})


def stop_query(view: View, call: Call) -> Answer:
    """Nothing runs long enough to be stopped."""
    _query(view, call)
    raise ApiError("InvalidParameterException", "Query is not running.")


HANDLERS: dict[str, Handler] = {
    "StartQuery": start_query,
    "GetQueryResults": get_query_results,
    "DescribeQueries": describe_queries,
    "StopQuery": stop_query,
}

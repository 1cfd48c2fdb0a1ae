"""`aws logs tail GROUP`: the last ten minutes of a log group, and what follows."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from incidentgame.commands.aws import calling, moments, settings
from incidentgame.commands.aws.backend import AwsResult, Backend, Interrupted
from incidentgame.commands.aws.errors import CliError, unknown_words
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.parser import CommandParser
from incidentgame.kernel.instant import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Instant,
    from_datetime,
    to_datetime,
)

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_RELATIVE = re.compile(r"(\d+)([smhdw])$")
_POLL = 5 * SECOND
_FOLLOW_LIMIT = 10 * MINUTE
"""How long --follow follows without Ctrl-C: a line must end (house rule)."""

OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--since", {"default": "10m"}),
    ("--follow", {"action": "store_true"}),
    ("--format", {"default": "detailed", "choices": ("detailed", "short", "json")}),
    ("--filter-pattern", {}),
    ("--log-stream-names", {"nargs": "+"}),
    ("--log-stream-name-prefix", {}),
)


def tail(words: Sequence[str], options: Globals, backend: Backend) -> AwsResult:
    """Events since `--since`; with --follow also new ones, until Ctrl-C or for ten minutes."""
    if list(words) == ["help"]:
        from incidentgame.commands.aws.help import tail as tail_help

        return AwsResult(tail_help())
    parser = CommandParser()
    parser.add_argument("group_name")
    for name, setting in OPTIONS:
        parser.add_argument(name, **setting)
    space, rest = parser.parse_known_args(list(words))
    if rest:
        raise unknown_words(rest)
    settings.check_region(options.region, "logs")
    request = _request(vars(space), backend.now)
    show = _FORMATS[space.format]
    written: list[str] = []
    events = _Tail(options, backend, request)
    for event in events.follow() if space.follow else events.once():
        written.append(show(event).rstrip() + "\n")
    return AwsResult("".join(written))


def _request(given: Mapping[str, Any], now: Instant) -> dict[str, Any]:
    request: dict[str, Any] = {"logGroupName": given["group_name"], "interleaved": True}
    request["startTime"] = since(given["since"], now)
    for key, member in (
        ("filter_pattern", "filterPattern"),
        ("log_stream_names", "logStreamNames"),
        ("log_stream_name_prefix", "logStreamNamePrefix"),
    ):
        if given[key] is not None:
            request[member] = given[key]
    return request


def since(text: str, now: Instant) -> Instant:
    """`10m`, `2h`, `1d` … before now, or a timestamp; CliError when it is neither."""
    relative = _RELATIVE.match(text)
    try:
        if relative:
            start = now - int(relative[1]) * _UNITS[relative[2]]
            return from_datetime(to_datetime(start))
        return from_datetime(moments.read(text, now))
    except (ValueError, OverflowError) as problem:
        raise CliError(f'Invalid timestamp "{text}": {problem}') from None


@dataclass
class _Tail:
    options: Globals
    backend: Backend
    request: dict[str, Any]
    seen: set[str] = field(default_factory=set)

    def once(self) -> Iterator[Mapping[str, Any]]:
        """Every page of what is there now."""
        token = None
        while True:
            request = self.request | ({"nextToken": token} if token else {})
            page = calling.call("logs", "FilterLogEvents", request, self.options, self.backend)
            yield from page.get("events", ())
            token, last = page.get("nextToken"), token
            if not token or token == last:
                return

    def follow(self) -> Iterator[Mapping[str, Any]]:
        """What is there, then what comes, polled every five seconds of case time."""
        end = self.backend.now + _FOLLOW_LIMIT
        while True:
            for event in self.once():
                if self._new(event):
                    yield event
            if self.backend.now >= end or not self._slept():
                return

    def _new(self, event: Mapping[str, Any]) -> bool:
        key = str(event.get("eventId", (event.get("timestamp"), event.get("message"))))
        if key in self.seen:
            return False
        self.seen.add(key)
        self.request["startTime"] = max(self.request["startTime"], event["timestamp"])
        return True

    def _slept(self) -> bool:
        try:
            self.backend.wait(_POLL)
        except Interrupted:
            return False
        return True


def _detailed(event: Mapping[str, Any]) -> str:
    return f"{_stamp(event)} {event['logStreamName']} {event['message']}"


def _short(event: Mapping[str, Any]) -> str:
    return f"{to_datetime(event['timestamp']):%Y-%m-%dT%H:%M:%S} {event['message']}"


def _pretty(event: Mapping[str, Any]) -> str:
    message = event["message"]
    with suppress(ValueError, RecursionError):
        message = "\n" + json.dumps(json.loads(message), indent=4)
    when = to_datetime(event["timestamp"]).isoformat()
    return f"{when} {event['logStreamName']} {message}"


def _stamp(event: Mapping[str, Any]) -> str:
    return to_datetime(event["timestamp"]).isoformat(timespec="microseconds")


_FORMATS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "detailed": _detailed,
    "short": _short,
    "json": _pretty,
}

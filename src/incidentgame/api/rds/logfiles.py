"""The server's log files, one an hour."""

from incidentgame.api.answer import Answer
from incidentgame.api.errors import ApiError
from incidentgame.api.rds.clusters import instance, members_of
from incidentgame.kernel.instant import DAY, HOUR, Instant, to_datetime
from incidentgame.world.change import Call
from incidentgame.world.database.serverlog import text
from incidentgame.world.state import Doc
from incidentgame.world.view import View

_KEPT = 3 * DAY


def _hours(view: View) -> dict[str, Instant]:
    """Log file name → the hour it begins with, oldest first."""
    first = view.now - view.now % HOUR - _KEPT + HOUR
    begins = max(first, view.account.begins - view.account.begins % HOUR)
    return {
        f"error/postgresql.log.{to_datetime(at):%Y-%m-%d-%H%M}": at
        for at in range(begins, view.now + 1, HOUR)
    }


def describe_log_files(view: View, call: Call) -> Answer:
    """Name, size and last writing of each file."""
    doc = instance(view, call.request.get("DBInstanceIdentifier"))
    wanted = str(call.request.get("FilenameContains") or "")
    found: list[Doc] = []
    for name, at in _hours(view).items():
        content = text(view, str(doc["DBInstanceIdentifier"]), at, min(at + HOUR, view.now))
        if wanted in name:
            written = min(at + HOUR, view.now)
            found.append({"LogFileName": name, "LastWritten": written, "Size": len(content.encode())})
    return members_of(found, call.request, "DescribeDBLogFiles")


def download_portion(view: View, call: Call) -> Answer:
    """The end of a log file: as many lines as asked for, or all."""
    doc = instance(view, call.request.get("DBInstanceIdentifier"))
    name = str(call.request.get("LogFileName", ""))
    at = _hours(view).get(name)
    if at is None:
        raise ApiError("DBLogFileNotFoundFault", f"DBLog File: {name}, is not found on the DB instance", 404)
    lines = text(view, str(doc["DBInstanceIdentifier"]), at, min(at + HOUR, view.now)).splitlines(
        keepends=True
    )
    asked = int(call.request.get("NumberOfLines") or 0)
    shown = "".join(lines[-asked:] if asked else lines)
    return Answer({"LogFileData": shown, "Marker": str(len(shown)), "AdditionalDataPending": False})

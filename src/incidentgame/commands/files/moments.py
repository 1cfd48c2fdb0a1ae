"""Dates as people give them to `date -d` and `touch -d`: absolute, relative, and both together."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from incidentgame.kernel.instant import Instant, from_datetime, to_datetime


class BadMoment(Exception):  # noqa: N818 - reported to the player
    """The text is no date; the message is what `date` prints after its name."""


_UNITS = {"sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86400}
_UNITS |= {"week": 604800, "fortnight": 1209600}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1}

_EPOCH = re.compile(r"@(-?\d+)(?:\.(\d+))?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"t?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm)?")
_ZONE = re.compile(r"(?:utc|gmt|z)\b|([+-])(\d{2}):?(\d{2})\b(?!\s*[a-z])")
_RELATIVE = re.compile(
    r"([+-]?\s*\d+|an?|next|last)?\s*(sec|min|second|minute|hour|day|week|fortnight|month|year)s?\b(\s+ago)?"
)
_DAY_MONTH = re.compile(
    r"(\d{1,2})[ /-]([a-z]{3})[a-z]*(?:[ /:-](\d{4}))?|([a-z]{3})[a-z]*\s+(\d{1,2})(?:,?\s+(\d{4}))?\b(?!:)"
)
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\b")


def parse_moment(text: str, now: Instant) -> Instant:
    """The instant a text means, UTC; BadMoment with `date`'s own words when it means none."""
    reader = _Reader(text.strip().lower(), now)
    try:
        return reader.read()
    except (ValueError, OverflowError) as problem:
        raise BadMoment(f"invalid date '{text}'") from problem


class _Reader:
    """Takes the text apart piece by piece, in any order."""

    def __init__(self, text: str, now: Instant) -> None:
        self._text = text
        self._at = to_datetime(now)
        self._months = 0
        self._delta = timedelta()
        self._offset = timedelta()
        self._dated = False

    def read(self) -> Instant:
        epoch = _EPOCH.fullmatch(self._text)
        if epoch:
            return int(epoch[1]) * 1000 + int((epoch[2] or "0")[:3].ljust(3, "0"))
        if not self._text:
            self._midnight()
        while self._text:
            self._text = self._text.lstrip(" ,\t")
            if self._text and not self._piece():
                raise ValueError(self._text)
        moment = _months_later(self._at, self._months) + self._delta - self._offset
        return from_datetime(moment)

    def _piece(self) -> bool:
        """Take one piece off the front; order matters where one form begins like another."""
        return self._date() or self._time() or self._zone() or self._word() or self._relative()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text)
        if found:
            self._text = self._text[found.end() :]
        return found

    def _date(self) -> bool:
        if found := self._take(_ISO_DATE) or self._take(_COMPACT):
            return self._set(int(found[1]), int(found[2]), int(found[3]))
        if found := self._take(_US):
            return self._set(int(found[3]), int(found[1]), int(found[2]))
        found = _DAY_MONTH.match(self._text)
        month = (found[2] or found[4]) if found else ""
        if not found or month not in _MONTHS:
            return False
        self._text = self._text[found.end() :]
        year = found[3] or found[6] or str(self._at.year)
        return self._set(int(year), _MONTHS.index(month) + 1, int(found[1] or found[5]))

    def _set(self, year: int, month: int, day: int) -> bool:
        self._at = self._at.replace(year=year, month=month, day=day)
        if not self._dated:
            self._midnight()
        self._dated = True
        return True

    def _time(self) -> bool:
        found = self._take(_TIME)
        if not found:
            return False
        hour = int(found[1]) % 12 + (12 if found[5] == "pm" else 0) if found[5] else int(found[1])
        micros = int((found[4] or "0")[:6].ljust(6, "0"))
        self._at = self._at.replace(
            hour=hour, minute=int(found[2]), second=int(found[3] or 0), microsecond=micros
        )
        self._dated = True
        return True

    def _zone(self) -> bool:
        found = self._take(_ZONE) if self._dated or self._text[:3] in ("utc", "gmt") else None
        if found and found[1]:
            sign = 1 if found[1] == "+" else -1
            self._offset = sign * timedelta(hours=int(found[2]), minutes=int(found[3]))
        return found is not None

    def _word(self) -> bool:
        found = re.match(r"[a-z]+", self._text)
        word = found.group() if found else ""
        if word in _NAMED:
            self._delta += timedelta(days=_NAMED[word])
        elif word == "midnight":
            self._midnight()
        elif word == "noon":
            self._midnight()
            self._at = self._at.replace(hour=12)
        elif word[:3] in _DAYS and len(word) > 2 and word not in ("month", "second"):
            self._weekday(_DAYS.index(word[:3]))
        else:
            return False
        self._text = self._text[len(word) :]
        return True

    def _weekday(self, wanted: int) -> None:
        if not self._dated:
            self._midnight()
            self._delta += timedelta(days=(wanted - self._at.weekday()) % 7)

    def _relative(self) -> bool:
        found = self._take(_RELATIVE)
        if not found:
            return False
        words = {None: 1, "a": 1, "an": 1, "next": 1, "last": -1}
        count = words[found[1]] if found[1] in words else int(found[1].replace(" ", ""))
        count = -count if found[3] else count
        if found[2] in ("month", "year"):
            self._months += count * (12 if found[2] == "year" else 1)
        else:
            self._delta += timedelta(seconds=count * _UNITS[found[2]])
        return True

    def _midnight(self) -> None:
        self._at = self._at.replace(hour=0, minute=0, second=0, microsecond=0)


def _months_later(at: datetime, months: int) -> datetime:
    """Month arithmetic as mktime does it: 31 January + 1 month overflows into March."""
    if not months:
        return at
    index = at.year * 12 + at.month - 1 + months
    year, month = divmod(index, 12)
    over = max(0, at.day - monthrange(year, month + 1)[1])
    kept = datetime(year, month + 1, at.day - over, at.hour, at.minute, at.second, at.microsecond, UTC)
    return kept + timedelta(days=over)

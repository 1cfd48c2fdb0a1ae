"""What a name server or resolver answers."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from incidentgame.kernel.instant import Millis

Rcode = Literal["NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED"]


class Record(NamedTuple):
    """One resource record of class IN: absolute name, seconds to live, type, data as dig prints it."""

    name: str
    ttl: int
    type: str
    rdata: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """An answer. `server` is the address asked; `ms` how long it took.

    `aa` and `ra` are the header flags (authoritative, recursion available). `failure` is empty, or
    `timeout`, `refused` or `unreachable` when no answer came at all; `rcode` then means nothing.
    """

    rcode: Rcode
    answers: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    additional: tuple[Record, ...] = ()
    server: str = ""
    aa: bool = False
    ra: bool = False
    ms: Millis = 0
    failure: str = ""

    @property
    def kind(self) -> str:
        """answer, NODATA, NXDOMAIN, SERVFAIL, REFUSED, referral or none (aws-request-path §1.5)."""
        if self.failure:
            return "none"
        if self.rcode != "NOERROR" or self.answers:
            return "answer" if self.answers else self.rcode
        return "referral" if any(r.type == "NS" for r in self.authority) else "NODATA"


def negative_ttl(soa: Record) -> int:
    """How long "no" may be kept: the lesser of the SOA's TTL and its minimum (aws-request-path §1.5)."""
    return min(soa.ttl, int(soa.rdata.split()[-1]))


def lifetime(answer: Resolution) -> int:
    """Seconds a cache keeps this answer; failures are kept 5 s (house rule)."""
    if answer.answers:
        return min(record.ttl for record in answer.answers)
    soa = next((record for record in answer.authority if record.type == "SOA"), None)
    return negative_ttl(soa) if soa else 5

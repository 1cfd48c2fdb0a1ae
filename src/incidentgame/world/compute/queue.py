"""A capacity queue: servers, offered load, and how many give up waiting (M/M/c with a deadline).

Used for a pool of database connections: requests arrive at a rate, hold a server for a service time, and
those still waiting after a limit are refused. The refused never hold a server, so the share of them rises
smoothly through saturation (Barrer 1957, "Queuing with impatient customers").
"""

from dataclasses import dataclass

from incidentgame.world.walk.ask import WHOLE

_HALVINGS = 24
_LARGEST = 60.0


@dataclass(frozen=True, slots=True)
class Queue:
    """`servers` free for these requests; `rate` in thousandths of requests per second; times in ms."""

    servers: int
    rate: int
    service_ms: int
    patience_ms: int

    @property
    def offered(self) -> float:
        """Load in servers kept busy (Erlangs)."""
        return self.rate / 1000 * self.service_ms / 1000

    def refused(self) -> int:
        """The share that waits longer than the patience, in parts per million.

        Without a server everybody waits in vain. Rounded so that no machine's last digit shows.
        """
        if self.servers <= 0:
            return WHOLE
        if self.offered <= 0:
            return 0
        return round(self._lost() * 10_000) * 100

    def _lost(self) -> float:
        """Of all requests, the share whose wait would outlast the patience.

        Weights of the states, relative to "every server busy, nobody waiting longer": some server free,
        a wait within the patience, a wait beyond it.
        """
        room = self.patience_ms / self.service_ms
        excess = (self.offered - self.servers) * room
        fading = _exponential(-abs(excess))
        spread = (1 - fading) / abs(excess) if excess else 1.0
        free, within = 1 / self._blocked() - 1, self.servers * room * spread
        if excess > 0:
            return 1 / (free * fading + within + 1)
        return fading / (free + within + fading)

    def _blocked(self) -> float:
        """Erlang B: the share that would find every server busy if nobody could wait."""
        blocked = 1.0
        for servers in range(1, self.servers + 1):
            blocked = self.offered * blocked / (servers + self.offered * blocked)
        return max(blocked, 1e-300)


def _exponential(power: float) -> float:
    """e to a power ≤ 0 by multiplications only, so that every machine finds the same digits."""
    if power < -_LARGEST:
        return 0.0
    value = 1 + power / (1 << _HALVINGS)
    for _ in range(_HALVINGS):
        value *= value
    return value

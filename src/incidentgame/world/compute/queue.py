"""A capacity queue: servers, offered load, and how many give up waiting (Erlang C, M/M/c).

Used for a pool of database connections: requests arrive at a rate, hold a server for a service time, and
those still waiting after a limit are refused.
"""

from dataclasses import dataclass

from incidentgame.world.walk.ask import WHOLE


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

        Without a server everybody waits in vain. Over capacity, what exceeds it does; under it, the tail
        of the waiting time, rounded so that no machine's last digit shows.
        """
        if self.servers <= 0:
            return WHOLE
        if self.offered >= self.servers:
            return min(WHOLE, round((1 - self.servers / self.offered) * WHOLE))
        return round(self._waits() * self._outlasts() * 10_000) * 100

    def _waits(self) -> float:
        """Erlang C: the share that finds every server busy."""
        blocked = 1.0
        for servers in range(1, self.servers + 1):
            blocked = self.offered * blocked / (servers + self.offered * blocked)
        busy = self.offered / self.servers
        return blocked / (1 - busy + busy * blocked)

    def _outlasts(self) -> float:
        """Of those who wait, the share whose wait exceeds the patience: an exponential tail."""
        spare = (self.servers - self.offered) / self.service_ms * self.patience_ms
        steps = 64
        return float((1 - min(1.0, spare / steps)) ** steps)

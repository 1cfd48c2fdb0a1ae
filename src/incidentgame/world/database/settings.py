"""The server's settings: Aurora's own, and those the cluster's parameter group sets."""

from dataclasses import dataclass

from incidentgame.world import kinds
from incidentgame.world.state import World, sim

STATIC = frozenset(
    ("max_connections", "shared_buffers", "superuser_reserved_connections", "max_worker_processes")
)
"""Settings that change with a restart only."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `value` is in `unit`, `shown` is what SHOW prints."""

    name: str
    value: str
    unit: str
    category: str
    text: str

    @property
    def data_type(self) -> str:
        """The parameter's type as RDS names it."""
        if self.value in ("on", "off"):
            return "boolean"
        return "integer" if self.value.lstrip("-").isdigit() else "string"

    @property
    def shown(self) -> str:
        """The value in the largest unit that divides it, as SHOW has it."""
        if not self.unit or not self.value.isdigit() or int(self.value) == 0:
            return self.value
        return _scaled(int(self.value), self.unit)


_STEPS = {
    "ms": (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)),
    "s": (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)),
    "kB": (("TB", 1 << 30), ("GB", 1 << 20), ("MB", 1 << 10), ("kB", 1)),
    "8kB": (("TB", 1 << 27), ("GB", 1 << 17), ("MB", 1 << 7)),
}


def _scaled(number: int, unit: str) -> str:
    for name, size in _STEPS.get(unit, ()):
        if number % size == 0:
            return f"{number // size}{name}"
    return f"{number * 8}kB" if unit == "8kB" else f"{number}{unit}"


_CONNECTIONS = "Connections and Authentication / Connection Settings"
_BEHAVIOUR = "Client Connection Defaults / Statement Behavior"
_LOGGING = "Reporting and Logging / When to Log"
_MEMORY = "Resource Usage / Memory"
_BASE = f"""
application_name|||Reporting and Logging / What to Log|Sets the application name to be reported in statistics and logs.
autovacuum|on||Autovacuum|Starts the autovacuum subprocess.
deadlock_timeout|1000|ms|Lock Management|Sets the time to wait on a lock before checking for deadlock.
default_transaction_isolation|read committed||{_BEHAVIOUR}|Sets the transaction isolation level of each new transaction.
default_transaction_read_only|off||{_BEHAVIOUR}|Sets the default read-only status of new transactions.
effective_cache_size|1280000|8kB|Query Tuning / Planner Cost Constants|Sets the planner's assumption about the total size of the data caches.
idle_in_transaction_session_timeout|0|ms|{_BEHAVIOUR}|Sets the maximum allowed idle time between queries, when in a transaction.
idle_session_timeout|0|ms|{_BEHAVIOUR}|Sets the maximum allowed idle time between queries, when not in a transaction.
listen_addresses|*||{_CONNECTIONS}|Sets the host name or IP address(es) to listen to.
lock_timeout|0|ms|{_BEHAVIOUR}|Sets the maximum allowed duration of any wait for a lock.
log_lock_waits|off||Reporting and Logging / What to Log|Logs long lock waits.
log_min_duration_statement|-1|ms|{_LOGGING}|Sets the minimum execution time above which all statements will be logged.
log_statement|none||Reporting and Logging / What to Log|Sets the type of statements logged.
maintenance_work_mem|262144|kB|{_MEMORY}|Sets the maximum memory to be used for maintenance operations.
max_connections|200||{_CONNECTIONS}|Sets the maximum number of concurrent connections.
max_parallel_workers_per_gather|2||Resource Usage / Asynchronous Behavior|Sets the maximum number of parallel processes per executor node.
max_worker_processes|8||Resource Usage / Asynchronous Behavior|Maximum number of concurrent worker processes.
port|5432||{_CONNECTIONS}|Sets the TCP port the server listens on.
random_page_cost|4||Query Tuning / Planner Cost Constants|Sets the planner's estimate of the cost of a nonsequentially fetched disk page.
search_path|"$user", public||{_BEHAVIOUR}|Sets the schema search order for names that are not schema-qualified.
server_encoding|UTF8||Preset Options|Shows the server (database) character set encoding.
server_version|15.12||Preset Options|Shows the server version.
shared_buffers|1310720|8kB|{_MEMORY}|Sets the number of shared memory buffers used by the server.
ssl|on||Connections and Authentication / SSL|Enables SSL connections.
statement_timeout|0|ms|{_BEHAVIOUR}|Sets the maximum allowed duration of any statement.
superuser_reserved_connections|3||{_CONNECTIONS}|Sets the number of connection slots reserved for superusers.
tcp_keepalives_idle|300|s|{_CONNECTIONS}|Time between issuing TCP keepalives.
TimeZone|UTC||Client Connection Defaults / Locale and Formatting|Sets the time zone for displaying and interpreting time stamps.
transaction_isolation|read committed||{_BEHAVIOUR}|Sets the current transaction's isolation level.
transaction_read_only|off||{_BEHAVIOUR}|Sets the current transaction's read-only status.
work_mem|4096|kB|{_MEMORY}|Sets the maximum memory to be used for query workspaces.
"""  # noqa: E501 one setting a line: name, value, unit, category, description

_TIMES = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


def settings(world: World, cluster: str, *, pending: bool = False) -> list[Setting]:
    """Every setting of a cluster by name; with `pending` also what a restart will bring."""
    part = sim(world.find(kinds.DATABASE, cluster) or {})
    given = {**part.get("settings", {}), **(part.get("pending", {}) if pending else {})}
    return [_with(one, given.get(one.name)) for one in _base()]


def _base() -> list[Setting]:
    rows = (line.split("|") for line in _BASE.strip().splitlines())
    return [Setting(name, value, unit, category, text) for name, value, unit, category, text in rows]


def _with(setting: Setting, value: object) -> Setting:
    """The setting with the value somebody gave, in its own unit."""
    if value is None:
        return setting
    text = normal(str(value), setting.unit)
    return Setting(setting.name, text, setting.unit, setting.category, setting.text)


def normal(value: str, unit: str) -> str:
    """`2s` as 2000 when the unit is ms; other values as they are."""
    digits = value.rstrip("abcdefghijklmnopqrstuvwxyzMGBT").strip()
    suffix = value[len(digits) :].strip()
    if unit in ("ms", "s") and suffix in _TIMES and digits.isdigit():
        return str(int(digits) * _TIMES[suffix] // _TIMES[unit])
    return value

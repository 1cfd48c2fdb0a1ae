"""A flow is a class of background requests: who asks for what, how often, and what they do on failure."""

import msgspec

_FLAT_DAY = tuple([100] * 24)


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One class of requests.

    `share_permille` is its part of the pack's total rate. `paths` may hold `{n}`, replaced by a number below
    `objects`. `authenticated` puts the viewer's token into the cache key, so no two viewers share an answer.
    `db`: the route borrows a database connection. `retries` is how many more times a failing client tries,
    `retry_share_permille` how many of the clients do. `daily` is the rate of each UTC hour in percent.
    `body_bytes` is the usual size of a good answer, `service_ms` the app's usual time for it.
    """

    id: str
    name: str
    share_permille: int
    method: str = "GET"
    host: str = ""
    paths: tuple[str, ...] = ("/",)
    query: str = ""
    objects: int = 400
    cached: bool = False
    cache_seconds: int = 60
    authenticated: bool = False
    db: bool = True
    service_ms: int = 40
    body_bytes: int = 900
    request_bytes: int = 0
    retries: int = 0
    retry_share_permille: int = 1000
    user_agents: tuple[str, ...] = ("Mozilla/5.0",)
    referer: str = "-"
    daily: tuple[int, ...] = _FLAT_DAY


class TrafficPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All flows of a world. `per_second` is their rate at 100 % of the daily shape, without retries."""

    per_second: int
    flows: tuple[Flow, ...]
    pops: tuple[str, ...] = ("FRA60-P4", "AMS58-P2", "LHR50-P3")

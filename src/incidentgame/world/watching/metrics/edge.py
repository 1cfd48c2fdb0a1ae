"""AWS/CloudFront: us-east-1 only, dimension Region=Global (aws-request-path §2.7, api-503-aws §1.6)."""

from collections.abc import Callable, Sequence

from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.world import kinds
from incidentgame.world.path import EdgeHop, Path
from incidentgame.world.state import sim
from incidentgame.world.view import View
from incidentgame.world.watching.metrics.model import Definition, Dimensions, Minutes, Sampler, counted

_NAMESPACE = "AWS/CloudFront"
Test = Callable[[EdgeHop], bool]


def _of(dimensions: Dimensions, hop: EdgeHop) -> bool:
    wanted = dimensions.get("DistributionId", hop.distribution)
    return wanted == hop.distribution and dimensions.get("FunctionName", hop.function) == hop.function


def _counter(test: Test) -> Sampler:
    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        def where(path: Path) -> bool:
            hop = path.edge
            return hop is not None and _of(dimensions, hop) and test(hop)

        return counted(view.traffic.counts(start, end, MINUTE, where))

    return sample


def _rate(test: Test) -> Sampler:
    """A share in percent: its Average over requests; minutes without requests have none."""

    def sample(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
        def keys(path: Path) -> Sequence[str]:
            hop = path.edge
            if hop is None or not _of(dimensions, hop):
                return ()
            return ("hit",) if test(hop) else ("miss",)

        tables = view.traffic.tables(start, end, MINUTE, keys)
        none = [0] * ((end - start) // MINUTE)
        pairs = zip(tables.get("miss", none), tables.get("hit", none), strict=True)
        return [[(v, n) for v, n in ((0.0, miss), (100.0, hit)) if n] for miss, hit in pairs]

    return sample


def _bytes(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    def keys(path: Path) -> Sequence[str]:
        hop = path.edge
        return (str(len(path.reply.body)),) if hop and path.reply and _of(dimensions, hop) else ()

    tables = view.traffic.tables(start, end, MINUTE, keys)
    steps = range((end - start) // MINUTE)
    return [sorted((float(size), row[i]) for size, row in tables.items() if row[i]) for i in steps]


def _compute(view: View, dimensions: Dimensions, start: Instant, end: Instant) -> Minutes:
    """Percent of the allowed compute; house rule: a steady 19–23."""
    counts = view.traffic.counts(
        start, end, MINUTE, lambda path: path.edge is not None and _of(dimensions, path.edge)
    )
    level = view.dice.between(19, 23, "compute", dimensions.get("FunctionName", ""))
    return [[(float(level), n)] if n else [] for n in counts]


def _distributions(view: View) -> list[Dimensions]:
    return [{"DistributionId": id, "Region": "Global"} for id in view.world.table(kinds.DISTRIBUTION)]


def _detailed(view: View) -> list[Dimensions]:
    """Distributions with additional metrics switched on."""
    table = view.world.table(kinds.DISTRIBUTION)
    wanted = [id for id, doc in table.items() if sim(doc).get("additional_metrics")]
    return [{"DistributionId": id, "Region": "Global"} for id in wanted]


def _functions(view: View) -> list[Dimensions]:
    """Both sets: by function, and by function and distribution."""
    names = [str(doc.get("Name", id)) for id, doc in view.world.table(kinds.FUNCTION).items()]
    plain: list[Dimensions] = [{"FunctionName": name, "Region": "Global"} for name in names]
    both: list[Dimensions] = [
        {"FunctionName": name, "DistributionId": id, "Region": "Global"}
        for name in names
        for id in view.world.table(kinds.DISTRIBUTION)
    ]
    return [*plain, *both]


def _metric(name: str, unit: str, sample: Sampler, *, detailed: bool = False) -> Definition:
    return Definition(_NAMESPACE, name, unit, _detailed if detailed else _distributions, sample, at_edge=True)


def _function(name: str, unit: str, sample: Sampler, *, sparse: bool = False) -> Definition:
    return Definition(_NAMESPACE, name, unit, _functions, sample, at_edge=True, sparse=sparse)


def _status(code: int) -> Test:
    return lambda hop: hop.status == code


DEFINITIONS: tuple[Definition, ...] = (
    _metric("Requests", "None", _counter(lambda hop: True)),
    _metric("TotalErrorRate", "Percent", _rate(lambda hop: hop.status >= 400)),
    _metric("4xxErrorRate", "Percent", _rate(lambda hop: 400 <= hop.status < 500)),
    _metric("5xxErrorRate", "Percent", _rate(lambda hop: hop.status >= 500)),
    _metric("BytesDownloaded", "None", _bytes),
    _metric("CacheHitRate", "Percent", _rate(lambda hop: hop.cached), detailed=True),
    *(
        _metric(f"{code}ErrorRate", "Percent", _rate(_status(code)), detailed=True)
        for code in (401, 403, 404, 502, 503, 504)
    ),
    _function("FunctionInvocations", "None", _counter(lambda hop: bool(hop.function))),
    _function("FunctionExecutionErrors", "None", _counter(lambda hop: hop.function_error), sparse=True),
    _function(
        "FunctionValidationErrors",
        "None",
        _counter(lambda hop: hop.result == "FunctionValidationError"),
        sparse=True,
    ),
    _function(
        "FunctionThrottles", "None", _counter(lambda hop: hop.result == "FunctionThrottledError"), sparse=True
    ),
    _function("FunctionComputeUtilization", "Percent", _compute),
)

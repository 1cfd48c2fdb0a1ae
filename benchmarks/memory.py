"""What one more session costs while nobody types in it: engine, truth, and rivals at rest."""

import gc
from collections.abc import Iterator
from pathlib import Path

from figures import Figure

from incidentgame import bootstrap
from incidentgame.session.engine import Engine

_MORE = 10
_LINE = "curl -s -o /dev/null -w '%{http_code}\\n' https://api.shop.example/v1/cart"


def figures() -> Iterator[Figure]:
    """Resident memory per session over several, each played one line in and compared with its rivals."""
    sessions = [_session(1)]
    before = _resident()
    sessions += [_session(2 + number) for number in range(_MORE)]
    each = (_resident() - before) / _MORE
    text = f"{_MORE} more sessions of other cases in one process, each with nine rivals compared and at rest"
    yield Figure("An idle session beyond the first", f"{each:.2f} MB", "<= 2 MB", each <= 2, text)
    del sessions


def _session(seed: int) -> Engine:
    case = bootstrap.open_case("api-503", "new-maintenance-rule", seed)
    engine = bootstrap.engine_for("api-503", case)
    engine.submit(_LINE, case.paged_at + 20_000)
    engine.settle()
    engine.rest()
    return engine


def _resident() -> float:
    gc.collect()
    text = Path("/proc/self/status").read_text()
    line = next(line for line in text.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

"""A real case to type lines into."""

from incidentgame import bootstrap
from incidentgame.session.engine import Engine
from incidentgame.session.observation import Observation


class Playing:
    """An engine of `api-503`; `line` plays one line a second after the last."""

    def __init__(self, fault: str = "new-maintenance-rule") -> None:
        case = bootstrap.open_case("api-503", fault, 1)
        self.engine: Engine = bootstrap.engine_for("api-503", case)
        self._at = case.paged_at + 60_000

    def line(self, text: str) -> Observation:
        self._at = max(self._at + 1000, self.engine.now)
        return self.engine.submit(text, self._at).observation

"""`incidentgame rescore`: old sessions under the present rules, and what moved."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from incidentgame import __version__
from incidentgame.adapters.rules import rules
from incidentgame.adapters.store import SessionFile, StoreError
from incidentgame.cli.problems import UsageError
from incidentgame.cli.sessions import path_of, reopened, started_of
from incidentgame.kernel.events import AnyEvent, CaseScored
from incidentgame.pack.problems import PackError
from incidentgame.session.earned import Moved, earned, kept_score, moved
from incidentgame.session.engine import Engine
from incidentgame.session.play import replayed
from incidentgame.session.result import result_of


def run(arguments: Namespace) -> int:
    """Every session by itself; 1 when one could not be scored, which does not keep the others from it."""
    code = 0
    for session in arguments.sessions:
        try:
            _show(path_of(session).stem, *_scores(session), as_json=arguments.json)
        except (StoreError, UsageError, PackError) as error:
            print(f"incidentgame: {session}: {error}", file=sys.stderr)
            code = 1
    return code


def _scores(session: str) -> tuple[CaseScored | None, CaseScored]:
    """What was kept, and what the present rules give."""
    with SessionFile(path_of(session)) as file:
        events = list(file.events())
    return kept_score(events), earned(result_of(played(events)), __version__, rules())


def played(events: Sequence[AnyEvent]) -> Engine:
    """A session's engine at its end; UsageError when it is not over."""
    engine = reopened(started_of(events))
    for _ in replayed(engine, events):
        pass
    if not engine.ended:
        raise UsageError("this case is not over, so nothing of it is scored yet")
    return engine


def _show(session: str, old: CaseScored | None, new: CaseScored, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_as_json(session, old, new), ensure_ascii=False))
    else:
        print(_told(session, old, new))


def _as_json(session: str, old: CaseScored | None, new: CaseScored) -> dict[str, Any]:
    found = moved(old, new) if old else ()
    return {
        "session": session,
        "old": _score(old) if old else None,
        "new": _score(new),
        "moved": [{"what": m.name, "old": m.old, "new": m.new} for m in found],
    }


def _score(score: CaseScored) -> dict[str, Any]:
    return {"scores": score.scores, "claims": score.claims, "engine": score.engine, "rules": score.rules}


def _told(session: str, old: CaseScored | None, new: CaseScored) -> str:
    if old is None:
        values = " · ".join(f"{name} {_value(value)}" for name, value in new.scores.items())
        return f"{session}: no score was kept when it ended. Under the present rules:\n  {values}"
    same = "the same rules" if old.rules == new.rules else f"rules {old.rules} then, {new.rules} now"
    found = moved(old, new)
    head = f"{session} (version {old.engine} then, {new.engine} now; {same})"
    if not found:
        return f"{head}\n  nothing moved: total {_value(new.scores.get('total'))}"
    wide = max(len(m.name) for m in found)
    return "\n".join([head, *(_line(m, wide) for m in found)])


def _line(what: Moved, wide: int) -> str:
    line = f"  {what.name:<{wide}}  {_value(what.old)} → {_value(what.new)}"
    if isinstance(what.old, int) and isinstance(what.new, int):
        line += f"  ({what.new - what.old:+d})"
    return line


def _value(value: int | str | None) -> str:
    return "–" if value is None else str(value)

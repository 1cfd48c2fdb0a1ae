"""`incidentgame share`: how a case went, without giving it away."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from incidentgame.adapters.outline import outline
from incidentgame.adapters.store import StoreError
from incidentgame.cli.sessions import finished, path_of, session_paths


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The `share` command."""
    share = verbs.add_parser("share", help="how a case went, without giving it away: something to paste")
    share.add_argument("id", nargs="?", default="", help="a session; without one the newest that is over")
    share.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Print what can be shared."""
    from incidentgame.report.share import share

    path = path_of(arguments.id) if arguments.id else _newest_over()
    print(share(finished(path)), end="")
    return 0


def _newest_over() -> Path:
    """The newest session that is over; StoreError when there is none."""
    for path in session_paths():
        about = outline(path)
        if about is not None and about.over:
            return path
    raise StoreError("no session is over yet; `finish` or `give-up` ends one")

"""`incidentgame share`: how a case went, without giving it away."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from incidentgame.cli.sessions import finished, path_of_over


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The `share` command."""
    share = verbs.add_parser("share", help="how a case went, without giving it away: something to paste")
    share.add_argument("id", nargs="?", default="", help="a session; without one the newest that is over")
    share.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Print what can be shared."""
    from incidentgame.report.share import share

    print(share(finished(path_of_over(arguments.id))), end="")
    return 0

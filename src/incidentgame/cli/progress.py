"""`incidentgame progress | drill`: what was played, what to practise, and the cards that are due."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction

_MOST = 200


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The commands about practice."""
    progress = verbs.add_parser("progress", help="what you played, how it went, what to practise next")
    progress.add_argument("--format", choices=("text", "html", "json"), default="text")
    progress.add_argument("--out", metavar="FILE", help="write it there instead of showing it")
    progress.add_argument(
        "--export", metavar="FILE", help="write everything that is kept, as JSON; - shows it"
    )
    progress.add_argument("--delete", action="store_true", help="forget everything; asks first")
    progress.add_argument("--yes", action="store_true", help="with --delete: do not ask")
    progress.set_defaults(run=_progress)
    drill = verbs.add_parser("drill", help="answer the question cards that are due")
    drill.add_argument("--limit", type=_limit, default=10, metavar="N", help="at most so many cards (10)")
    drill.add_argument(
        "--topic", default="", metavar="X", help="a service or a family of causes; also cards that are new"
    )
    drill.set_defaults(run=_drill)


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise ArgumentTypeError(f"{text!r} is no number of cards: 1 to {_MOST}")
    return int(text)


def _progress(arguments: Namespace) -> int:
    from incidentgame.cli import history  # late: nobody needs it to play

    return history.run(arguments)


def _drill(arguments: Namespace) -> int:
    from incidentgame.cli import drilling  # late: the grader is not needed to list or to play

    return drilling.run(arguments)

"""`incidentgame grade | agree | rescore`: tools around the grader, imported when they are asked for."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

_RUBRIC = """RUBRIC is a stand-alone file (`entities, evidence, claims, anti_claims`), one of several in a
file as FILE#ID, a fault's file inside a pack, or PACK#FAULT. The text comes from FILE or standard input:
plain text, or JSON lines, each a string or {"text": ..., "id": ..., "seen": [...], "rubric": "ID"}.
Exit codes: 0 every text was graded, 1 a line was no text to grade, 2 the command cannot be used so."""
_SCORES = """A file has columns item, rater, score (one row a score), or item and one column for each rater,
or item and score (the rater is then called as the file). Several files are compared with each other."""


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The commands `grade`, `agree` and `rescore`."""
    _add_grade(verbs.add_parser("grade", help="grade a text against a rubric", epilog=_RUBRIC))
    agree = verbs.add_parser("agree", help="how far raters agree", epilog=_SCORES)
    agree.add_argument("files", nargs="+", metavar="SCORES.csv")
    agree.add_argument("--json", action="store_true")
    agree.set_defaults(run=_agree)
    rescore = verbs.add_parser("rescore", help="score old sessions again and show what moved")
    rescore.add_argument("sessions", nargs="+", metavar="SESSION")
    rescore.add_argument("--json", action="store_true", help="one JSON object for each session")
    rescore.set_defaults(run=_rescore)


def _add_grade(command: ArgumentParser) -> None:
    command.add_argument("rubric", metavar="RUBRIC[#ID]")
    command.add_argument("text", nargs="?", default="-", metavar="FILE", help="the text; - or nothing: stdin")
    command.add_argument("--json", action="store_true", help="one JSON object for each text")
    command.add_argument("--seen", metavar="IDS", help="evidence that was seen, as e1,e3 (default: all)")
    command.add_argument(
        "--seed", type=int, default=1, metavar="N", help="fills the names and times of a pack's fault (1)"
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--lines", dest="form", action="store_const", const="lines", help="input is JSON lines")
    form.add_argument("--text", dest="form", action="store_const", const="text", help="input is one text")
    add_advice(command)
    command.set_defaults(run=_grade, form="auto")


def add_advice(command: ArgumentParser) -> None:
    """The options that ask for a second opinion, which changes no score."""
    command.add_argument(
        "--judge", metavar="URL", help="an OpenAI-compatible endpoint whose opinion is shown beside ours"
    )
    command.add_argument("--judge-model", metavar="NAME", help="the model to ask for there")
    command.add_argument(
        "--embedding",
        action="store_true",
        help="point at sentences close to a missing claim",
    )


def _grade(arguments: Namespace) -> int:
    from incidentgame.cli.graded import run

    return run(arguments)


def _agree(arguments: Namespace) -> int:
    from incidentgame.cli.agreement import run

    return run(arguments)


def _rescore(arguments: Namespace) -> int:
    from incidentgame.cli.rescoring import run

    return run(arguments)

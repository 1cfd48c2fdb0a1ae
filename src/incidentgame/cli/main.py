"""Arguments to actions. Exit codes: 0 ran, 1 a check failed, 2 usage, 3 session locked."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from io import TextIOWrapper

from incidentgame import __version__
from incidentgame.adapters.home import HomeError, home
from incidentgame.adapters.store import SessionLocked, StoreError
from incidentgame.cli import authoring, grading, playing, progress, sessions, sharing
from incidentgame.cli.problems import UsageError
from incidentgame.pack.casecode import CodeError
from incidentgame.pack.problems import PackError, did_you_mean

FAILED, USAGE, LOCKED = 1, 2, 3
COMMANDS = (
    "play",
    "packs",
    "pack",
    "trace",
    "sessions",
    "resume",
    "replay",
    "report",
    "share",
    "grade",
    "agree",
    "rescore",
    "progress",
    "drill",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; what goes wrong is one plain sentence on standard error."""
    _readable_anywhere()
    words = list(sys.argv[1:] if argv is None else argv)
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        return _complain(f'there is no command "{words[0]}"; {did_you_mean(words[0], COMMANDS)}', USAGE)
    arguments = parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
        return code
    except PackError as error:
        return _complain("\n".join(str(problem) for problem in error.problems), USAGE)
    except (CodeError, HomeError, UsageError) as error:
        return _complain(str(error), USAGE)
    except SessionLocked as error:
        return _complain(str(error), LOCKED)
    except StoreError as error:
        return _complain(str(error), FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:  # whatever it is, a player gets a sentence; the details go to a file
        return _complain(_recorded(), FAILED)


def _readable_anywhere() -> None:
    """UTF-8 in and out whatever the locale, so that transcripts are the same bytes everywhere."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _recorded() -> str:
    """Keep what went wrong in a file; the sentence that says where."""
    import traceback  # late: a start that goes well does without

    told = traceback.format_exc()
    try:
        path = home() / "error.log"
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {' '.join(sys.argv)}\n{told}\n")
    except (HomeError, OSError):
        return (
            f"this went wrong inside the game ({told.strip().splitlines()[-1]}); it could not be written down"
        )
    return f"this went wrong inside the game; what was accepted is kept. The details are in {path}"


def _complain(text: str, code: int) -> int:
    print(f"incidentgame: {text}", file=sys.stderr)
    return code


def parser() -> ArgumentParser:
    """The whole command line."""
    top = ArgumentParser(
        prog="incidentgame",
        description="Practise incident debugging: you are paged, a small cloud is broken, find out why.",
        epilog="Start with `incidentgame play`.",
    )
    top.add_argument("--version", action="version", version=f"incidentgame {__version__}")
    verbs = top.add_subparsers(required=True, metavar="COMMAND")
    playing.add(verbs)
    authoring.add(verbs)
    sessions.add(verbs)
    sharing.add(verbs)
    grading.add(verbs)
    progress.add(verbs)
    return top

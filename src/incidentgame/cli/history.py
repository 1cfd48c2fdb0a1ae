"""`incidentgame progress`: the report on what was played, its export, its deletion."""

import json
import sys
from argparse import Namespace
from pathlib import Path

import msgspec

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.clock import wall_now
from incidentgame.adapters.home import home
from incidentgame.adapters.progress import Progress
from incidentgame.cli.problems import UsageError
from incidentgame.cli.recording import opened
from incidentgame.kernel.instant import iso
from incidentgame.pack.bank import Bank
from incidentgame.pack.problems import PackError
from incidentgame.scoring.practice.plan import PackKnown
from incidentgame.scoring.practice.records import FORMAT, History


def run(arguments: Namespace) -> int:
    """Show the report, or export or delete what is kept."""
    progress = opened()
    if arguments.delete:
        return _deleted(progress, arguments.yes)
    if arguments.export:
        return _written(exported(progress.history()), "" if arguments.export == "-" else arguments.export)
    bootstrap.keep_in(home() / "cache")
    return _written(_shown(progress.history(), arguments.format), arguments.out or "")


def _shown(history: History, form: str) -> str:
    from incidentgame.report.progress import progress_report

    bank = packs.bank()
    report = progress_report(askable(history, bank), _packs(), bank.name, wall_now())
    if form == "json":
        return json.dumps(msgspec.to_builtins(report), indent=1, ensure_ascii=False) + "\n"
    if form == "html":
        from incidentgame.report.progress_page import progress_page

        return progress_page(report)
    from incidentgame.report.progress_text import progress_text

    return progress_text(report)


def askable(history: History, bank: Bank) -> History:
    """The history without cards that have been taken out of the bank."""
    cards = tuple(card for card in history.cards if card.body or bank.card(card.id))
    return msgspec.structs.replace(history, cards=cards)


def _packs() -> tuple[PackKnown, ...]:
    """The packs that are scored, with their faults and families."""
    return tuple(found for name in packs.pack_ids() if (found := _pack(name)) is not None)


def _pack(name: str) -> PackKnown | None:
    try:
        pack = packs.load(name)
    except PackError:
        return None  # `pack check` tells its mistakes; the history does not need it
    if pack.pack.data.get("scored") is False:
        return None
    families = tuple((fault, str(pack.faults[fault].data["family"])) for fault in pack.fault_ids)
    return PackKnown(pack=pack.id, families=families)


def exported(history: History) -> str:
    """Everything that is kept, as JSON: instants are ms since 1970, UTC."""
    document = {"incidentgame_progress": FORMAT, "exported": iso(wall_now()), **msgspec.to_builtins(history)}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _written(text: str, path: str) -> int:
    """To the file, or shown where none is named; 2 when it cannot be written."""
    if not path:
        sys.stdout.write(text)
        return 0
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no file name"
        raise UsageError(f"cannot write {path}: {why}") from None
    print(f"Written to {path}.")
    return 0


def _deleted(progress: Progress, sure: bool) -> int:
    """Forget everything, once the player is sure. Sessions stay; they are files of their own."""
    if not progress.files():
        print("There is nothing to delete.")
        return 0
    if not sure and not _agreed():
        print("Nothing was deleted.")
        return 0
    progress.delete()
    print(f"Deleted. The sessions themselves are still in {progress.path.parent / 'sessions'}.")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("--delete asks first; where nobody can answer, say --yes as well")
    try:
        answer = input("Delete your history, the plan and all cards? This cannot be undone. [y/N] ")
    except (EOFError, KeyboardInterrupt):
        return False
    return answer.strip().lower() in ("y", "yes")

"""`incidentgame packs`, `pack check`, `trace`: windows for authors."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from incidentgame import bootstrap
from incidentgame.adapters import packs
from incidentgame.pack.problems import Problem


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """The authors' commands."""
    listing = verbs.add_parser("packs", help="list the packs; with a pack, tell of it")
    listing.add_argument("pack", nargs="?", default="")
    listing.add_argument("--spoilers", action="store_true", help="also the ids of its faults")
    listing.set_defaults(run=list_packs)
    pack = verbs.add_parser("pack", help="tools for pack directories").add_subparsers(
        required=True, metavar="TOOL"
    )
    check = pack.add_parser("check", help="report every mistake of a pack, with file and line")
    check.add_argument("directory")
    check.set_defaults(run=check_pack)
    trace = verbs.add_parser("trace", help="walk one request hop by hop")
    trace.add_argument("pack")
    trace.add_argument("url")
    trace.add_argument("--fault", required=True)
    trace.add_argument("--seed", type=int, default=1)
    trace.add_argument("--method", default="GET")
    trace.add_argument("--at", default="0s", help="before or after the page: -5m, 30s")
    trace.add_argument("--from", dest="source", default="laptop", help="the host it is sent from")
    trace.add_argument("--json", action="store_true")
    trace.set_defaults(run=trace_request)


def list_packs(arguments: Namespace) -> int:
    """One line a pack; with a pack its summary, and its faults if asked."""
    names = [arguments.pack] if arguments.pack else packs.pack_ids()
    for name in names:
        pack = packs.load(name)
        about = pack.pack.data
        print(f"{pack.id:<12} {about['level']:<7} {about['minutes']:>3} min  {about['title']}")
        if arguments.pack:
            print(f"\n{about['summary']}")
        if arguments.spoilers:
            print("\n" + "\n".join(pack.fault_ids))
    return 0


def check_pack(arguments: Namespace) -> int:
    """All mistakes of a pack directory; exit 1 when there are any."""
    problems = packs.check(arguments.directory)
    if not problems and not packs.is_bank(arguments.directory):
        problems = _unshowable(arguments.directory)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{arguments.directory}: no mistakes found")
    return 1 if problems else 0


def _unshowable(name: str) -> list[Problem]:
    """Claims of a pack in order whose evidence no observation shows, for every fault."""
    from incidentgame.session.scriptfile import commands_of
    from incidentgame.tui.unfinished import goes_on
    from incidentgame.workshop.showable import check

    pack, found = packs.read(name), []
    for fault in pack.fault_ids:
        case = bootstrap.open_case(name, fault, 1)
        texts = sorted(packs.directory_of(name).glob(f"tests/{fault}/*.txt"))
        scripts = (list(commands_of(path.read_text("utf-8").splitlines(), goes_on)) for path in texts)
        found += check(pack.faults[fault], partial(bootstrap.engine_for, name, case), scripts)
    return sorted(found)


def trace_request(arguments: Namespace) -> int:
    """One request, hop by hop: who answered, why, what each layer logs."""

    case = bootstrap.open_case(arguments.pack, arguments.fault, arguments.seed)
    from incidentgame.pack.moments import duration
    from incidentgame.workshop.trace import as_text, traced  # late: players never trace

    at = case.paged_at + duration(arguments.at)
    found = traced(case, arguments.url, arguments.method, at, arguments.source)
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if arguments.json else as_text(found))
    return 0

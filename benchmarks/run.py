"""The figures of docs/performance.md, measured here and now: `make bench`, or `run.py starting lines …`."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from figures import shown

PARTS = ("starting", "realcli", "lines", "history", "memory", "ending")


def main(chosen: list[str]) -> int:
    """Measure and print; 1 when a target was missed."""
    missed = False
    for name in chosen or PARTS:
        if name not in PARTS:
            print(f"no such part: {name}; there are {', '.join(PARTS)}", file=sys.stderr)
            return 2
        for figure in import_module(name).figures():
            print(shown([figure]), flush=True)
            missed = missed or figure.met is False
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Coverage per layer, from the data of the last `make coverage`."""

from collections import defaultdict
from pathlib import Path

from coverage import Coverage


def main() -> None:
    """Print lines covered of each layer."""
    data = Coverage()
    data.load()
    covered: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for name in sorted(data.get_data().measured_files()):
        parts = Path(name).parts
        layer = parts[parts.index("incidentgame") + 1].removesuffix(".py")
        _, statements, _, missing, _ = data.analysis2(name)
        total[layer] += len(statements)
        covered[layer] += len(statements) - len(missing)
    for layer in sorted(total):
        print(f"{layer:<12} {100 * covered[layer] // max(1, total[layer]):>3} %  of {total[layer]}")


if __name__ == "__main__":
    main()

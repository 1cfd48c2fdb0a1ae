"""A script of lines: here-documents span lines; blanks and `#` comments are no lines."""

from collections.abc import Callable, Iterable, Iterator


def commands_of(lines: Iterable[str], unfinished: Callable[[str], bool]) -> Iterator[str]:
    """The commands of a script, each whole (several physical lines where the shell would go on reading)."""
    pending = ""
    for raw in lines:
        line = raw.rstrip("\n")
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        pending = f"{pending}\n{line}" if pending else line
        if not unfinished(pending):
            yield pending
            pending = ""
    if pending:
        yield pending

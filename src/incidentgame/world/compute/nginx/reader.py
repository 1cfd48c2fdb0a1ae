"""Reads a configuration as nginx does: includes in place, stopping at the first fault."""

from collections.abc import Callable, Iterator
from posixpath import join

from incidentgame.world.compute.nginx.directives import DIRECTIVES, FREE_FORM, Known, may_repeat
from incidentgame.world.compute.nginx.rules import Facts, check, conclude
from incidentgame.world.compute.nginx.syntax import Directive, NginxFault, Words, runs

Read = Callable[[str], str | None]
Glob = Callable[[str], list[str]]

_INNER = {
    "events": "e",
    "http": "h",
    "server": "s",
    "location": "l",
    "upstream": "u",
    "if": "i",
    "limit_except": "l",
}
_MOST_DEPTH = 16


class Reader:
    """One reading of a configuration. `files` are the files read, in order, for `nginx -T`."""

    def __init__(self, read: Read, glob: Glob) -> None:
        self._read, self._glob = read, glob
        self.facts = Facts()
        self.files: list[str] = []

    def whole(self, path: str) -> tuple[Directive, ...]:
        """The directives of the main file; NginxFault when nginx would refuse it."""
        text = self._read(path)
        if text is None:
            raise NginxFault(f'open() "{path}" failed (2: No such file or directory)')
        found = self._file(path, text, "m", {})
        if not any(directive.name == "events" for directive in found):
            raise NginxFault('no "events" section in configuration')
        conclude(self.facts)
        return found

    def _file(self, path: str, text: str, context: str, seen: dict[str, int]) -> tuple[Directive, ...]:
        if path not in self.files:
            self.files.append(path)
        if len(seen) > 10_000:
            raise NginxFault("too many directives")
        return self._block(runs(text, path), path, context, seen, nested=False)

    def _block(
        self, words: Iterator[Words], file: str, context: str, seen: dict[str, int], *, nested: bool
    ) -> tuple[Directive, ...]:
        found: list[Directive] = []
        for run in words:
            if run.end == "":
                _finish(run, file, nested=nested)
                return tuple(found)
            if run.end == "}":
                _close(run, file, nested=nested)
                return tuple(found)
            if not run.words:
                raise NginxFault(f'unexpected "{run.end}" in {file}:{run.line}')
            found.extend(self._directive(run, words, file, context, seen))
        return tuple(found)

    def _directive(
        self, run: Words, words: Iterator[Words], file: str, context: str, seen: dict[str, int]
    ) -> Iterator[Directive]:
        directive = Directive(run.words[0], run.words[1:], file, run.line)
        if context == "free":
            yield from self._free(directive, run, words, seen)
            return
        with_place = _Placed(directive)
        with with_place:
            known = _known(directive, context, run.end)
            _arguments(directive, known)
            _repeated(directive, seen)
            if directive.name != "include":
                check(directive, self.facts)
        if directive.name == "include":
            yield from self._include(directive, context, seen)
        elif run.end == "{":
            inner = "free" if directive.name in FREE_FORM else _INNER[directive.name]
            block = self._block(words, file, inner, {}, nested=True)
            if directive.name == "server" and context == "h":
                self._conflicts(directive, block)
            yield Directive(directive.name, directive.args, file, run.line, block)
        else:
            yield directive

    def _free(
        self, directive: Directive, run: Words, words: Iterator[Words], seen: dict[str, int]
    ) -> Iterator[Directive]:
        """A line of map, geo or types: any words; `include` still includes."""
        if run.end == "{":
            self._block(words, directive.file, "free", {}, nested=True)
        elif directive.name == "include":
            yield from self._include(directive, "free", seen)
        else:
            yield directive

    def _include(self, directive: Directive, context: str, seen: dict[str, int]) -> Iterator[Directive]:
        pattern = join("/etc/nginx", directive.args[0])
        wild = any(char in pattern for char in "*?[")
        if len(self.files) > 200 or (self.files.count(pattern) and pattern == directive.file):
            raise NginxFault(f'open() "{pattern}" failed (24: Too many open files)')
        for path in self._glob(pattern) if wild else [pattern]:
            text = self._read(path)
            if text is None:
                place = f" in {directive.file}:{directive.line}"
                raise NginxFault(f'open() "{path}" failed (2: No such file or directory){place}')
            yield from self._file(path, text, context, seen)

    def _conflicts(self, server: Directive, block: tuple[Directive, ...]) -> None:
        """`conflicting server name` is only a warning: the first server keeps the name."""
        listens = [d.args[0] for d in block if d.name == "listen"] or ["80"]
        for name in [n for d in block if d.name == "server_name" for n in d.args]:
            for listen in listens:
                address = listen if ":" in listen else f"0.0.0.0:{listen}"
                if (address, name) in self.facts.names:
                    self.facts.warnings.append(f'conflicting server name "{name}" on {address}, ignored')
                self.facts.names.add((address, name))


class _Placed:
    """Adds ` in FILE:LINE` to faults raised inside."""

    def __init__(self, directive: Directive) -> None:
        self._place = f" in {directive.file}:{directive.line}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, NginxFault):
            raise NginxFault(fault.text + self._place) from None


def _finish(run: Words, file: str, *, nested: bool) -> None:
    if run.words:
        raise NginxFault(f'unexpected end of file, expecting ";" or "}}" in {file}:{run.line}')
    if nested:
        raise NginxFault(f'unexpected end of file, expecting "}}" in {file}:{run.line}')


def _close(run: Words, file: str, *, nested: bool) -> None:
    if run.words or not nested:
        raise NginxFault(f'unexpected "}}" in {file}:{run.line}')


def _known(directive: Directive, context: str, end: str) -> Known:
    rows = DIRECTIVES.get(directive.name)
    if rows is None:
        raise NginxFault(f'unknown directive "{directive.name}"')
    here = [row for row in rows if context in row.contexts]
    if not here:
        raise NginxFault(f'"{directive.name}" directive is not allowed here')
    fitting = [row for row in here if row.block == (end == "{")]
    if not fitting and end == "{":
        raise NginxFault(f'directive "{directive.name}" is not terminated by ";"')
    if not fitting:
        raise NginxFault(f'directive "{directive.name}" has no opening "{{"')
    return min(fitting, key=lambda row: not row.least <= len(directive.args) <= row.most)


def _arguments(directive: Directive, known: Known) -> None:
    if not known.least <= len(directive.args) <= known.most:
        raise NginxFault(f'invalid number of arguments in "{directive.name}" directive')
    if known.flag and directive.args[0].lower() not in ("on", "off"):
        raise NginxFault(
            f'invalid value "{directive.args[0]}" in "{directive.name}" directive, it must be "on" or "off"'
        )


def _repeated(directive: Directive, seen: dict[str, int]) -> None:
    key = directive.name
    if directive.name == "location":
        key = f"location {' '.join(directive.args)}"
        if key in seen and directive.args[0] not in ("~", "~*"):
            raise NginxFault(f'duplicate location "{directive.args[-1]}"')
    elif directive.name == "limit_req":
        zone = next((word for word in directive.args if word.startswith("zone=")), "")
        key = f"limit_req {zone}"
        if key in seen:
            raise NginxFault('"limit_req" directive is duplicate')
    elif directive.name in seen and not may_repeat(directive.name):
        raise NginxFault(f'"{directive.name}" directive is duplicate')
    seen[key] = directive.line

"""YAML text to plain data with the line of every part, within limits (DESIGN law 6).

Scalars are read as YAML 1.2 does: only `true` and `false` are booleans, `0644` and dates stay text.
Duplicate keys, merge keys and tags are errors. An alias costs what it expands to.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incidentgame.pack.problems import PackError, Problem

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000

_LARGE = 400_000
"""Bytes from which the parts of a file are counted before it is read."""
_OPENINGS = 1_000
_INDENTED = re.compile(r"(?m)^[ \t?-]{400}")

Trail = tuple[str | int, ...]

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PREFIX = "tag:yaml.org,2002:"
_TAGS = {
    _PREFIX + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "seq", "map")
}


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its data, and the line (from 1) of each part by its trail of keys and indexes."""

    file: str
    data: Any
    lines: dict[Trail, int] = field(default_factory=dict)

    def line(self, *trail: str | int) -> int:
        """The line of a part, or of the nearest part around it."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return self.lines.get(trail, 1)

    def problem(self, trail: Trail, message: str, suggestion: str = "") -> Problem:
        """A problem at a part of this file."""
        return Problem(self.file, self.line(*trail), message, suggestion)


def load_yaml(file: str, content: bytes) -> Document:
    """Parse one file; PackError with file and line when it is no YAML or breaks a limit."""
    if len(content) > MAX_BYTES:
        raise PackError([Problem(file, 0, f"the file is over {MAX_BYTES} bytes")])
    import yaml  # late: a pack kept from before is not parsed again

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = content.decode("utf-8")
        too_much = _suspect(text) and _too_much_at(yaml.parse(text, loader))
        if too_much:
            raise PackError([Problem(file, too_much, "too many or too deeply nested parts")])
        node = loader(text).get_single_node()
    except UnicodeDecodeError as error:
        raise PackError([Problem(file, 0, f"not UTF-8 text: byte {error.start}")]) from None
    except yaml.YAMLError as error:
        raise PackError([_syntax(file, error)]) from None
    except RecursionError:
        raise PackError([Problem(file, 0, "nested too deeply")]) from None
    reader = _Reader(file)
    data = None if node is None else reader.read(node, ())
    if reader.problems:
        raise PackError(reader.problems)
    return Document(file, data, reader.lines)


def _suspect(text: str) -> bool:
    """Might it hold too much? Asked first, because the parser's own recursion would end the program."""
    openings = text.count("[") + text.count("{")
    return len(text) > _LARGE or openings > _OPENINGS or _INDENTED.search(text) is not None


def _too_much_at(events: "Iterable[yaml.Event]") -> int:
    """The line where parts go deeper than MAX_DEPTH, or are more than MAX_NODES; 0 when they never do."""
    from yaml import CollectionEndEvent, CollectionStartEvent, NodeEvent

    depth = nodes = 0
    for event in events:
        nodes += isinstance(event, NodeEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH + 1 or nodes > MAX_NODES:
            return event.start_mark.line + 1 if event.start_mark else 1
    return 0


def _syntax(file: str, error: "yaml.YAMLError") -> Problem:
    mark = getattr(error, "problem_mark", None)
    text = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(file, mark.line + 1 if mark else 0, f"not valid YAML: {text}")


class _Reader:
    """Turns nodes into data; keeps lines, counts nodes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Trail, int] = {}
        self.problems: list[Problem] = []
        self.nodes = 0

    def read(self, node: "yaml.Node", trail: Trail) -> Any:
        self.nodes += 1
        self.lines[trail] = node.start_mark.line + 1
        if self.nodes > MAX_NODES or len(trail) > MAX_DEPTH:
            self._wrong(node, "too many or too deeply nested parts")
            raise PackError(self.problems)
        if node.tag not in _TAGS:
            self._wrong(node, f"tags such as {node.tag.replace(_PREFIX, '!!')} are not supported")
        from yaml import ScalarNode, SequenceNode

        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*trail, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, trail)

    def _mapping(self, node: "yaml.Node", trail: Trail) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in found:
                self._wrong(key_node, f'"{key}" is given twice')
            found[key] = self.read(value_node, (*trail, key))
            self.lines[(*trail, key)] = key_node.start_mark.line + 1
        return found

    def _key(self, node: "yaml.Node") -> str:
        from yaml import ScalarNode

        if not isinstance(node, ScalarNode) or node.tag.endswith(":merge"):
            self._wrong(node, "a key must be a plain word", "merge keys (<<) are not supported")
            return f"?{node.start_mark.line}"
        return str(node.value)

    def _scalar(self, node: "yaml.ScalarNode") -> Any:
        text = str(node.value)
        if node.style in ("'", '"', "|", ">"):
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _INT.match(text):
            return int(text)
        return float(text) if _FLOAT.match(text) else text

    def _wrong(self, node: "yaml.Node", message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, message, suggestion))

"""The map as a tree of text, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from incidentgame.commands.game.map.discovery import Found
from incidentgame.commands.game.map.landmarks import HOPS

_UNKNOWN = {
    "edge": "who answers for the name",
    "origin": "where that sends requests",
    "balancer": "who takes them there",
    "listener": "on which port",
    "rule": "by which rule",
    "group": "to which group of machines",
    "instance": "to which machine",
    "database": "with which data",
}
_NEVER_LAST = ("name", "edge", "origin", "balancer", "group")
_WIDE = 72


@dataclass(slots=True)
class Node:
    """A place in the tree: something found, or a hop nobody looked at yet."""

    text: str
    line: int = 0
    known: bool = True
    below: list["Node"] = field(default_factory=list)


def tree(found: Mapping[str, Found]) -> Node:
    """The paged name with everything below it; what hangs in the air hangs below a `?`."""
    things = {one.id: Node(one.label, one.line) for one in found.values()}
    gaps: dict[str, Node] = {}
    root = next(iter(things.values()))
    for one in list(found.values())[1:]:
        above = things.get(one.above)
        (above or _gap(_above(one.hop), found, things, gaps, root)).below.append(things[one.id])
    _ends(found, things)
    return root


def _above(hop: str) -> str:
    return HOPS[HOPS.index(hop) - 1]


def _gap(
    hop: str, found: Mapping[str, Found], things: Mapping[str, Node], gaps: dict[str, Node], root: Node
) -> Node:
    """The `?` of a hop, made on first use: below the nearest hop of which one thing is known, or none."""
    if hop == HOPS[0]:
        return root
    if hop not in gaps:
        met = _met(hop, found)
        gaps[hop] = Node(f"?  {'which of these' if met else _UNKNOWN[hop]}", known=False)
        higher = _above(hop)
        while len(_met(higher, found)) > 1:
            higher = _above(higher)
        one = _met(higher, found)
        parent = things[one[0]] if one else _gap(higher, found, things, gaps, root)
        parent.below.append(gaps[hop])
    return gaps[hop]


def _met(hop: str, found: Mapping[str, Found]) -> list[str]:
    return [one.id for one in found.values() if one.hop == hop]


def _ends(found: Mapping[str, Found], things: Mapping[str, Node]) -> None:
    """What must have something below it, and has not yet, ends in a `?`. An origin in S3 is an end itself."""
    for one in found.values():
        node, below = things[one.id], HOPS.index(one.hop) + 1
        if one.hop in _NEVER_LAST and not node.below and ".s3." not in one.id:
            node.below.append(Node(f"?  {_UNKNOWN[HOPS[below]]}", known=False))


def picture(root: Node) -> str:
    """The tree drawn, with the line that last showed each thing."""
    return "".join(line.rstrip() + "\n" for line in _drawn(root, "", ""))


def _drawn(node: Node, first: str, rest: str) -> Iterator[str]:
    text = first + node.text
    yield f"{text:<{_WIDE}}  #{node.line}" if node.line else text
    for n, child in enumerate(node.below):
        last = n == len(node.below) - 1
        yield from _drawn(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def words(root: Node) -> str:
    """The same in sentences."""
    return "".join(f"{sentence}\n" for sentence in _said(root, []))


def _said(node: Node, path: Sequence[Node]) -> Iterator[str]:
    above = next((one.text for one in reversed(path) if one.known), "")
    if not path:
        yield f"The page is about {node.text}."
    elif node.known:
        sure = path[-1].known
        yield f"{node.text} (line {node.line}), {'below' if sure else 'somewhere below'} {above}."
    elif not node.below:
        yield f"Below {above}: not seen yet {node.text.removeprefix('?').strip()}."
    for child in node.below:
        yield from _said(child, [*path, node])

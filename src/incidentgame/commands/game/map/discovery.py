"""What the player has found of the path, and what hangs below what, from their screens alone.

A thing is on the map once a screen named it. A link is on the map once one screen named both ends and the
world of that moment had it; which machines belong to a target group is taken from screens only, so the map
never tells whether they are registered.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from incidentgame.commands.game.map.landmarks import HOPS, Landmark, landmarks, mentions
from incidentgame.commands.player import Seen
from incidentgame.commands.registry import GAME
from incidentgame.world.state import World
from incidentgame.world.view import View

_SPOKEN = re.compile(rf"\s*(?:\w+=\S*\s+)*(?:{'|'.join(name for name in GAME if name != 'console')})\b")
"""Lines of the game's own verbs: what they repeat was seen before, and not together."""

_LONGEST = 200_000
"""As much of a screen as the player's view keeps ids of."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing found: how it reads, in which line last, and what is above it (empty: not known)."""

    hop: str
    id: str
    label: str
    line: int
    above: str = ""


@dataclass(slots=True)
class _Atlas:
    found: dict[str, Found] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def add(self, one: Found) -> None:
        before = self.found.get(one.id)
        label = max(one.label, before.label if before else "", key=len)
        self.found[one.id] = replace(one, label=label)


def discovered(view: View, observations: Sequence[Seen], paged: str) -> Mapping[str, Found]:
    """Everything found so far by id, in path order; the paged name always is."""
    atlas = _Atlas({paged: Found("name", paged, paged, 0)})
    known: dict[int, tuple[World, list[Landmark]]] = {}
    for one in observations:
        if not _SPOKEN.match(one.line):
            _screen(atlas, one, _known(known, view, one, paged))
    ordered = sorted(atlas.found.values(), key=_order)
    return {one.id: replace(one, above=_above(one, atlas)) for one in ordered}


def _above(one: Found, atlas: _Atlas) -> str:
    above = atlas.links.get(one.id, "")
    return above if above in atlas.found else ""


def _order(one: Found) -> tuple[int, int]:
    """Along the path; rules by their priority, as far as it was seen."""
    number = re.search(r"\d+", one.label) if one.hop == "rule" else None
    return HOPS.index(one.hop), int(number[0]) if number else 0


def _known(
    memo: dict[int, tuple[World, list[Landmark]]], view: View, one: Seen, paged: str
) -> Iterable[Landmark]:
    """What there was when the line was entered, and what there is since; each world is read once."""
    there: dict[str, Landmark] = {}
    for world in (view.world, view.world_at(one.at)):
        if id(world) not in memo:
            memo[id(world)] = (world, list(landmarks(world, paged)))
        there |= {landmark.id: landmark for landmark in memo[id(world)][1]}
    return there.values()


def _screen(atlas: _Atlas, one: Seen, known: Iterable[Landmark]) -> None:
    text = f"{one.host}\n{one.line}\n{one.stdout[:_LONGEST]}"
    listed = list(known)
    named = [mark for mark in listed if any(mentions(text, m) for m in mark.marks)]
    ids = {mark.id for mark in named}
    for mark in named:
        atlas.add(Found(mark.hop, mark.id, _label(mark, text), one.n))
    for mark in listed:
        above = next((id_ for id_ in mark.above if id_ in ids), "")
        if above and (mark.id in ids or (mark.name and mentions(text, mark.name))):
            atlas.links[mark.id] = above
    _members(atlas, named)


def _members(atlas: _Atlas, named: Sequence[Landmark]) -> None:
    """Machines on a screen about one target group, databases on a screen about one machine."""
    for hop, below in (("group", "instance"), ("instance", "database")):
        owners = [mark.id for mark in named if mark.hop == hop]
        if len(owners) == 1:
            atlas.links |= {mark.id: owners[0] for mark in named if mark.hop == below}


def _label(mark: Landmark, text: str) -> str:
    """The name, and of the details those the same screen showed."""
    shown = [detail for detail in mark.details if detail and detail in text]
    return " ".join([mark.label, *shown])

"""The world is a value: an edit makes the next one and leaves the one before as it was."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.state import Drop, Edit, Put, World, public, sim, with_sim

NAMES = st.sampled_from("abcd")
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Put, kind=NAMES, id=NAMES, doc=st.dictionaries(NAMES, st.integers())),
    st.builds(Drop, kind=NAMES, id=NAMES),
)


def plain(world: World) -> dict[str, Any]:
    return {kind: dict(table) for kind, table in world.tables.items() if table}


@given(st.lists(EDITS, max_size=12), st.lists(EDITS, max_size=12))
def test_an_edit_leaves_the_world_before_as_it_was(first: list[Edit], then: list[Edit]) -> None:
    world = World().edited(tuple(first))
    before = deepcopy(plain(world))
    world.edited(tuple(then))
    assert plain(world) == before


@given(st.lists(EDITS, max_size=12), st.integers(0, 12))
def test_edits_fold(edits: list[Edit], cut: int) -> None:
    at_once = World().edited(tuple(edits))
    in_two = World().edited(tuple(edits[:cut])).edited(tuple(edits[cut:]))
    assert plain(at_once) == plain(in_two)
    assert [list(at_once.table(kind)) for kind in "abcd"] == [list(in_two.table(kind)) for kind in "abcd"]


@given(st.lists(EDITS, max_size=12))
def test_the_last_edit_of_a_resource_counts(edits: list[Edit]) -> None:
    world = World().edited(tuple(edits))
    for edit in {(e.kind, e.id): e for e in edits}.values():
        found = world.find(edit.kind, edit.id)
        assert found == (edit.doc if isinstance(edit, Put) else None)


def test_tables_an_edit_does_not_touch_are_the_same_objects() -> None:
    world = World().edited((Put("a", "1", {}), Put("b", "1", {})))
    after = world.edited((Put("a", "2", {}),))
    assert after.table("b") is world.table("b")
    assert after.table("a") is not world.table("a")


def test_what_is_absent() -> None:
    world = World()
    assert world.find("a", "1") is None
    assert list(world.all("a")) == []
    assert world.edited((Drop("a", "1"),)).find("a", "1") is None
    with pytest.raises(KeyError):
        world.get("a", "1")


def test_once_computes_once_and_not_for_the_next_world() -> None:
    made: list[int] = []
    world = World().edited((Put("a", "1", {}),))

    def make() -> int:
        made.append(1)
        return len(made)

    assert [world.once(("k",), make), world.once(("k",), make)] == [1, 1]
    assert world.edited((Put("a", "2", {}),)).once(("k",), make) == 2
    assert world == World().edited((Put("a", "1", {}),))


def test_sim_is_what_aws_does_not_show() -> None:
    doc = {"Name": "x", "sim": {"host": "i-1"}}
    assert public(doc) == {"Name": "x"}
    assert sim({"Name": "x"}) == {}
    assert with_sim(doc, due=3) == {"Name": "x", "sim": {"host": "i-1", "due": 3}}
    assert doc == {"Name": "x", "sim": {"host": "i-1"}}

"""Places in strings, `each`, and what goes wrong with its line."""

from incidentgame.pack.loading import load_yaml
from incidentgame.pack.resources import add_resources, merged, without_nulls
from incidentgame.pack.templates import Filler, fill_text

NAMES = {"name": "web", "n": 3, "ids": ["a", "b"]}


def filler(text: bytes) -> Filler:
    return Filler(load_yaml("x.yaml", text), NAMES)


def test_a_single_place_keeps_its_type_and_others_become_text() -> None:
    assert fill_text("{{ n }}", NAMES) == 3
    assert fill_text("{{ ids }}", NAMES) == ["a", "b"]
    assert fill_text("{{ name }}-{{ n + 1 }}", NAMES) == "web-4"
    assert fill_text("no place { here }", NAMES) == "no place { here }"


def test_items_repeat_inside_lists() -> None:
    made = filler(b"- {each: {z: [a, b], k: [1, 2]}, item: {Id: '{{ z }}{{ k }}'}}\n- plain\n")
    assert made.fill(made.document.data, ()) == [
        {"Id": "a1"},
        {"Id": "a2"},
        {"Id": "b1"},
        {"Id": "b2"},
        "plain",
    ]


def test_every_mistake_is_reported_with_its_line() -> None:
    made = filler(b"a: '{{ nme }}'\nb:\n  - '{{ 1 + }}'\n")
    made.fill(made.document.data, ())
    assert [problem.line for problem in made.problems] == [1, 3]


def test_merging_lays_one_on_the_other() -> None:
    base = {"a": {"b": 1, "c": 2}, "d": [1, 2]}
    assert merged(base, {"a": {"b": None, "e": 3}, "d": [9]}) == {"a": {"c": 2, "e": 3}, "d": [9]}
    assert base == {"a": {"b": 1, "c": 2}, "d": [1, 2]}
    assert without_nulls({"a": None, "b": [{"c": None}]}) == {"b": [{}]}


def test_tables_take_mappings_and_lists_and_refuse_unknown_kinds() -> None:
    made = filler(
        b"ec2.vpc:\n  '{{ name }}': {CidrBlock: 10.0.0.0/16}\n"
        b"ec2.subnet:\n  - {each: {z: [a, b]}, id: 's-{{ z }}', doc: {Zone: '{{ z }}'}}\n"
        b"ec2.vcp: {}\n"
    )
    tables: dict[str, dict[str, object]] = {}
    add_resources(tables, made.document.data, made, ())
    assert tables == {
        "ec2.vpc": {"web": {"CidrBlock": "10.0.0.0/16"}},
        "ec2.subnet": {"s-a": {"Zone": "a"}, "s-b": {"Zone": "b"}},
    }
    assert "did you mean" in str(made.problems[0])

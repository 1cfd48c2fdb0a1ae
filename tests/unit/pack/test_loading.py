"""YAML within limits, with lines."""

import pytest

from incidentgame.pack.loading import MAX_BYTES, load_yaml
from incidentgame.pack.problems import PackError


def lines_of(error: PackError) -> list[str]:
    return [str(problem) for problem in error.problems]


def test_every_part_knows_its_line() -> None:
    document = load_yaml("x.yaml", b"a: 1\nb:\n  - x\n  - c: 2\n")
    assert document.data == {"a": 1, "b": ["x", {"c": 2}]}
    assert document.line("b", 1, "c") == 4
    assert document.line("b", 1, "nowhere") == 4
    assert document.line("nowhere") == 1


def test_scalars_are_read_as_in_yaml_1_2() -> None:
    text = b"[yes, no, on, 0644, 012, 1_000, 2026-03-10, true, null, ~, 1.5, -3, '5', 1e3, .inf]"
    assert load_yaml("x.yaml", text).data == [
        "yes", "no", "on", "0644", "012", "1_000", "2026-03-10", True, None, None, 1.5, -3, "5", "1e3", ".inf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a: 1\na: 2\n", 'x.yaml:2: "a" is given twice'),
        (b"a: &x {b: 1}\nc:\n  <<: *x\n", "x.yaml:3: a key must be a plain word"),
        (b"a: !!python/object:os.system x\n", "x.yaml:1: tags such as"),
        (b"a: [1,\n", "x.yaml:2: not valid YAML"),
        (b"a: \xff\n", "x.yaml: not UTF-8 text: byte 3"),
        (b"? [a, b]\n: 1\n", "a key must be a plain word"),
    ],
)
def test_what_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(PackError) as caught:
        load_yaml("x.yaml", text)
    assert any(said in line for line in lines_of(caught.value))


def test_a_billion_laughs_are_not_funny() -> None:
    text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True):
        text += f"{new}: &{new} [" + ",".join(f"*{old}" for _ in range(10)) + "]\n"
    with pytest.raises(PackError, match="too many"):
        load_yaml("x.yaml", text.encode())


def test_a_node_that_holds_itself_ends() -> None:
    with pytest.raises(PackError, match="too many or too deeply"):
        load_yaml("x.yaml", b"a: &a [*a]\n")


def test_size_and_depth_are_limited() -> None:
    with pytest.raises(PackError, match="is over"):
        load_yaml("x.yaml", b"a" * (MAX_BYTES + 1))
    with pytest.raises(PackError):
        load_yaml("x.yaml", b"[" * 5000 + b"]" * 5000)


@pytest.mark.parametrize("opening", [b"[", b"{", b"- ", b"? ", b"[{a: "])
def test_a_million_openings_are_refused_and_do_not_end_the_program(opening: bytes) -> None:
    with pytest.raises(PackError, match=r"x\.yaml:1: too many or too deeply"):
        load_yaml("x.yaml", opening * (MAX_BYTES // len(opening) - 1))

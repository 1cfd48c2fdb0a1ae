"""Packs as directories: everything inside, nothing outside."""

from pathlib import Path

import pytest

from incidentgame.adapters import packs
from incidentgame.pack.problems import PackError


def test_files_come_by_relative_path(tmp_path: Path) -> None:
    (tmp_path / "faults").mkdir()
    (tmp_path / "pack.yaml").write_bytes(b"id: x\n")
    (tmp_path / "faults" / "a.yaml").write_bytes(b"\xff\x00")
    assert packs.files_below(tmp_path) == {"pack.yaml": b"id: x\n", "faults/a.yaml": b"\xff\x00"}


def test_links_that_lead_out_are_left_out(tmp_path: Path) -> None:
    pack, outside = tmp_path / "pack", tmp_path / "outside"
    (pack / "files").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret").write_text("x")
    (pack / "own").write_text("own")
    (pack / "files" / "link").symlink_to(outside / "secret")
    (pack / "files" / "folder").symlink_to(outside)
    (pack / "files" / "up").symlink_to(Path("..") / ".." / "outside" / "secret")
    (pack / "files" / "gone").symlink_to(tmp_path / "nowhere")
    (pack / "files" / "self").symlink_to(pack / "files")
    (pack / "inside").symlink_to(pack / "own")
    found = packs.files_below(pack)
    assert set(found) == {"own", "inside"}
    assert b"x" not in found.values()


def test_what_python_leaves_behind_is_no_part_of_a_pack(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"")
    assert packs.files_below(tmp_path) == {}


def test_the_shipped_packs_are_found_by_id_and_by_path() -> None:
    assert "api-503" in packs.pack_ids()
    by_id = packs.directory_of("api-503")
    assert packs.directory_of(str(by_id)) == by_id
    assert packs.load("api-503").id == "api-503"


def test_an_unknown_pack_gets_a_suggestion() -> None:
    with pytest.raises(PackError, match=r"api-503") as told:
        packs.load("api-504")
    assert 'there is no pack "api-504"' in str(told.value.problems[0])


@pytest.mark.parametrize("name", ["", ".", "..", "../incidents", "/etc/passwd", "_blueprints"])
def test_what_is_no_pack(name: str) -> None:
    with pytest.raises(PackError):
        packs.directory_of(name)


def test_a_blueprint_cannot_be_anywhere_else(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "world.yaml").write_text("")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: pack\nextends: ../elsewhere\n")
    problems = packs.check(str(pack))
    assert problems
    assert any("blueprint" in str(problem) for problem in problems)


def test_checking_what_does_not_exist_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    assert packs.check(str(tmp_path / "nothing"))
    (tmp_path / "pack.yaml").write_text("]: [\n")
    assert packs.check(str(tmp_path))

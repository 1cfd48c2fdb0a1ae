"""The authors' guide and the story's diagram say what the code does."""

import re
from pathlib import Path

from packs_support import BLUEPRINT, ROOT, files, pack_of

from incidentgame.pack import predicates, schema, story
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.lint import check_pack

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "authoring.md").read_text(encoding="utf-8")


def test_every_variable_and_function_is_documented() -> None:
    for name in [*story.VARIABLES, *predicates.FUNCTIONS]:
        assert f"| `{name}` |" in GUIDE


def test_every_member_of_the_files_is_documented() -> None:
    for part in (schema.FaultText, schema.ChangeText, schema.PackText, schema.StoryText, schema.WorldText):
        for name in part.__struct_encode_fields__:
            assert f"`{name}`" in GUIDE or f"`{name}: " in GUIDE or f"{name}:" in GUIDE, (part.__name__, name)


def test_the_diagram_is_drawn_from_the_table() -> None:
    pack = pack_of("api-503")
    table = compile_case(pack, pack.fault_ids[0], 1).story
    shown = (DOCS / "story.md").read_text(encoding="utf-8")
    assert story.mermaid(table) in shown
    assert story.describe(table) in shown


def test_the_eleventh_fault_of_the_guide_is_a_sound_fault() -> None:
    example = re.search(r"```yaml\n(title: .*?)```", GUIDE, re.DOTALL)
    assert example is not None
    added = {**files(ROOT / "api-503"), "faults/app-ingress-revoked.yaml": example[1].encode()}
    assert [str(p) for p in check_pack(added, files(BLUEPRINT))] == []

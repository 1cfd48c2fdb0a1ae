"""Rubric mistakes that only the world can tell, with the file and line they stand in."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import pytest

from incidentgame.pack.case import CompiledCase
from incidentgame.pack.compiler import compile_case
from incidentgame.pack.grounding import check
from incidentgame.pack.lint import check_pack
from incidentgame.pack.reading import read_pack
from incidentgame.scoring.rubric import Entity, Evidence

INCIDENTS = Path(__file__).resolve().parents[3] / "incidents"
FAULT = "faults/maintenance-rule-on-top.yaml"


@cache
def files(name: str) -> dict[str, bytes]:
    base = INCIDENTS / name
    return {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}


def blueprint() -> dict[str, bytes]:
    return files("_blueprints/three-tier-web")


@cache
def case() -> CompiledCase:
    return compile_case(read_pack(files("warm-up"), blueprint()), "maintenance-rule-on-top", 1)


def with_rubric(**changes: object) -> list[str]:
    changed = msgspec.structs.replace(case().rubric, **changes)
    return [f"{p.where}: {p.what} ({p.suggestion})" for p in check(replace(case(), rubric=changed))]


def test_the_shipped_rubric_is_of_its_world() -> None:
    assert list(check(case())) == []


@pytest.mark.parametrize("canon", ["shop-web", "api-viewer", "/v1/*", "443", "kvsHandle.get"])
def test_names_paths_ports_and_code_of_the_world_are_known(canon: str) -> None:
    assert with_rubric(entities=(Entity(id="x", canon=canon),)) == []


def test_a_name_that_the_world_does_not_have() -> None:
    found = with_rubric(entities=(Entity(id="x", canon="ledger-9", aliases=("no-such-thing", "shop-web")),))
    assert found == [
        "entities[x].canon: nothing in this world is called `ledger-9` (its alias `shop-web` is in it)"
    ]


def test_evidence_that_nothing_can_show_and_the_claims_that_rest_on_it() -> None:
    found = with_rubric(evidence=(Evidence(id="rules", what="only described"),))
    assert any(line.startswith("evidence[rules]: has neither `shown` nor `text`") for line in found)
    assert any("claims[cause].shown_by: nothing of it can be shown" in line for line in found)
    assert with_rubric(evidence=(Evidence(id="rules", text="fixed-response"),)) == []


def test_claims_that_name_evidence_where_there_is_none() -> None:
    assert any("the fault has none" in line for line in with_rubric(evidence=()))


def line_of(text: str, path: str = FAULT) -> int:
    return next(n for n, line in enumerate(files("warm-up")[path].decode().splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            '[fixed-response, fixed response, maintenance, "503"]',
            "[zebra]",
            '[fixed-response, fixed response, maintenance, "503"]',
            "no wording of this claim has any of its terms",
        ),
        ("shown_by: [rules]", "shown_by: [rulez]", "shown_by: [rules]", "unknown `rulez`"),
        ("weight: 3", "weight: 0", "weight: 3", "is below 1"),
    ],
)
def test_a_mistake_has_the_line_it_stands_in(old: str, new: str, line: str, said: str) -> None:
    text = files("warm-up")[FAULT].decode()
    assert old in text
    broken = {**files("warm-up"), FAULT: text.replace(old, new, 1).encode()}
    found = [p for p in check_pack(broken, blueprint()) if said in p.message]
    assert [(p.file, p.line) for p in found][:1] == [(FAULT, line_of(line))]


def test_a_mistake_of_what_every_fault_shares_is_the_packs() -> None:
    pack = files("warm-up")["pack.yaml"] + b"\nentities:\n  - {id: ghost, canon: no-such-thing}\n"
    found = check_pack({**files("warm-up"), "pack.yaml": pack}, blueprint())
    found = [p for p in found if "no-such-thing" in p.message]
    assert [(p.file, p.line) for p in found] == [("pack.yaml", pack.count(b"\n"))]

"""Every on-call one-liner gives what bash 5.2 gives, except the known misses."""

import json
from pathlib import Path

import pytest
import yaml
from conformance_host import host_shell

from incidentgame.shell.image import Image

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases.json").read_text())["cases"]
MISSES = {miss["line"]: miss for miss in yaml.safe_load((HERE / "known_misses.yaml").read_text())}


@pytest.mark.parametrize("case", CASES, ids=[f"{n:03d}" for n in range(len(CASES))])
def test_same_as_bash(case: dict[str, object], case_image: Image) -> None:
    shell = host_shell(case_image)
    try:
        result = shell.run(str(case["line"]))
    finally:
        shell.close()
    got = (result.stdout.decode(), result.exit)
    want = (case["stdout"], case["exit"])
    if case["line"] in MISSES:
        assert got != want, f"{MISSES[case['line']]['id']} agrees now: take it out of known_misses.yaml"
    else:
        assert got == want, result.stderr


def test_every_known_miss_is_a_case_with_its_own_id() -> None:
    lines = {case["line"] for case in CASES}
    assert set(MISSES) <= lines
    assert len({miss["id"] for miss in MISSES.values()}) == len(MISSES)
    assert all(miss["reason"] for miss in MISSES.values())

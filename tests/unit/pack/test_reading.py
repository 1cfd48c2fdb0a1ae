"""A broken pack gives all its errors; a sound one survives the cache."""

from pathlib import Path

import pytest

from incidentgame.pack.compiler import compile_case
from incidentgame.pack.lint import check_pack
from incidentgame.pack.problems import PackError
from incidentgame.pack.reading import digest, freeze, read_pack, thaw

ROOT = Path(__file__).resolve().parents[3] / "incidents"


def files(name: str) -> dict[str, bytes]:
    base = ROOT / name
    return {p.relative_to(base).as_posix(): p.read_bytes() for p in sorted(base.rglob("*")) if p.is_file()}


BLUEPRINT = files("_blueprints/three-tier-web")
PACK = files("warm-up")
FAULT = "faults/maintenance-rule-on-top.yaml"


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in PACK[path]
    return {**PACK, path: PACK[path].replace(old.encode(), new.encode())}


def test_a_frozen_pack_compiles_to_the_same_case() -> None:
    pack = read_pack(PACK, BLUEPRINT)
    again = thaw(freeze(pack))
    one, two = (compile_case(p, "maintenance-rule-on-top", 4) for p in (pack, again))
    assert one.world.tables == two.world.tables
    assert (one.script, one.recorded, one.page, one.code) == (two.script, two.recorded, two.page, two.code)


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x95\x01\x02\x03\x04\x05", b"nonsense"])
def test_a_spoiled_cache_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        thaw(content)


def test_the_digest_depends_on_names_and_bytes() -> None:
    first = digest(PACK, BLUEPRINT)
    assert first == digest(dict(reversed(PACK.items())), BLUEPRINT)
    assert first != digest({**PACK, "pack.yaml": PACK["pack.yaml"] + b"\n"}, BLUEPRINT)
    assert first != digest(PACK, {})


def test_compiling_twice_gives_the_same_world() -> None:
    pack = read_pack(PACK, BLUEPRINT)
    one, two = (compile_case(pack, "maintenance-rule-on-top", 9) for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("pack.yaml", "minutes: 5", "minutes: five", '"minutes" must be a whole number'),
        ("pack.yaml", "level: junior", "level: junoir", 'did you mean "junior"?'),
        ("pack.yaml", "format: 1", "format: 7", "write format: 1"),
        ("pack.yaml", "summary:", "sumary:", 'did you mean "summary"?'),
        (FAULT, "call: elbv2 CreateRule", "call: elbv2 CreateRul", 'did you mean "CreateRule"?'),
        (FAULT, "call: elbv2 CreateRule", "call: elbv22 CreateRule", 'did you mean "elbv2"?'),
        (FAULT, "by: platform", "by: plattform", 'did you mean "platform"?'),
        (FAULT, "at: T0\n", "at: noonish\n", "is no instant"),
        (FAULT, "{{ listener_https }}", "{{ listener_htps }}", '"listener_htps" is not known'),
        (FAULT, "family: routing", "family: rooting", 'did you mean "routing"?'),
        (FAULT, "serving(listener_https, '/v1/cart') >= 2", "serve(listener_https)", '"serve" is not known'),
        ("story.yaml", "to: narrowing", "to: narowing", 'no state "narowing"'),
        ("story.yaml", "when: fixed", "when: fixd", 'did you mean "fixed"?'),
        ("story.yaml", "from: junior", "from: juniro", 'did you mean "junior"?'),
    ],
)
def test_a_mistake_is_found_with_file_line_and_suggestion(path: str, old: str, new: str, said: str) -> None:
    found = check_pack(changed(path, old, new), BLUEPRINT)
    assert any(p.file == path and said in str(p) for p in found), [str(p) for p in found]


def test_all_mistakes_are_reported_at_once() -> None:
    broken = changed("pack.yaml", "minutes: 5", "minutes: five")
    broken[FAULT] = broken[FAULT].replace(b"family: routing", b"family: rooting")
    broken["story.yaml"] = broken["story.yaml"].replace(b"start: paged", b"strt: paged")
    with pytest.raises(PackError) as caught:
        read_pack(broken, BLUEPRINT)
    assert {p.file for p in caught.value.problems} == {"pack.yaml", FAULT, "story.yaml"}
    assert all(p.line > 0 for p in caught.value.problems)


@pytest.mark.parametrize("path", ["../out", "files/../../etc/passwd", "/etc/passwd"])
def test_paths_cannot_leave_the_pack(path: str) -> None:
    assert any("leaves the pack" in str(p) for p in check_pack({**PACK, path: b""}, BLUEPRINT))


def test_a_template_reads_files_of_the_pack_only() -> None:
    found = check_pack(changed(FAULT, "{{ maintenance_body }}", "{{ file('/etc/passwd') }}"), BLUEPRINT)
    assert any("the pack has no file /etc/passwd" in str(p) for p in found)


def test_a_persona_that_gives_the_fault_away_is_found() -> None:
    broken = changed("pack.yaml", "Look first:", "It is the index-rebuild rule. Look first:")
    broken[FAULT] = broken[FAULT] + b"entities:\n  - {id: rule, canon: index-rebuild}\n"
    assert any("gives maintenance-rule-on-top away" in str(p) for p in check_pack(broken, BLUEPRINT))


def test_an_unknown_fault_is_refused_with_a_suggestion() -> None:
    with pytest.raises(PackError, match="did you mean"):
        compile_case(read_pack(PACK, BLUEPRINT), "maintenance-rule-on-tp", 1)

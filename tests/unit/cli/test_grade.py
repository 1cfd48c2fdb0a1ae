"""`grade`: any text against any rubric, one or many, and what it says of bad input."""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

from incidentgame.cli import main

RUBRIC = """
incidents:
- id: rule
  entities:
  - {id: sg, canon: sg-0f3e91}
  evidence:
  - {id: e1, what: CloudTrail}
  - {id: e2, what: the group}
  claims:
  - id: c1
    kind: root_cause
    statement: The inbound rule of the security group was removed.
    paraphrases: [Somebody revoked the ingress rule.]
    must: [[rule, ingress], [remov, revok]]
    evidence: [e1]
  - id: c2
    kind: excluded
    statement: The origin itself is healthy.
    paraphrases: [All targets are healthy.]
    must: [[origin, target], [healthy]]
    evidence: [e2]
- id: disk
  claims:
  - id: c1
    kind: root_cause
    statement: The disk was full.
    must: [[disk, volume], [full]]
    shown_by: [df]
- id: broken
  claims:
  - {id: c9, kind: root_cause, statement: fine}
  - {id: c1, kind: nonsense, statement: x}
"""
TEXT = "Somebody removed the inbound rule of the security group."
LOOSE = (
    "id: one\nclaims:\n- {id: c1, kind: root_cause, statement: The disk was full., must: [[disk], [full]]}\n"
)


@pytest.fixture
def rubric(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "home"))
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC)
    return str(path)


class Run:
    """One run of the command: code, what was printed, the JSON lines of it."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, stdin: str, *words: str
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        self.code = main(["grade", *words])
        self.out, self.err = capsys.readouterr()

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda stdin, *words: Run(capsys, monkeypatch, stdin, *words)


def test_the_json_has_exactly_the_documented_members(run: Any, rubric: str) -> None:
    ran = run(TEXT, f"{rubric}#rule", "--json")
    (answer,) = ran.answers
    assert ran.code == 0
    assert list(answer) == ["level", "score", "review", "claims", "anti_claims", "flags"]
    assert answer["level"] in range(4) and answer["score"] in range(101) and answer["review"] is False
    first, second = answer["claims"]
    assert first == {"id": "c1", "verdict": "stated", "text": TEXT, "reason": first["reason"]}
    assert second["verdict"] == "missing"


def test_without_json_the_sentence_stands_beside_the_claim(run: Any, rubric: str) -> None:
    out = run(TEXT, f"{rubric}#rule").out
    assert (
        "level" in out and f"“{TEXT}”" in out and "The inbound rule of the security group was removed." in out
    )


def test_what_was_seen_matters(run: Any, rubric: str) -> None:
    def verdict(*seen: str) -> str:
        return str(run(TEXT, f"{rubric}#rule", "--json", *seen).answers[0]["claims"][0]["verdict"])

    assert verdict() == verdict("--seen", "e1, e2") == "stated"
    assert verdict("--seen", "e2") == verdict("--seen", "") == "unsupported"


def test_a_file_can_be_the_text(run: Any, rubric: str, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TEXT)
    from_file = run("", f"{rubric}#rule", str(tmp_path / "t.txt"), "--json")
    assert from_file.out == run(TEXT, f"{rubric}#rule", "-", "--json").out


def test_a_rubric_alone_needs_no_id(run: Any, tmp_path: Path) -> None:
    for name, text in (("with.yaml", LOOSE), ("bare.yaml", LOOSE.split("\n", 1)[1])):
        (tmp_path / name).write_text(text)
        assert run("The disk was full.", str(tmp_path / name), "--json").answers[0]["claims"][0]["id"] == "c1"


def test_a_fault_of_a_pack_with_its_names_filled_in(run: Any) -> None:
    fault = Path(__file__).parents[3] / "incidents" / "warm-up" / "faults" / "maintenance-rule-on-top.yaml"
    text = "A maintenance rule with priority 5 answers every /v1 request with a fixed response."
    by_file = run(text, str(fault), "--json")
    by_name = run(text, "warm-up#maintenance-rule-on-top", "--json")
    assert by_file.code == 0 and by_file.out == by_name.out
    assert any(claim["verdict"] == "stated" for claim in by_file.answers[0]["claims"])


def test_many_texts_as_lines(run: Any, rubric: str) -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        "",
        json.dumps({"id": 7, "text": TEXT, "seen": ["e2"]}),
        json.dumps(TEXT),
        json.dumps({"id": "d", "text": "The disk was full.", "rubric": "disk"}),
        json.dumps({"id": "f", "root_cause": TEXT, "unknowns": ["who", "why"], "confidence": 80}),
    ]
    ran = run("\n".join(lines), f"{rubric}#rule")
    assert ran.code == 0
    assert [answer.get("id", answer.get("line")) for answer in ran.answers] == ["a", 7, 4, "d", "f"]
    states = [answer["claims"][0]["verdict"] for answer in ran.answers]
    assert states == ["stated", "unsupported", "stated", "stated", "stated"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("xx", "no JSON object or string"),
        ("3", "no JSON object or string"),
        ('{"id": "b", "note": "x"}', "it has no text"),
        ('{"id": "b", "text": {"a": 1}}', "`text` must be text"),
        ('{"id": "b", "text": "x", "seen": 3}', "`seen` must be a list"),
        ('{"id": "b", "text": "x", "seen": ["e9"]}', 'no evidence "e9"'),
        ('{"id": "b", "text": "x", "rubric": "rul"}', 'did you mean "rule"?'),
        ('{"id": "b", "text": "x", "rubric": "broken"}', "nonsense"),
        ("[" * 100_000, "no JSON object or string"),
    ],
)
def test_a_bad_line_does_not_keep_the_others_from_it(run: Any, rubric: str, line: str, why: str) -> None:
    ran = run(f"{json.dumps({'text': TEXT})}\n{line}\n{json.dumps(TEXT)}", f"{rubric}#rule")
    first, bad, last = ran.answers
    assert ran.code == 1
    assert why in bad["error"] and set(bad) == {"error", "id" if '"id"' in line else "line"}
    assert first["claims"] == last["claims"]


def test_a_line_is_answered_before_the_next_is_read(
    rubric: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(io.StringIO):
        """Notes how much was printed when a line was asked for."""

        asked: list[int] = []  # noqa: RUF012  # one instance lives

        def readline(self, size: int | None = -1) -> str:  # type: ignore[override]  # as TextIO has it
            self.asked.append(capsys.readouterr().out.count("\n"))
            return super().readline(-1 if size is None else size)

    monkeypatch.setattr("sys.stdin", Slow('"one"\n"two"\n"three"\n'))
    main(["grade", f"{rubric}#rule"])
    assert Slow.asked == [0, 1, 1, 1]


def test_json_over_several_lines_and_lists_of_texts(run: Any, rubric: str) -> None:
    one = run(json.dumps({"id": "a", "text": TEXT}, indent=2), f"{rubric}#rule")
    assert [answer["id"] for answer in one.answers] == ["a"]
    several = run(json.dumps([{"id": "a", "text": TEXT}, TEXT], indent=2), f"{rubric}#rule")
    assert [answer["claims"][0]["verdict"] for answer in several.answers] == ["stated", "stated"]


def test_a_text_that_begins_like_json_is_a_text(run: Any, rubric: str) -> None:
    for text in (f"[13:57] {TEXT}", f"{{sg}} {TEXT}"):
        assert run(text, f"{rubric}#rule", "--json").answers[0]["claims"][0]["verdict"] == "stated"
    assert "level" in run(json.dumps(TEXT), f"{rubric}#rule", "--text").out
    assert run("plain", f"{rubric}#rule", "--lines").code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["RUBRIC"], "has 3 rubrics; write"),
        (["RUBRIC#rul"], 'did you mean "rule"?'),
        (["RUBRIC#broken"], "rubric.yaml:32: "),
        (["RUBRIC#rule", "--seen", "e1,e3"], 'no evidence "e3"; known: e1, e2'),
        (["RUBRIC#rule", "/no/such"], "cannot read /no/such"),
        (["RUBRIC#rule", "--seed", "-4"], "is no seed"),
        (["/no/such#x"], "cannot read /no/such"),
        (["api-503#dormant-rule-win"], 'did you mean "dormant-rule-wins"?'),
    ],
)
def test_wrong_use(run: Any, rubric: str, words: list[str], said: str) -> None:
    ran = run(TEXT, *(word.replace("RUBRIC", rubric) for word in words), "--json")
    assert ran.code == 2 and said in ran.err and not ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: [1,\n", "r.yaml:2: not valid YAML"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"", "has no rubric in it"),
        (b"- 1\n", "a rubric is a mapping with `claims`"),
        (b"incidents: 3\n", "r.yaml:1: a rubric is a mapping"),
        (b"claims: 3\n", "`claims` must be a list"),
        (b"claims: !!python/object:os.system x\n", "tags such as"),
        (b"[" * 900_000, "too deeply nested"),
        (b'claims: [{id: c, kind: impact, statement: "{{ 7 * 7 }}"}]\n', "templates"),
        (b"#" * 1_000_001, "over 1000000 bytes"),
    ],
)
def test_what_is_no_rubric(run: Any, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(content)
    began = time.process_time()
    ran = run(TEXT, str(path), "--json")
    assert (ran.code, ran.out) == (2, "") and said in ran.err
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02" * 300_000,
        "(a" * 500_000,
        "правило удалено " * 60_000,
        TEXT * 20_000,
        "\u202e" + TEXT,
    ],
    ids=["empty", "control", "marks", "cyrillic", "long", "right-to-left"],
)
def test_odd_texts_get_an_answer_within_a_second(run: Any, rubric: str, text: str) -> None:
    began = time.process_time()
    ran = run(text, f"{rubric}#rule", "--json")
    assert ran.code == 0 and 0 <= ran.answers[0]["score"] <= 100
    assert time.process_time() - began < 1

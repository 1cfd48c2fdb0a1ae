"""What a fault gives to study: templates are filled, and topics name claims that exist."""

from pathlib import Path

from incidentgame.pack.compiler import compile_case
from incidentgame.pack.lint import check_pack
from incidentgame.pack.reading import read_pack

INCIDENTS = Path(__file__).parents[3] / "incidents"
FAULT = "faults/maintenance-rule-on-top.yaml"


def files(folder: str) -> dict[str, bytes]:
    base = INCIDENTS / folder
    return {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}


BLUEPRINT = files("_blueprints/three-tier-web")


def changed(topics: str) -> dict[str, bytes]:
    """The warm-up with other topics at the end of its fault."""
    found = files("warm-up")
    text = found[FAULT].decode()
    found[FAULT] = (text[: text.index("\ntopics:")] + topics).encode()
    return found


def test_a_topic_for_a_claim_that_is_not_there_is_a_mistake() -> None:
    pack = changed("\ntopics:\n  - {title: t, read: r, claims: [cause, couse]}\n")
    found = [problem for problem in check_pack(pack, BLUEPRINT) if "couse" in str(problem)]
    assert found
    assert all("cause" in str(problem) and FAULT in str(problem) for problem in found)


def test_topics_and_questions_for_work_are_filled() -> None:
    pack = changed(
        '\ntopics:\n  - {title: "{{ alb_name }}", what: w, why: "at {{ clock(T0) }}", read: r, claims: [cause]}\n'
        'at_work: ["Who owns {{ alb_name }}?"]\n'
    )
    facts = compile_case(read_pack(pack, BLUEPRINT), "maintenance-rule-on-top", 1).facts
    (topic,) = facts.topics
    assert topic.title == "shop-web"
    assert topic.claims == ("cause",)
    assert "{{" not in topic.why
    assert facts.at_work == ("Who owns shop-web?",)


def test_what_is_optional_may_be_left_out() -> None:
    pack = changed("\ntopics:\n  - {title: t, read: r}\n")
    facts = compile_case(read_pack(pack, BLUEPRINT), "maintenance-rule-on-top", 1).facts
    assert (facts.topics[0].what, facts.topics[0].why, facts.topics[0].claims, facts.at_work) == (
        "",
        "",
        (),
        (),
    )

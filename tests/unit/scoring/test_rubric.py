"""Reading rubrics in both forms, and the linter."""

from __future__ import annotations

import pytest
from scoring_data import rubrics

from incidentgame.scoring.rubric import Claim, Rubric, with_rivals
from incidentgame.scoring.rubric_lint import check
from incidentgame.scoring.rubric_reading import RubricError, read_rubric, rubrics_of


def test_reads_the_stand_alone_form() -> None:
    rubric = rubrics("dev")["sg-504"]
    assert [claim.kind for claim in rubric.claims][:4] == ["root_cause", "mechanism", "impact", "ruled_out"]
    assert rubric.claims[0].shown_by == ("e1", "e2", "e7")
    assert rubric.entities[2].names == ("443", "https")
    assert rubric.claims[1].edge is not None


def test_reads_the_form_inside_a_fault_file() -> None:
    fault = {
        "id": "f",
        "changes": [],
        "claims": [
            {"id": "c", "kind": "root_cause", "statement": "s", "must": [["a"], [443]], "shown_by": ["e"]}
        ],
    }
    rubric = read_rubric(fault)
    assert rubric.claims[0].must == (("a",), ("443",))
    assert rubrics_of({"incidents": [fault]})["f"] == rubric


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {"claims": 3},
        {"claims": [3]},
        {"claims": [{"id": "c"}]},
        {"claims": [{"id": "c", "kind": "no", "statement": "s"}]},
    ],
)
def test_what_is_no_rubric_is_told_in_one_line(data: object) -> None:
    with pytest.raises(RubricError) as error:
        read_rubric(data)
    assert "\n" not in str(error.value)


def _claim(name: str, **more: object) -> Claim:
    base = {
        "id": name,
        "kind": "root_cause",
        "statement": "The rule was removed.",
        "paraphrases": ("Someone deleted the rule.",),
        "must": (("rule",), ("remove",)),
        "shown_by": ("e",),
    }
    return Claim(**{**base, **more})  # type: ignore[arg-type]  # keyword values of mixed types


def test_a_sound_rubric_has_no_problems() -> None:
    assert check(Rubric(claims=(_claim("a"),))) == []


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), "there are none"),
        ((_claim("a", kind="impact"),), "no claim of kind root_cause"),
        ((_claim("a"), _claim("a")), "given twice"),
        ((_claim("a", must=(("rule",),)),), "1 concept group"),
        ((_claim("a", must=(("zebra",), ("remove",))),), "no wording of this claim has any of its terms"),
        ((_claim("a", statement="Was the rule removed?"),), "does not earn its own claim"),
        ((_claim("a"), _claim("b")), "one sentence always satisfies this and claims[b]"),
        ((_claim("a", entities=("ghost",)),), "unknown entity `ghost`"),
        ((_claim("a", shown_by=()),), "nothing shows this cause"),
    ],
)
def test_mistakes_are_reported(claims: tuple[Claim, ...], expected: str) -> None:
    assert any(expected in problem.what for problem in check(Rubric(claims=claims)))


def test_an_anti_claim_that_hits_a_paraphrase_is_reported() -> None:
    rubric = Rubric(id="a", claims=(_claim("c", must=()),))
    other = Rubric(id="b", claims=(_claim("d"),))
    assert any("hits claims[c]" in problem.what for problem in check(with_rivals(rubric, [rubric, other])))


def test_rivals_are_the_other_faults_causes() -> None:
    found = rubrics("api503")["limit-req"].anti_claims
    assert [anti.id.split("/")[0] for anti in found] == [
        "scheduled-deregister",
        "rule-to-empty-group",
        "pool-starved",
    ]


def test_a_rival_that_earns_the_root_cause_is_reported() -> None:
    rubric = Rubric(id="a", claims=(_claim("c"),))
    wide = _claim("d", statement="The rule of the firewall was deleted.", must=(("firewall",), ("delete",)))
    found = check(with_rivals(rubric, [Rubric(id="b", claims=(wide,))]))
    assert any("the rival `b/d` earns it" in problem.what for problem in found)


def test_numbers_and_empty_members_are_read_as_an_author_means_them() -> None:
    claim = {"id": 1, "kind": "impact", "statement": 504, "must": None, "deny": None, "evidence": [1]}
    evidence = [{"id": 1, "what": 443, "text": None}]
    rubric = read_rubric({"id": 504, "brief": 504, "claims": [claim], "evidence": evidence, "entities": None})
    assert (rubric.id, rubric.brief, rubric.claims[0].id, rubric.claims[0].statement) == (
        "504",
        "504",
        "1",
        "504",
    )
    assert rubric.claims[0].shown_by == (rubric.evidence[0].id,) and rubric.claims[0].must == ()

"""The engine's ideas one by one."""

from __future__ import annotations

import pytest

from incidentgame.scoring.explanation import grade, read_explanation
from incidentgame.scoring.explanation.causality import runs_backwards
from incidentgame.scoring.explanation.confidence import confidence_of
from incidentgame.scoring.explanation.entities import names_entity
from incidentgame.scoring.explanation.hedging import hedged
from incidentgame.scoring.explanation.model import Explanation
from incidentgame.scoring.explanation.negation import dismissed, meta_negated, negated
from incidentgame.scoring.explanation.pasted import looks_printed
from incidentgame.scoring.explanation.prose import is_prose
from incidentgame.scoring.explanation.sentences import split
from incidentgame.scoring.explanation.terms import find_terms
from incidentgame.scoring.explanation.words import plain
from incidentgame.scoring.rubric import AntiClaim, Claim, Edge, Entity, Rubric

ROOT = Claim(
    id="root",
    kind="root_cause",
    weight=3,
    statement="The deploy removed the listener rule api-rule.",
    paraphrases=("The rule was deleted by the pipeline.",),
    must=(("rule", "listener"), ("remove", "delete", "missing", "gone")),
    deny=("rule is still there",),
    edge=Edge(cause=("rule",), effect=("503",)),
    shown_by=("rules",),
)
RUBRIC = Rubric(
    claims=(ROOT,),
    anti_claims=(
        AntiClaim(
            id="db",
            statement="The database is overloaded.",
            must=(("database",), ("overload", "slow", "full")),
        ),
    ),
)


def state(text: str, seen: tuple[str, ...] | None = None) -> str:
    return grade(RUBRIC, text, seen).claim("root").state


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The deploy removed the listener rule.", "stated"),
        ("Someone took the rule out at noon.", "stated"),
        ("The rule is gone.", "stated"),
        ("Maybe the rule was removed.", "hedged"),
        ("The rule was not removed.", "denied"),
        ("No rule was removed by anyone.", "denied"),
        ("It is not true that the rule was removed.", "denied"),
        ("The rule is still there.", "denied"),
        ("The rule was removed. Later I saw that the rule is still there.", "contradicted"),
        ("Because of the 503 the rule was removed.", "reversed"),
        ("Was the rule removed?", "missing"),
        ("The weather is nice today.", "missing"),
        ("I did not only see errors, the rule was removed.", "stated"),
    ],
)
def test_states(text: str, expected: str) -> None:
    assert state(text) == expected


def test_a_cause_nobody_saw_is_unsupported() -> None:
    assert state("The deploy removed the rule.", ()) == "unsupported"
    assert state("The deploy removed the rule.", ("rules",)) == "stated"
    assert state("The deploy removed the rule.", None) == "stated"


def test_every_verdict_has_the_sentence_and_a_reason() -> None:
    verdict = grade(RUBRIC, "All is bad. The rule was NOT removed!").claim("root")
    assert verdict.sentence == "The rule was NOT removed!"
    assert verdict.reason


def test_a_rival_is_found_and_a_dismissed_or_denied_one_is_not() -> None:
    assert [a.id for a in grade(RUBRIC, "The database is overloaded.").anti_claims] == ["db"]
    assert not grade(RUBRIC, "The database is not overloaded.").anti_claims
    assert not grade(RUBRIC, "I thought the database was slow, but that turned out wrong.").anti_claims
    assert not grade(RUBRIC, "unknowns: is the database slow?").anti_claims


def test_a_required_entity_must_be_named_and_another_id_contradicts() -> None:
    claim = Claim(
        id="c",
        kind="root_cause",
        statement="sg-0f3e91ab lost its rule.",
        must=(("rule",), ("lost", "remove")),
        entities=("sg",),
    )
    rubric = Rubric(claims=(claim,), entities=(Entity(id="sg", canon="sg-0f3e91ab"),))
    assert grade(rubric, "sg-0f3e91ab lost its rule.").claim("c").state == "stated"
    assert grade(rubric, "The group lost its rule.").claim("c").state == "review"
    assert grade(rubric, "sg-77aa0200 lost its rule.").claim("c").state == "contradicted"


def test_entities_are_never_found_inside_others() -> None:
    api = Entity(id="api", canon="api.example")
    assert names_entity(api, plain("It is api.example that fails."))
    assert not names_entity(api, plain("It is origin-api.example that fails."))
    assert not names_entity(api, plain("It is api.example.org that fails."))


def test_fields_labels_and_references() -> None:
    read = read_explanation("root cause: a (#3, #7)\nb\n**Impact:** c\nUnknowns: d\n confidence: 80%")
    assert read.root_cause == "a (#3, #7)\nb"
    assert (read.impact, read.unknowns, read.confidence) == ("c", "d", "80%")
    assert read.refs == (3, 7)
    assert read_explanation("just text").text == "just text"
    assert read_explanation("error.log: is no field").text == "error.log: is no field"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It is 3.7 now. See /etc/nginx/nginx.conf, e.g. on ip-10-0-1-5.eu-central-1. Done.", 3),
        ("- one\n- two\n- three", 3),
        ("wrapped\nline of one sentence", 1),
        ("first; second", 2),
        ("Causes: 1) this 2) that", 3),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split(text)) == count, split(text)


def test_terms_stand_at_word_beginnings() -> None:
    assert find_terms(("run",), "the run runs")
    assert not find_terms(("bot",), "both of them")
    assert not find_terms(("443",), "port 8443 and 443.1")
    assert find_terms(("443",), "tcp/443 is open")
    assert find_terms(("remov",), "it was revoked")
    assert find_terms(("take out",), "it takes all machines out of the group")


def test_negation_reaches_forward_in_its_clause_only() -> None:
    text = plain("It isn't the database, the rule was removed.")
    at = text.index("removed")
    assert not negated(text, at, at + 7)
    assert negated(plain("we never removed it"), 9, 16)
    assert not negated(plain("there is no doubt it was removed"), 24, 31)
    assert meta_negated(plain("It's not the case that x.")) and not meta_negated("it is true")
    assert dismissed("they said the box is small, so i did not believe it")


def test_hedges_reach_their_clause() -> None:
    text = "the rule was removed, but maybe the cache is stale"
    assert not hedged(text, text.index("removed"))
    assert hedged(text, text.index("stale"))


def test_causal_direction() -> None:
    edge = Edge(cause=("rule",), effect=("503",))
    assert runs_backwards(edge, "because of the 503, the rule was removed")
    assert runs_backwards(edge, "the 503 made the janitor remove the rule")
    assert not runs_backwards(edge, "the rule was removed, so users get 503")
    assert not runs_backwards(edge, "users get 503 because the rule was removed")


def test_output_and_word_heaps_are_no_statements() -> None:
    assert looks_printed('09:17:42 RevokeIngress sg-0f3e91 user=janitor src="10.0.0.1"')
    assert not looks_printed("The janitor revoked the rule for 10.0.0.1 at 09:17:42.")
    assert is_prose("For the payload is not any index so Postgres read all the table.")
    assert not is_prose(
        "rule removed listener 503 alb target group empty deploy pipeline error cart user fix"
    )


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("90%", 0.9, 0.9), ("0.8", 0.8, 0.8), ("fairly sure", 0.7, 0.8), ("high", 0.9, 0.95), ("7", 0.07, 0.07)],
)
def test_confidence_field(text: str, low: float, high: float) -> None:
    found = confidence_of(Explanation(confidence=text))
    assert found is not None and low <= found.value <= high


def test_confidence_in_free_text() -> None:
    found = confidence_of(read_explanation("The rule is gone. I am 75% sure."))
    assert found is not None and found.value == 0.75
    assert confidence_of(read_explanation("65 % of the requests failed.")) is None
    unsure = confidence_of(read_explanation("I am not sure."))
    assert unsure is not None and unsure.value < 0.5


def test_citations_must_point_at_what_showed_it() -> None:
    text = "root_cause: The deploy removed the rule.\nevidence: #4"
    right = grade(RUBRIC, text, ("rules",), shown_at={"rules": [4]}).level_of("E2")
    wrong = grade(RUBRIC, text, ("rules",), shown_at={"rules": [9]}).level_of("E2")
    assert (right.level, wrong.level) == (3, 1)


def test_false_certainty_costs_most() -> None:
    text = "root_cause: The deploy removed the rule.\nconfidence: 99%"
    assert grade(RUBRIC, text, ("rules",), support=0.2).level_of("E3").level == 0
    assert grade(RUBRIC, text, ("rules",), support=1.0).level_of("E3").level == 2
    more = text + "\nunknowns: why the pipeline did it"
    assert grade(RUBRIC, more, ("rules",), support=1.0).level_of("E3").level == 3

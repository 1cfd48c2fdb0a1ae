"""A debrief tells a session from its own lines, whatever happened in it."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from debrief_sessions import NAMES, debriefed, engine, given_up, played, result, solved, typed

from incidentgame.report.debrief import debrief_of
from incidentgame.report.model import Debrief
from incidentgame.report.words import ANCHORS, DIMENSIONS, STATES
from incidentgame.scoring.explanation.model import STATES as VERDICTS
from incidentgame.session import result as result_module
from incidentgame.session.result import Result, as_json


@pytest.mark.parametrize("name", NAMES)
def test_a_debrief_is_plain_data(name: str) -> None:
    found = debriefed(name)
    there_and_back = msgspec.json.decode(msgspec.json.encode(found), type=Debrief)
    assert there_and_back == found


@pytest.mark.parametrize("name", NAMES)
def test_the_same_session_has_the_same_debrief(name: str) -> None:
    again = {"solved": solved, "given_up": given_up}.get(name)
    if again is not None:
        assert debrief_of(again()) == debriefed(name)


def test_it_opens_with_something_done_well_quoted() -> None:
    best = debriefed("solved").opening.done_well
    assert best is not None
    assert best.text == "no targets in api"
    assert (best.n, best.said) == (3, True)


def test_the_turning_moment_is_the_line_that_told_most() -> None:
    turning, path = debriefed("solved").opening.turning, debriefed("solved").path
    assert turning is not None and path is not None
    assert turning.n == max(path.steps, key=lambda step: (step.bits, -step.n)).n
    assert turning.gone and all(reason.why and reason.suspects for reason in turning.gone)


def test_where_nothing_told_anything_the_line_of_par_that_would_have_is_named() -> None:
    turning = debriefed("empty").opening.turning
    assert turning is not None
    assert turning.missed
    assert turning.line.startswith("aws elbv2 describe-target-health")


def test_nothing_done_is_nothing_praised() -> None:
    assert debriefed("empty").opening.done_well is None


def test_what_to_learn_comes_from_what_the_explanation_lacked() -> None:
    found = debriefed("solved")
    assert found.opening.learn == found.onward.topics[0]
    assert found.onward.topics[0].because.startswith("Your explanation did not say: ")
    assert all(topic.because == "" for topic in debriefed("given_up").onward.topics)


def test_the_outage_is_told_as_it_ran() -> None:
    events = debriefed("solved").story.events
    assert [event.at[-8:] for event in events] == sorted(event.at[-8:] for event in events)
    assert [event.n for event in events if event.text.startswith("you called")] == [9, 11]
    assert next(e.text for e in events if e.who == "users") == "users were served again"
    assert events[-1].text == "you closed the case"


def test_what_would_have_followed_a_fix_did_not_happen() -> None:
    """The job's next run is part of the cause's own chain; it is told only where it came."""
    assert any("full ten minutes" in event.text for event in debriefed("given_up").story.events)
    fixed_first = played(
        "aws events disable-rule --name tg-janitor-every-10m",
        "TG=$(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)",
        "aws elbv2 register-targets --target-group-arn $TG --targets $(for i in $(aws ec2 describe-instances "
        "--filters Name=tag:service,Values=api --query 'Reservations[].Instances[].InstanceId' --output text); "
        "do echo Id=$i; done)",
    )
    assert not any("full ten minutes" in event.text for event in debrief_of(fixed_first).story.events)


def test_a_cure_that_does_not_last_is_told_as_it_went() -> None:
    found = debrief_of(
        played(
            "sleep 100",
            "TG=$(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)",
            "aws elbv2 register-targets --target-group-arn $TG --targets $(for i in $(aws ec2 describe-instances "
            "--filters Name=tag:service,Values=api --query 'Reservations[].Instances[].InstanceId' --output text); "
            "do echo Id=$i; done)",
            "sleep 900",
        )
    )
    users = [event.text for event in found.story.events if event.who == "users"]
    assert users[:2] == ["users were served again", "requests failed again"]
    assert any("tg-janitor called DeregisterTargets by itself" in event.text for event in found.story.events)
    assert next(f for f in found.story.figures if f.name == "users served again").value.endswith("lost again")


def test_the_request_is_walked_before_at_the_page_and_at_the_end() -> None:
    route = debriefed("solved").story.route
    assert route is not None
    assert (route.before, route.paged, route.end) == ("HTTP 200", "HTTP 503", "HTTP 200")
    assert route.end_at == "ten minutes after you closed the case"
    roles = {hop.name: hop.role for hop in route.hops}
    assert roles["Load balancer"] == "answered"
    assert roles["Target group"] == "broken"
    assert roles["App"] == "unreached"
    assert next(hop for hop in route.hops if hop.name == "Target group").end == "as before"
    unrepaired = debriefed("given_up").story.route
    assert unrepaired is not None
    assert unrepaired.end == "HTTP 503"


def test_every_line_is_a_step_with_what_it_told() -> None:
    path = debriefed("solved").path
    assert path is not None
    assert [step.n for step in path.steps] == list(range(1, 17))
    told = {step.n: step.told for step in path.steps}
    assert told[1].startswith("1.3 bits: suspects 10 → ")
    assert told[2] == told[3] == "said"
    assert told[6] == "struck out"
    assert told[9] == told[11] == "a change"
    assert told[13] == "confirms the fix"
    assert [mark.text for mark in path.curve.marks] == ["first change", "users served again"]


def test_what_was_refused_is_not_told_as_done() -> None:
    told = {step.line: step.told for step in debrief_of(played("finish", "rewind 7")).path.steps}
    assert told == {"finish": "refused", "rewind 7": "refused"}


def test_a_sentence_says_once_what_became_of_it() -> None:
    text = "explain A scheduled clean-up job took all targets out of group api. Confidence 60 %"
    first, second = debrief_of(played(text)).explained.sentences
    assert first.beside[0].verdict == "right, but nothing you saw shows it"
    assert not first.reason
    assert second.verdict == "weighed below"


def test_no_suspect_leaves_twice_and_none_without_a_reason() -> None:
    path = debriefed("solved").path
    assert path is not None
    gone = [suspect for step in path.steps for reason in step.gone for suspect in reason.suspects]
    assert len(gone) == len(set(gone))
    assert len(gone) == 10 - path.steps[-1].after


def test_the_explanation_stands_sentence_by_sentence_beside_the_claims() -> None:
    explained = debriefed("solved").explained
    assert explained.given
    first = explained.sentences[0]
    assert first.tone == "good"
    assert any(beside.kind == "root cause" for beside in first.beside)
    made_up = next(one for one in explained.sentences if "rack" in one.text)
    assert made_up.tone == "bad" and not made_up.beside
    assert any("rack" in text for text in explained.unseen)
    assert {beside.kind for beside in explained.not_said} >= {"trigger", "prevention"}


def test_a_claim_is_written_out_once() -> None:
    explained = debriefed("solved").explained
    first_times = [b.statement for s in explained.sentences for b in s.beside if not b.again]
    assert len(first_times) == len(set(first_times))


def test_confidence_is_held_against_support() -> None:
    weighed = debriefed("solved").explained.calibration
    assert weighed is not None
    assert (weighed.said, weighed.said_share) == ("90%", 90)
    assert weighed.words.endswith(".")


def test_what_was_seen_and_not_used_is_listed() -> None:
    found = debrief_of(
        played(
            "curl -si https://api.shop.example/v1/cart",
            "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=EnableRule",
            "explain the database is broken",
        )
    )
    assert any("enabled the rule" in evidence.what for evidence in found.explained.unused)
    cited = debrief_of(
        played(
            "curl -si https://api.shop.example/v1/cart",
            "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=EnableRule",
            "explain the database is broken, see #2",
        )
    )
    assert not any("enabled the rule" in evidence.what for evidence in cited.explained.unused)


def test_predictions_thoughts_strikes_and_hints_have_what_became_of_them() -> None:
    aside = debriefed("solved").aside
    assert [(said.n, said.tone) for said in aside.predictions] == [(3, "good")]
    assert [said.n for said in aside.thoughts] == [2]
    assert [said.n for said in aside.strikes] == [6]
    assert aside.strikes[0].verdict
    assert [said.n for said in aside.hints] == [7]
    assert aside.hints[0].verdict.endswith("of the path")


def test_questions_and_answers_are_told() -> None:
    of = typed(
        engine(), "explain the group is empty", "questions", "answer 1 zzz", "skip 2", "finish", "finish"
    )
    asked = debrief_of(result(of)).aside.questions
    assert len(asked) >= 3
    assert asked[1].verdict.startswith("skipped")
    assert asked[2].verdict.startswith("not answered")
    told = debrief_of(result(of)).aside.questions
    chosen = [one for one, card in zip(told, of.questions.asked(), strict=True) if card.card.options]
    assert chosen and all("; right is: " in one.verdict for one in chosen)
    assert all(one.ask for one in asked)


def test_other_branches_are_told_and_not_scored() -> None:
    of = typed(engine(), "curl -si https://api.shop.example/v1/cart", "uptime", "rewind 1")
    of.branches.follow()
    trunk = result_module.result_of(of)
    (branch,) = debrief_of(trunk).aside.branches
    assert branch.startswith("Branch 2, from #1: ")
    assert branch.endswith("Not scored.")


@pytest.mark.parametrize("state", VERDICTS)
def test_every_verdict_has_its_words(state: str) -> None:
    base = solved()
    verdicts = base.scored.verdicts
    claims = tuple(msgspec.structs.replace(c, state=state, sentence="so I said") for c in verdicts.claims)
    changed = msgspec.structs.replace(verdicts, claims=claims, sentences=(), review=True)
    explained = debrief_of(replace(base, scored=replace(base.scored, verdicts=changed))).explained
    assert explained.review
    if state == "missing":
        assert len(explained.not_said) == len(claims)
    else:
        (sentence,) = explained.sentences
        assert sentence.text == "so I said"
        assert sentence.tone == STATES[state][0]
        assert sentence.beside[0].verdict.startswith(STATES[state][1])
    assert bool(explained.unseen) == (state == "unsupported")


def test_levels_come_in_words() -> None:
    levels = debriefed("solved").levels
    assert levels is not None
    for level in levels.levels:
        assert level.title == DIMENSIONS[level.name]
        assert level.means
        assert level.reasons
        assert bool(level.next) == (level.level < 3)
        assert level.next not in ANCHORS[level.name][:2]  # nobody is told to aim at what is not yet enough
    assert {figure.name for figure in levels.scores} == {"path", "explanation", "total"}


def test_every_dimension_has_four_anchors() -> None:
    assert set(ANCHORS) == set(DIMENSIONS)
    assert all(len(set(anchors)) == 4 for anchors in ANCHORS.values())


def test_an_unscored_pack_gets_a_shorter_one() -> None:
    found = debriefed("warm_up")
    assert found.path is None
    assert found.levels is None
    assert any("warming up" in note for note in found.head.notes)
    assert found.onward.topics


def test_who_gives_up_reads_no_reproach() -> None:
    found = debriefed("given_up")
    assert found.head.notes == ("You gave this one up and asked to be told. What you saw still counts.",)
    assert not found.explained.given
    assert found.explained.calibration is None


def test_the_cases_to_play_next_do_not_tell_which_is_which() -> None:
    """Codes of other faults of the same seed, in the order of the alphabet and not of the suspects."""
    from incidentgame.pack.casecode import decode

    case = solved().engine.case
    faults = [suspect.id for suspect in case.suspects]
    codes = debriefed("solved").onward.next_cases
    assert list(codes) == sorted(codes)
    meant = [decode(case.pack, faults, code) for code in codes]
    assert all(seed == case.seed and fault != case.fault for fault, seed in meant)
    assert len(set(meant)) == 3
    assert all(fault not in debriefed("solved").onward.next_words for fault in faults)


def test_every_fault_has_three_things_to_study_and_three_questions_for_work() -> None:
    from incidentgame import bootstrap
    from incidentgame.adapters import packs

    for pack, least in (("api-503", 3), ("warm-up", 2)):
        for fault in packs.load(pack).fault_ids:
            facts = bootstrap.open_case(pack, fault, 1).facts
            assert len(facts.topics) >= least, fault
            assert len(facts.at_work) == 3, fault
            assert all(topic.what and topic.why and topic.claims for topic in facts.topics), fault


def test_the_json_has_what_is_documented_and_no_wall_time() -> None:
    found: dict[str, Any] = as_json(solved())
    assert found["schema"] == result_module.SCHEMA
    assert [o["n"] for o in found["observations"]] == list(range(1, 17))
    assert set(found["scores"]) >= {"P1", "E1", "path", "explanation", "total"}
    assert found["started"].endswith("Z")
    assert msgspec.json.decode(msgspec.json.encode(found)) == found


def test_a_session_is_named_by_its_case_and_its_lines() -> None:
    names = []
    for line in ("date", "date", "uptime"):
        of = typed(engine(), line)
        unscored: Any = None
        names.append(Result(of, unscored, unscored, ()).session)
    assert names[0] == names[1] != names[2]
    assert len(names[0]) == 16

"""The interviewer's script: what ships is in order, answers as itself, and mistakes are said with their line."""

import pytest

from incidentgame.adapters.packs import files_below, pack_ids, shipped
from incidentgame.kernel.chance import Dice
from incidentgame.pack.interview import FILE, INTERVIEWER, check_interview, read_interview
from incidentgame.pack.loading import load_yaml
from incidentgame.pack.personas import Character, answer, told
from incidentgame.pack.problems import PackError

FILES = files_below(shipped() / "_bank")
SCRIPT = read_interview(FILES)
GOOD = """
interviewer:
  name: Thea
  role: interviewer
  unsure: [Cannot say.]
  intents:
    - {id: team, asks: [how large is the team], says: Seven., when: submitted}
says:
  welcome: [Hello.]
colleagues:
  dba:
    - {id: backups, asks: [do you test backups], says: Monthly.}
"""


def interviewer() -> Character:
    assert SCRIPT.interviewer is not None
    return SCRIPT.interviewer


def says(question: str, *, submitted: bool) -> str:
    return answer(interviewer(), question, {"submitted": submitted}, Dice(1), 0)[0]


def test_what_ships_is_in_order() -> None:
    assert check_interview(FILES) == []
    assert all(SCRIPT.says.values())


def test_every_wording_finds_its_own_answer() -> None:
    """Before the explanation what waits for the end says so; after it each question has its own answer."""
    for intent in load_yaml(FILE, FILES[FILE]).data["interviewer"]["intents"]:
        for ask in intent["asks"]:
            submitted = intent.get("when") != "not submitted"
            assert says(ask, submitted=submitted) == intent["id"], ask


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("Am I right?", "right", "right"),
        ("may I change production?", "rules", "rules"),
        ("How is on-call organised at your place?", "later", "oncall"),
        ("what's the team like?", "later", "team"),
        ("how much is the fish", "", ""),
    ],
)
def test_questions_about_the_place_wait_for_the_end(question: str, before: str, after: str) -> None:
    assert says(question, submitted=False) == before
    assert says(question, submitted=True) == after


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("Tell me a bit about the team.", "later", "team"),
        ("How many people are on your team?", "later", "team"),
        ("How does on-call work here?", "later", "oncall"),
        ("how many pages do you get at night?", "later", "oncall"),
        ("What does success look like in this role?", "later", "success"),
        ("What would success look like in my first six months?", "later", "success"),
        ("how is success measured?", "later", "success"),
        ("What are the next steps?", "later", "next"),
        ("When will I hear back from you?", "later", "next"),
        ("What's your deploy process?", "later", "deploy"),
        ("How does your deployment process look?", "later", "deploy"),
        ("How do you roll back?", "", "deploy"),
        ("What does a typical day look like?", "later", "day"),
        ("Why is this position open?", "later", "opening"),
        ("What are you looking for in this person?", "judged", "judged"),
        ("what is the colour of your dog", "", ""),
    ],
)
def test_a_candidates_usual_questions_are_understood(question: str, before: str, after: str) -> None:
    assert (says(question, submitted=False), says(question, submitted=True)) == (before, after)


def test_nothing_said_depends_on_a_pack() -> None:
    words = " ".join((*told(interviewer()), *(text for texts in SCRIPT.says.values() for text in texts)))
    for pack in pack_ids():
        assert pack not in words
    for name in ("api-v2", "shop.example", "CloudFront", "load balancer"):
        assert name not in words


def test_people_keep_what_they_knew_and_the_interviewer_joins() -> None:
    script = read_interview({FILE: GOOD.encode()})
    dba = Character("dba", "Yusuf", "dba", ("No.",))
    joined = script.joined((dba, Character("cook", "Ann", "cook", ("No.",))))
    assert [one.id for one in joined] == ["dba", "cook", INTERVIEWER]
    assert [known.id for known in joined[0].knows] == ["backups"]
    assert joined[1].knows == ()


def test_no_script_is_an_interview_without_a_word() -> None:
    script = read_interview({})
    assert script.interviewer is None
    assert script.joined(()) == ()
    assert check_interview({}) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Thea", "nmae: Thea", 'unknown member "nmae"'),
        ("when: submitted", "when: submited", "no variable"),
        ("when: submitted", "when: 'a b'", "not an expression"),
        ("welcome: [Hello.]", "welcome: 7", '"welcome" must be a list'),
        ("welcome: [Hello.]", "greeting: [Hello.]", 'unknown member "greeting"'),
        ("colleagues:", "friends:", 'unknown member "friends"'),
    ],
)
def test_mistakes_are_said_with_file_and_line(old: str, new: str, said: str) -> None:
    files = {FILE: GOOD.replace(old, new).encode()}
    with pytest.raises(PackError) as caught:
        read_interview(files)
    assert said in str(caught.value)
    assert f"{FILE}:" in str(caught.value)
    assert any(said in str(problem) for problem in check_interview(files))


def test_an_occasion_without_words_and_an_unheard_intent_are_found() -> None:
    twice = GOOD.replace("says: Monthly.}", "says: Monthly.}\n    - {id: backups, asks: [is it], says: No.}")
    problems = [str(problem) for problem in check_interview({FILE: twice.encode()})]
    assert any("`silence`" in problem for problem in problems)
    assert any('two intents are called "backups"' in problem for problem in problems)
    assert any("common words" in problem for problem in problems)

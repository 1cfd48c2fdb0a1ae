"""Personas understand other words, and say when they do not know."""

from incidentgame.kernel.chance import Dice
from incidentgame.pack.expressions import parse
from incidentgame.pack.personas import Character, KnownAnswer, answer, words

DBA = Character(
    "dba",
    "Yusuf",
    "database administrator",
    ("No idea.", "Cannot say."),
    (
        KnownAnswer(
            "lag", (words("replica lag"), words("is the reader behind")), ("Under a second.",), parse("true")
        ),
        KnownAnswer("kill", (words("how do I kill a query"),), ("One.", "Two."), parse("true")),
        KnownAnswer("later", (words("what now"), words("next step please")), ("Wait.",), parse("fixed")),
    ),
)


def say(question: str, asked: int = 0, *, fixed: bool = False) -> tuple[str, str]:
    return answer(DBA, question, {"fixed": fixed}, Dice(3), asked)


def test_other_words_and_slips_are_understood() -> None:
    assert say("hi, could you tell me if the replica is lagging?")[0] == ""
    assert say("Is there replica lag?") == ("lag", "Under a second.")
    assert say("replcia lag??")[0] == "lag"
    assert say("is the READER behind the writer")[0] == "lag"


def test_several_answers_are_given_in_turn() -> None:
    assert [say("how to kill queries", n)[1] for n in range(3)] == ["One.", "Two.", "One."]


def test_what_is_not_known_is_said_in_character() -> None:
    assert {say("what is the weather", n)[1] for n in range(2)} == {"No idea.", "Cannot say."}
    assert say("")[0] == ""


def test_a_guarded_answer_waits_for_its_time() -> None:
    assert say("next step please")[0] == ""
    assert say("next step please", fixed=True)[0] == "later"


def test_the_same_question_gets_the_same_answer() -> None:
    assert say("is the moon full", 4) == say("is the moon full", 4)

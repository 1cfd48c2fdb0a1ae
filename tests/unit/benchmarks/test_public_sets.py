"""The outside check reads each public set's form; its measures are right on made-up answers."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))

import public_sets
from short_answers import Answer, Question

SEMEVAL = """<?xml version="1.0" encoding="UTF-8"?>
<question id="q1" module="M"><questionText>Why is the lamp off?</questionText>
<referenceAnswers>
 <referenceAnswer category="BEST" id="a1">The battery is empty, so no current flows.</referenceAnswer>
 <referenceAnswer category="GOOD" id="a2">There is no current.</referenceAnswer>
</referenceAnswers>
<studentAnswers>
 <studentAnswer accuracy="correct" id="s1">Because the battery is empty and no current flows.</studentAnswer>
 <studentAnswer accuracy="partially_correct_incomplete" id="s2">The battery is empty.</studentAnswer>
 <studentAnswer accuracy="contradictory" id="s3">The battery is not empty and current flows, I am sure of that.</studentAnswer>
 <studentAnswer accuracy="irrelevant" id="s4">I like the colour of the lamp on the table.</studentAnswer>
</studentAnswers></question>
"""
MOHLER = (
    "id,question,desired_answer,student_answer,score_me,score_other,score_avg\n"
    '1,What is a stack?,"A list where the last element in is the first out.",Last in is first out.,5,5,5\n'
    '2,What is a stack?,"A list where the last element in is the first out.",A kind of tree.,1,0,0.5\n'
)
ASAP = "Id\tEssaySet\tScore1\tScore2\tEssayText\n" + "".join(
    f"{n}\t1\t{score}\t{score}\t{text}\n"
    for n, (score, text) in enumerate(
        [(2, 'Measure the "mass" of the vinegar first.')] * 6
        + [(2, "The mass of vinegar."), (0, "It dissolves.")]
    )
)


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str, str], Path]:
    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


def read(name: str, place: Path) -> list[Question]:
    return list(public_sets.FORMATS[name](place))


def test_semeval_is_a_directory_of_xml_files(made: Callable[[str, str], Path]) -> None:
    (question,) = read("semeval", made("set/EM/q1.xml", SEMEVAL).parent.parent)
    assert question.id == "q1" and len(question.references) == 2
    assert [(answer.score, answer.right) for answer in question.answers] == [
        (2, True),
        (1, False),
        (0, False),
        (0, False),
    ]
    assert question.answers[1].text == "The battery is empty."


def test_mohler_is_a_table_or_the_publishers_directory(made: Callable[[str, str], Path]) -> None:
    (of_table,) = read("mohler", made("m.csv", MOHLER))
    made("d/data/sent/answers", "1.1 A list where the last element in is the first out . <STOP>\n")
    made("d/data/sent/1.1", "1.1\tLast in is first out . <STOP>\n1.1\tA kind of tree . <STOP>\n")
    made("d/data/scores/1.1/ave", "5\n0.5\n")
    (of_directory,) = read("mohler", made("d/data/sent/questions", "1.1 What is a stack?\n").parents[2])
    for question in (of_table, of_directory):
        assert [(answer.score, answer.right) for answer in question.answers] == [(5, True), (0.5, False)]
        assert question.references[0].startswith("A list where the last element")


def test_asap_takes_its_references_from_the_best_answers(made: Callable[[str, str], Path]) -> None:
    (question,) = read("asap", made("train.tsv", ASAP))
    assert (
        len(question.references) == 5 and question.references[0] == 'Measure the "mass" of the vinegar first.'
    )
    assert [(answer.score, answer.right) for answer in question.answers] == [(2, True), (2, True), (0, False)]


@pytest.mark.parametrize(
    ("name", "file", "text", "said"),
    [
        ("semeval", "a.xml", "<question>", "not valid XML"),
        ("semeval", "a.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>', "are not read"),
        ("semeval", "a.xml", "<question/>", "no answers of this format"),
        ("mohler", "a.csv", "a,b\n1,2\n", "no column question"),
        ("mohler", "a.csv", MOHLER.replace(",0.5", ",many"), '"many" is no score'),
        ("asap", "a.tsv", "Id\tEssaySet\n", "no column Score1"),
    ],
)
def test_files_of_another_form(
    made: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
    name: str,
    file: str,
    text: str,
    said: str,
) -> None:
    assert public_sets.main([name, str(made(file, text))]) == 2
    assert said in capsys.readouterr().err


def test_directories_of_another_form(
    made: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place = made("d/readme", "x").parent
    for name, said in (
        ("semeval", "no XML files"),
        ("mohler", "no directories `scores`"),
        ("asap", "cannot read"),
    ):
        assert public_sets.main([name, str(place)]) == 2
        assert said in capsys.readouterr().err
    made("d/raw/answers", "1.1 x\n")
    made("d/raw/1.1", "one\ntwo\n")
    made("d/scores/1.1/ave", "5\n")
    assert public_sets.main(["mohler", str(place)]) == 2
    assert "has 2 answers and" in capsys.readouterr().err


def test_the_table_has_the_grader_beside_the_baselines(
    made: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert public_sets.main(["semeval", str(made("q.xml", SEMEVAL))]) == 0
    out = capsys.readouterr().out
    assert "1 questions, 4 answers" in out
    rows = {line.split("|")[1].strip(): line for line in out.splitlines() if line.startswith("| ")}
    assert list(rows) == ["system", "length", "stem recall", "TF-IDF cosine", "grader"]
    assert "| 1.000 |" in rows["grader"]


def test_a_denial_is_worth_nothing_to_the_grader_and_much_to_counting_words() -> None:
    (question,) = [
        Question(
            "q", ("The battery is empty.",), (Answer("It is not true that the battery is empty.", 0, False),)
        )
    ]
    assert public_sets.by_grader(question) == [0.0]
    assert public_sets.by_recall(question) == [1.0]


@pytest.mark.parametrize(
    ("values", "right", "expected"),
    [
        ([1, 2, 3, 4], [False, False, True, True], 1.0),
        ([4, 3, 2, 1], [False, False, True, True], 0.0),
        ([1, 1, 1, 1], [False, True, False, True], 0.5),
        ([1, 2], [True, True], None),
    ],
)
def test_auc(values: list[float], right: list[bool], expected: float | None) -> None:
    assert public_sets.auc(values, right) == expected


PAIRED = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=25)


@given(PAIRED)
def test_auc_counts_pairs_in_order(pairs: list[tuple[int, bool]]) -> None:
    good, bad = [v for v, r in pairs if r], [v for v, r in pairs if not r]
    found = public_sets.auc([float(v) for v, _ in pairs], [r for _, r in pairs])
    if not good or not bad:
        assert found is None
        return
    counted = sum((g > b) + (g == b) / 2 for g in good for b in bad) / (len(good) * len(bad))
    assert found == pytest.approx(counted)


def test_pearson_and_kappa() -> None:
    assert public_sets.pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert public_sets.pearson([1, 1, 1], [2, 4, 6]) is None
    assert public_sets.kappa([0.1, 0.2, 0.9], [0, 1, 2]) == 1
    assert public_sets.kappa([0.9, 0.2, 0.1], [0, 1, 2]) == -1


def test_what_is_measured_is_bounded_and_even() -> None:
    answers = tuple(Answer(str(n), n, True) for n in range(100))
    question = Question("q", ("r",), answers)
    kept = public_sets.bounded([question, question, Question("none", (), answers)], 30)
    assert [len(q.answers) for q in kept] == [10, 10]
    assert [a.text for a in kept[0].answers][:3] == ["0", "10", "20"]

"""Evidence is seen in any output format (issue 3: output format does not change the score)."""

import pytest

from incidentgame.scoring.rubric import Evidence
from incidentgame.session.evidence import shows

PRIORITY = Evidence(id="rules", shown=(("rule/x",), ('"Priority": "4"', " 4 ")))
EMPTY = Evidence(id="empty", shown=(('"TargetHealthDescriptions": []',),))


@pytest.mark.parametrize(
    "text",
    [
        '{\n    "RuleArn": "rule/x",\n    "Priority": "4"\n}',
        "- Priority: '4'\n  RuleArn: rule/x\n",
        "4\trule/x\n".replace("4", "x\n4"),
        "|  4  |  rule/x  |\n",
    ],
)
def test_every_format_shows_it(text: str) -> None:
    assert shows(PRIORITY, text)


@pytest.mark.parametrize("text", ['"RuleArn": "rule/x", "Priority": "40"', "|  14  |  rule/x  |"])
def test_another_number_does_not(text: str) -> None:
    assert not shows(PRIORITY, text)


def test_an_empty_list_is_seen_however_it_prints() -> None:
    assert shows(EMPTY, '{"TargetHealthDescriptions": []}')
    assert shows(EMPTY, "TargetHealthDescriptions: []\n")
    assert shows(EMPTY, "", empty=("TargetHealthDescriptions",))
    assert not shows(EMPTY, "", empty=("Rules",))

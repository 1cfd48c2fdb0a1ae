"""Questions as players answer them: short, in their own words, right or wrong."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from incidentgame.adapters import packs
from incidentgame.pack.compiler import compile_case
from incidentgame.scoring.knowledge.answers import judge
from incidentgame.scoring.knowledge.cards import Card

ANSWERS = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))
ROWS = [
    (id_, verdict, text)
    for id_, verdicts in ANSWERS.items()
    for verdict, texts in verdicts.items()
    for text in texts
]


@cache
def cards() -> dict[str, Card]:
    """Every card there is: of the bank, and of every fault of every shipped pack."""
    found = {card.id: card for card in packs.bank().all_cards()}
    for pack in map(packs.read, packs.pack_ids()):
        for fault in pack.fault_ids:
            found |= {card.id: card for card in compile_case(pack, fault, 1).facts.questions}
    return found


@pytest.mark.parametrize(("id_", "verdict", "text"), ROWS)
def test_an_answer_is_worth_what_a_reader_gave_it(id_: str, verdict: str, text: str) -> None:
    judged = judge(cards()[id_], text)
    assert judged is not None
    assert judged.verdict == verdict


def test_no_two_cards_share_an_id() -> None:
    bank = {card.id for card in packs.bank().all_cards()}
    for pack in map(packs.read, packs.pack_ids()):
        for fault in pack.fault_ids:
            own = [card.id for card in compile_case(pack, fault, 1).facts.questions]
            assert len(set(own)) == len(own)
            assert not bank & set(own)


def test_every_fault_asks_about_services_of_the_bank() -> None:
    names = packs.bank().names
    assert [card.id for card in cards().values() if card.service not in names] == []

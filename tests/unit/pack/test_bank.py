"""The bank of questions: the shipped one is fair, and a broken one is told about with file and line."""

from functools import cache

import pytest

from incidentgame.adapters import packs
from incidentgame.pack.bank import Bank, check_bank, own_cards, read_bank
from incidentgame.pack.problems import PackError
from incidentgame.session.services import PATHS, SERVICES

CARD = """\
service: dns
name: DNS
cards:
  - id: one
    level: 1
    ask: What is a TTL?
    because: A time.
    source: a sheet
    {rest}
"""


@cache
def shipped() -> Bank:
    return packs.bank()


def problems(rest: str) -> list[str]:
    files = {"questions/dns.yaml": CARD.replace("{rest}", rest).encode()}
    return [str(problem) for problem in check_bank(files)]


def test_the_shipped_bank_is_in_order() -> None:
    directory = packs.shipped() / "_bank"
    assert check_bank(packs.files_below(directory)) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_on_the_path_has_cards(service: str) -> None:
    cards = shipped().of(service)
    assert 5 <= len(cards) <= 9
    assert any(card.touch for card in cards)
    assert {card.kind for card in cards} <= {"free", "choice"}
    assert len({card.level for card in cards}) >= 2
    assert all(len(card.because) < 400 for card in cards)


def test_every_family_leads_to_services_of_the_bank() -> None:
    assert {service for path in PATHS.values() for service in path} <= set(SERVICES)


def test_cards_are_found_by_id() -> None:
    bank = shipped()
    assert all(bank.card(card.id) is card for card in bank.all_cards())
    assert bank.card("no-such-card") is None
    assert bank.name("alb") == "Load balancer"


def test_the_shipped_faults_questions_are_fair() -> None:
    from incidentgame.pack.bank import mistakes
    from incidentgame.pack.compiler import compile_case

    for name in packs.pack_ids():
        pack = packs.read(name)
        for fault in pack.fault_ids:
            cards = compile_case(pack, fault, 1).facts.questions
            assert cards
            assert [what for card in cards for what in mistakes(card)] == []


def test_a_fair_card_has_no_problem() -> None:
    assert problems("options: [seconds to keep a copy, a colour, a port]\n    right: 1") == []


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("touch: true", "either `options` or `accept`"),
        ("options: [a, b]\n    right: 1", "2 options"),
        ("options: [a time, a port, A Time]\n    right: 1", "two options say the same"),
        ("options: [x, y, z]\n    right: 4", "not the number of an option"),
        ("accept: [{statement: It is a port., must: [[lifetime]]}]", "its own answer is judged wrong"),
        (
            "accept: [{statement: A TTL is a time., must: [[ttl]]}]",
            'the question holds a word of its answer: "ttl"',
        ),
        (
            "accept: [{statement: a time, must: [[time]]}]\n    partly: [{statement: a time}]",
            "half an answer is judged right",
        ),
    ],
)
def test_unfair_cards_are_told_about(rest: str, told: str) -> None:
    found = problems(rest)
    assert any(told in problem and problem.startswith("questions/dns.yaml:4") for problem in found), found


def test_two_cards_of_one_name_and_wrong_shapes() -> None:
    text = CARD.replace("{rest}", "options: [x, y, z]\n    right: 1")
    files = {"questions/a.yaml": text.encode(), "questions/b.yaml": text.encode()}
    with pytest.raises(PackError, match="two cards are called"):
        read_bank(files)
    with pytest.raises(PackError, match='unknown member "colour"'):
        read_bank({"questions/a.yaml": CARD.replace("{rest}", "colour: red").encode()})


def test_a_question_of_the_old_short_form_is_answered_by_its_own_words() -> None:
    question = {
        "ask": "Which rule of a listener answers?",
        "answer": "The first that matches, from the lowest number up.",
        "topic": "alb",
        "id": "",
        "options": [],
        "accept": [],
        "level": 2,
    }
    (card,) = own_cards("some-fault", [question])
    assert (card.id, card.service, card.kind) == ("some-fault-1", "alb", "free")
    from incidentgame.scoring.knowledge.answers import judge

    judged = judge(card, "the first one that matches, lowest number first")
    assert judged is not None
    assert judged.verdict == "right"

"""The bank of question cards: one file per service, shipped beside the packs and shared by all of them.

Like a pack's files they come as a mapping of relative path to bytes; an adapter reads them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from incidentgame.pack.loading import Document, load_yaml
from incidentgame.pack.problems import PackError, Problem
from incidentgame.pack.reading import PackFiles
from incidentgame.pack.schema import ServiceText
from incidentgame.pack.shape import check
from incidentgame.scoring.knowledge.cards import LETTERS, Accepted, Card

FOLDER = "questions/"


@dataclass(frozen=True, slots=True)
class Bank:
    """Every card by id, in order of service and file, and the services' names as players read them."""

    cards: Mapping[str, Card] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def card(self, id_: str) -> Card | None:
        """The card with this id; None when the bank no longer has it."""
        return self.cards.get(id_)

    def all_cards(self) -> tuple[Card, ...]:
        """Every card, in the bank's order."""
        return tuple(self.cards.values())

    def of(self, service: str) -> tuple[Card, ...]:
        """The cards of one service."""
        return tuple(card for card in self.cards.values() if card.service == service)

    def name(self, service: str) -> str:
        """How players read a service's name."""
        return self.names.get(service, service)


def read_bank(files: PackFiles) -> Bank:
    """The bank below `questions/`; PackError with everything that has the wrong shape."""
    problems: list[Problem] = []
    documents = list(_documents(files, problems))
    if problems:
        raise PackError(problems)
    cards: dict[str, Card] = {}
    for document in documents:
        for index, data in enumerate(document.data["cards"]):
            card = _card(data, document.data["service"])
            if card.id in cards:
                problems.append(document.problem(("cards", index, "id"), f'two cards are called "{card.id}"'))
            cards[card.id] = card
    if problems:
        raise PackError(problems)
    return Bank(cards, {d.data["service"]: d.data["name"] for d in documents})


def check_bank(files: PackFiles) -> list[Problem]:
    """Every mistake of the bank, in order of file and line: shape, ids, and cards that cannot be fair."""
    try:
        bank = read_bank(files)
    except PackError as error:
        return list(error.problems)
    found: list[Problem] = []
    for document in _documents(files, found):
        for index, data in enumerate(document.data["cards"]):
            card = bank.cards[data["id"]]
            found += [document.problem(("cards", index), what) for what in mistakes(card)]
            if not card.source:
                found.append(document.problem(("cards", index), f"{card.id}: no source"))
    return sorted(found)


def _documents(files: PackFiles, problems: list[Problem]) -> Iterator[Document]:
    for path in sorted(files):
        if not (path.startswith(FOLDER) and path.endswith(".yaml")):
            continue
        try:
            document = load_yaml(path, files[path])
        except PackError as error:
            problems.extend(error.problems)
            continue
        wrong = list(check(document, document.data, ServiceText, ()))
        problems.extend(wrong)
        if not wrong:
            yield document


def own_cards(fault: str, questions: Sequence[Mapping[str, Any]]) -> tuple[Card, ...]:
    """The cards of a fault's own `questions`, filled."""
    return tuple(_own(fault, index, question) for index, question in enumerate(questions, 1))


def _own(fault: str, index: int, question: Mapping[str, Any]) -> Card:
    data = {name: value for name, value in question.items() if name not in ("answer", "topic")}
    answer = str(question["answer"])
    data |= {"id": question["id"] or f"{fault}-{index}", "because": answer}
    if not (data["accept"] or data["options"]):
        data["accept"] = [{"statement": answer}]
    return _card(data, str(question["topic"]))


def _card(data: Mapping[str, Any], service: str) -> Card:
    members: dict[str, Any] = {**data, "service": service, "right": max(0, data.get("right", 0) - 1)}
    return msgspec.convert(members, Card)


def mistakes(card: Card) -> Iterator[str]:
    """What makes a card unfair: no right answer, several, or an answer of its author's not held right."""
    if bool(card.options) == bool(card.accept):
        yield f"{card.id}: give either `options` or `accept`"
    elif card.options:
        yield from _choice_mistakes(card)
    else:
        yield from _free_mistakes(card)


def _choice_mistakes(card: Card) -> Iterator[str]:
    if not 3 <= len(card.options) <= len(LETTERS):
        yield f"{card.id}: {len(card.options)} options; give 3 to {len(LETTERS)}"
    if len({option.strip().lower() for option in card.options}) < len(card.options):
        yield f"{card.id}: two options say the same"
    if not 0 <= card.right < len(card.options):
        yield f"{card.id}: `right` is not the number of an option"
        return
    from incidentgame.scoring.knowledge.answers import judge

    for index, option in enumerate(card.options):
        judged = judge(card, option)
        if judged is None or (judged.verdict == "right") != (index == card.right):
            yield f"{card.id}: option {index + 1} is not judged as `right` says"


def _free_mistakes(card: Card) -> Iterator[str]:
    # late: few read a bank to check it
    from incidentgame.scoring.knowledge.answers import given_away, judge, right_wordings

    for wording in right_wordings(card):
        judged = judge(card, wording)
        if judged is None or judged.verdict != "right":
            verdict = judged.verdict if judged else "no answer"
            yield f'{card.id}: its own answer is judged {verdict}: "{wording}"'
    for part in card.partly:
        yield from _partly_mistakes(card, part)
    for term in given_away(card):
        yield f'{card.id}: the question holds a word of its answer: "{term}"'


def _partly_mistakes(card: Card, part: Accepted) -> Iterator[str]:
    from incidentgame.scoring.knowledge.answers import judge

    for wording in part.wordings:
        judged = judge(card, wording)
        if judged is None or judged.verdict != "partly":
            verdict = judged.verdict if judged else "no answer"
            yield f'{card.id}: half an answer is judged {verdict}: "{wording}"'

"""A drill as text: the question on a card, what an answer was worth, how the sitting went."""

from collections.abc import Sequence
from textwrap import fill

from incidentgame.kernel.instant import Instant
from incidentgame.report.when import ahead
from incidentgame.scoring.knowledge.answers import LOOK_POINTS, Judgement
from incidentgame.scoring.knowledge.cards import Card

WIDTH = 78
HELP = (
    "Answer in your own words, or with a letter where there are some. `skip` goes\n"
    "on without an answer, `quit` ends. After a verdict, `easy`, `good`, `hard` or\n"
    "`again` puts your own rating in its place.\n"
)
_VERDICTS = {
    "right": "Right.",
    "partly": "Half right.",
    "wrong": "Not right.",
    "unknown": "Not known, and said so.",
}
_COUNTED = (("right", "right"), ("partly", "half right"), ("wrong", "not right"), ("unknown", "not known"))


def question(card: Card, place: str, why: str, service: str) -> str:
    """A card as it is asked; `place` is `1 of 7`."""
    head = f" {place} · {service}"
    aside = f"{why:>{max(0, WIDTH - len(head))}}" if len(head) + len(why) + 2 <= WIDTH else f"\n {why}"
    options = "".join(
        fill(f"{letter}) {text}", WIDTH, initial_indent="   ", subsequent_indent="      ") + "\n"
        for letter, text in card.lettered
    )
    return f"\n{head}{aside}\n{paragraph(card.ask)}\n{options}"


def verdict(card: Card, judged: Judgement) -> str:
    """What the answer was worth, the answer itself, and what to read."""
    said = _VERDICTS[judged.verdict]
    if judged.verdict == "unknown" and judged.points >= LOOK_POINTS:
        said = "Not known; where you would look is a good place."
    if card.options and judged.verdict != "right":
        said += f" It is {card.lettered[card.right][0]}) {card.right_option}"
    rows = [paragraph(said), *([paragraph(card.because)] if card.because else [])]
    return "\n".join([*rows, *([paragraph(f"Read: {card.read}")] if card.read else [])]) + "\n"


def no_answer(card: Card) -> str:
    """What to say to a line that answers nothing."""
    if card.options:
        return f" One of the letters a to {card.lettered[-1][0]}, `skip`, or say that you don't know."
    return " This one is answered in words; `skip`, or say that you don't know."


def comes_back(due: Instant, now: Instant, rating: str = "") -> str:
    """When the card is asked again."""
    rated = f"Rated {rating}. " if rating else ""
    return f" {rated}It comes back {ahead(due, now)}.\n"


def summary(verdicts: Sequence[str], skipped: int, left: int) -> str:
    """How a sitting went; `left` cards are still due."""
    parts = [f"{n} {words}" for name, words in _COUNTED if (n := verdicts.count(name))]
    parts += [f"{skipped} skipped"] if skipped else []
    counted = f"{len(verdicts)} card{'' if len(verdicts) == 1 else 's'}"
    told = f"{counted}: {', '.join(parts)}." if parts else "No card was answered."
    return f"\n{told} {_left(left)}\n"


def _left(left: int) -> str:
    if not left:
        return "Nothing else is due now."
    return f"{left} {'is' if left == 1 else 'are'} still due; `incidentgame drill` goes on."


def paragraph(text: str) -> str:
    """Words in lines of at most 78 characters, one space in."""
    rows = (fill(row, WIDTH, initial_indent=" ", subsequent_indent=" ") for row in text.splitlines())
    return "\n".join(rows)

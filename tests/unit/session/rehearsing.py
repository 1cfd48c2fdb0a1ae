"""A rehearsal with a small bank of its own, played by lines with the seconds between them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from incidentgame import bootstrap
from incidentgame.adapters.store import MemoryStore
from incidentgame.pack.bank import Bank
from incidentgame.pack.case import CompiledCase
from incidentgame.scoring.knowledge.cards import Accepted, Card
from incidentgame.session.engine import Engine
from incidentgame.session.play import Play
from incidentgame.session.storyteller import Spoken

FAULT = "rule-forwards-to-empty-group"
CURL = "curl -si https://api.shop.example/v1/cart"
DIG = "dig +short api.shop.example"
BALANCERS = "aws elbv2 describe-load-balancers"
EXPLAIN = "explain root cause: a listener rule forwards the API to an empty target group. Confidence 95 %."


def card(service: str, touch: bool = True) -> Card:
    """A card nobody needs to know anything for: `42` is right."""
    return Card(
        id=f"{service}-{'touch' if touch else 'later'}",
        service=service,
        level=1,
        ask=f"What about {service}?",
        because="It is 42.",
        accept=(Accepted(statement="The answer is 42.", paraphrases=("It is 42.",), must=(("42",),)),),
        look=("the manual", "documentation"),
        touch=touch,
    )


SERVICES = (
    "cloudfront",
    "dns-caching",
    "alb",
    "target-health",
    "autoscaling",
    "cloudtrail",
    "vpc",
    "s3-logs",
)
BANK = Bank({c.id: c for s in SERVICES for c in (card(s), card(s, touch=False))})


@cache
def case() -> CompiledCase:
    return bootstrap.open_case("api-503", FAULT, 1)


def engine(mode: str = "rehearsal", minutes: int = 0) -> Engine:
    parts = bootstrap.engine_for("api-503", case()).parts
    return Engine(case(), replace(parts, bank=lambda: BANK), mode, minutes)


def play(mode: str = "rehearsal", minutes: int = 0) -> Play:
    opened = Play(engine(mode, minutes), MemoryStore())
    opened.open("test")
    return opened


def enter(one: Play, line: str, after: int = 10) -> list[Spoken]:
    """Play a line so many seconds after the one before; what was said around it."""
    result = one.line(line, one.engine.now + after * 1000)
    return [*result.before, *result.after]


def shown(one: Play) -> str:
    """What the last line printed."""
    return one.engine.observations[-1].shown


def asked(words: list[Spoken]) -> list[str]:
    """What the interviewer said among what was said."""
    return [word.text for word in words if word.sender == "interviewer"]


def kinds(one: Play) -> list[tuple[str, str]]:
    return [(prompt.kind, prompt.why) for prompt in one.engine.interviewer.prompts]


def said_once(words: list[Spoken], part: str) -> Iterator[str]:
    yield from (text for text in asked(words) if part in text)

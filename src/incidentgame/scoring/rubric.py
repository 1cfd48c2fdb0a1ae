"""What an explanation is graded against: entities, evidence, claims and anti-claims.

The parts a claim is made of follow the measured design (explanation-grading "What works"): a statement
with paraphrases, concept groups that must all be present (object x predicate), entities it must name,
phrases that deny it, a causal edge, and the names of what shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

ClaimKind = Literal[
    "impact",
    "trigger",
    "root_cause",
    "mechanism",
    "ruled_out",
    "mitigation",
    "prevention",
    "unknown",
]
AntiKind = Literal["rival", "reversed"]

KINDS: Final[tuple[ClaimKind, ...]] = (
    "impact",
    "trigger",
    "root_cause",
    "mechanism",
    "ruled_out",
    "mitigation",
    "prevention",
    "unknown",
)
CAUSAL_KINDS: Final[tuple[ClaimKind, ...]] = ("root_cause", "trigger", "mechanism")

Groups = tuple[tuple[str, ...], ...]


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of this case that a text can name: an id, a port, a person, a version."""

    id: str
    canon: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it, the canonical one first, without repetition."""
        return tuple(dict.fromkeys((self.canon, *self.aliases)))


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Something a player can see; `text` is a line of it, used to recognise pasted output.

    `shown`: an output shows it that holds at least one text of every group.
    """

    id: str
    what: str = ""
    text: str = ""
    shown: Groups = ()


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """The causal direction a claim asserts, each side as a list of terms."""

    cause: tuple[str, ...]
    effect: tuple[str, ...]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One statement an explanation should make."""

    id: str
    kind: ClaimKind
    statement: str
    weight: int = 1
    paraphrases: tuple[str, ...] = ()
    must: Groups = ()
    entities: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    edge: Edge | None = None
    shown_by: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The statement and its paraphrases."""
        return (self.statement, *self.paraphrases)


class AntiClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that is false here: a rival cause, or the true chain told backwards."""

    id: str
    statement: str
    kind: AntiKind = "rival"
    paraphrases: tuple[str, ...] = ()
    must: Groups = ()
    entities: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The statement and its paraphrases."""
        return (self.statement, *self.paraphrases)


class Rubric(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one explanation is graded against."""

    claims: tuple[Claim, ...]
    entities: tuple[Entity, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    anti_claims: tuple[AntiClaim, ...] = ()
    id: str = ""
    brief: str = ""

    def of_kind(self, *kinds: ClaimKind) -> tuple[Claim, ...]:
        """The claims of these kinds, in the author's order."""
        return tuple(claim for claim in self.claims if claim.kind in kinds)


def with_rivals(rubric: Rubric, others: Sequence[Rubric]) -> Rubric:
    """Add the root causes of the pack's other faults as rival anti-claims.

    A rival whose own wording would satisfy a claim here is left to the linter, not dropped here.
    """
    rivals = tuple(
        AntiClaim(
            id=f"{other.id}/{claim.id}",
            statement=claim.statement,
            paraphrases=claim.paraphrases,
            must=claim.must,
        )
        for other in others
        if other.id != rubric.id
        for claim in other.of_kind("root_cause")
    )
    return msgspec.structs.replace(rubric, anti_claims=(*rubric.anti_claims, *rivals))

"""A question card: what is asked about a service, and what an answer is held against."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from incidentgame.kernel.chance import Dice
from incidentgame.scoring.rubric import Groups

LETTERS: Final = "abcdefgh"
CardKind = Literal["free", "choice"]


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """One thing an answer may say: a statement with paraphrases, the concept groups that must all be
    there, and phrases that say the contrary (as in a rubric's claim)."""

    statement: str
    paraphrases: tuple[str, ...] = ()
    must: Groups = ()
    deny: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The statement and its paraphrases."""
        return (self.statement, *self.paraphrases)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A question about one service.

    `level`: 1 names a feature, 2 explains a behaviour, 3 predicts a changed setting. A card with `options`
    is a choice and `right` the index of the right one; else it is answered freely, and one of `accept`
    makes an answer right, one of `partly` half right. `look`: sensible places to look when one does not
    know. `because`: the answer in up to three sentences. `read`: the name of a page or book.
    `touch`: fit to be asked when somebody first meets the service.
    """

    id: str
    service: str
    level: int
    ask: str
    because: str
    options: tuple[str, ...] = ()
    right: int = 0
    accept: tuple[Accepted, ...] = ()
    partly: tuple[Accepted, ...] = ()
    look: tuple[str, ...] = ()
    read: str = ""
    source: str = ""
    touch: bool = False
    predicts: bool = False
    """Made from the world of a case, its answer played out there."""

    @property
    def kind(self) -> CardKind:
        """Whether one chooses or answers in words."""
        return "choice" if self.options else "free"

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """The options with their letters, in order."""
        return tuple(zip(LETTERS, self.options, strict=False))

    @property
    def right_option(self) -> str:
        """The right one of the options; empty when there are none."""
        return self.options[self.right] if self.options else ""

    def dealt(self, dice: Dice) -> Card:
        """The card with its options in the order the dice give them."""
        order = dice.shuffled(range(len(self.options)), "options", self.id)
        options = tuple(self.options[index] for index in order)
        right = order.index(self.right) if order else 0
        return msgspec.structs.replace(self, options=options, right=right)

"""Say that sentence again: which sentences to ask for, and putting the new wording in the old one's place.

What is asked never tells which claim it is about: that would give the answer away.
"""

from __future__ import annotations

from incidentgame.scoring.explanation.clean import clean
from incidentgame.scoring.explanation.fields import read_explanation
from incidentgame.scoring.explanation.model import SentenceVerdict, Verdicts
from incidentgame.scoring.explanation.pasted import Shown
from incidentgame.scoring.explanation.reading import in_order


def unsettled(verdicts: Verdicts) -> tuple[SentenceVerdict, ...]:
    """The sentences a person would have to look at, in the player's order, with everything taken out of
    them that names a claim."""
    return tuple(
        SentenceVerdict(
            n=verdict.n,
            field=verdict.field,
            text=verdict.text,
            role="not_understood",
            reason="not understood for sure; please say it in other words",
        )
        for verdict in verdicts.sentences
        if verdict.role == "not_understood" or (verdict.role == "claim" and verdict.state == "review")
    )


def rephrased(text: str, n: int, new: str) -> str:
    """The submitted text with its sentence `n` (as numbered in `Verdicts.sentences`) said anew.

    Raises IndexError when there is no such sentence.
    """
    readable = clean(text)
    numbered = [sentence for sentence, _ in in_order(read_explanation(text), Shown(()))]
    if not 1 <= n <= len(numbered):
        raise IndexError(f"the explanation has {len(numbered)} sentences")
    old = numbered[n - 1].text
    before = sum(1 for sentence in numbered[: n - 1] if sentence.text == old)
    at = -1
    for _ in range(before + 1):
        at = readable.find(old, at + 1)
    if at < 0:
        at = readable.find(old)
    return readable if at < 0 else f"{readable[:at]}{clean(new).strip()}{readable[at + len(old) :]}"

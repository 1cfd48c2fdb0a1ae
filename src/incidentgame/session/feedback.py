"""What the game says after a line in the modes that help: what it told in bits, how an explanation was read.

It stands beside the line's output, is part of what the log's digest covers, and never names a suspect or a
claim.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from incidentgame.commands.game.bits import told
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import Rephrased
from incidentgame.session.gains import gained
from incidentgame.session.observation import Observation
from incidentgame.session.statements import Statements

if TYPE_CHECKING:
    from incidentgame.scoring.explanation.model import SentenceVerdict, Verdicts
    from incidentgame.session.engine import Engine

_ASKED = 3
"""Sentences asked for again at once."""
_LONGEST = 100


def after(engine: "Engine", seen: Observation) -> str:
    """What is said after a line; empty when nothing is."""
    mode = MODES[engine.mode]
    if seen.verb == "explain" and mode.feedback:
        return _read(engine, seen)
    if mode.helps and not seen.verb and bits_on(engine):
        engine.rivals.settle(engine.player)
        found = gained(engine, seen.n)
        return (told(found) if found else "") + "".join(_predicted(engine, seen))
    return ""


def _predicted(engine: "Engine", seen: Observation) -> Iterator[str]:
    """What became of the predictions that this look was the first to test."""
    from incidentgame.scoring.path.predictions import Shown, verdict
    from incidentgame.session.scorer import looks

    words = {True: "showed it", False: "showed otherwise", None: "does not settle it"}
    for made in engine.statements.of("expect"):
        first = next((one.n for one in engine.observations if one.n > made.n and looks(one)), 0)
        if first == seen.n:
            answer, why = verdict(made.text, Shown(seen.shown, seen.empty))
            rests = f": {why}" if why and answer is not None else ""
            yield f"#{seen.n}  your prediction of #{made.n}: {words[answer]}{rests}\n"


def bits_on(engine: "Engine") -> bool:
    """Did the player ask for the bits after each line?"""
    asked = engine.statements.of("bits")
    return bool(asked) and asked[-1].text == "on"


def said_again(statements: Statements, n: int, words: str) -> Rephrased:
    """The last explanation with its sentence `n` in other words."""
    from incidentgame.scoring.explanation.again import rephrased

    earlier = statements.explanation
    if earlier is None:
        return Rephrased("", "nothing explained yet")
    try:
        return Rephrased(rephrased(earlier.text, n, words))
    except IndexError as error:
        return Rephrased("", str(error))


def _read(engine: "Engine", seen: Observation) -> str:
    """How many sentences were understood, and which to say again; nothing when the line explained nothing."""
    said = engine.statements.explanation
    if said is None or said.n != seen.n:
        return ""
    from incidentgame.scoring.explanation.again import unsettled

    verdicts = _verdicts(engine, said.text)
    asked, total = unsettled(verdicts), len(verdicts.sentences)
    if not total:
        return ""
    if not asked:
        return _weighed(verdicts.sentences)
    rows = [f"Understood: {total - len(asked)} of {total} {_sentences(total)}. Not for certain:\n"]
    rows += [_row(sentence) for sentence in asked[:_ASKED]]
    again = f'`explain again {asked[0].n} "…"`'
    rows.append(f"Say it in other words, if you like: {again}. Otherwise a person has to read it.\n")
    return "".join(rows)


_WEIGHED = ("claim", "rival", "unsupported")
"""The roles of sentences that say something of the case."""


def _weighed(sentences: "Sequence[SentenceVerdict]") -> str:
    """How much of a text in which nothing is doubtful says something of the case."""
    total, told = len(sentences), sum(1 for one in sentences if one.role in _WEIGHED)
    if told == total:
        return "It was understood.\n" if total == 1 else f"All {total} sentences were understood.\n"
    if told:
        return f"All {total} sentences were read; {told} of them {_say(told)} something that is weighed.\n"
    return (
        "Nothing in it was understood as what broke, why, whom it hit or what to do:\n"
        + _row(sentences[0])
        + f'Say it in other words, if you like: `explain again {sentences[0].n} "…"`.\n'
    )


def _sentences(number: int) -> str:
    return "sentence" if number == 1 else "sentences"


def _say(number: int) -> str:
    return "says" if number == 1 else "say"


def _row(sentence: "SentenceVerdict") -> str:
    text = " ".join(sentence.text.split())
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
    return f'  {sentence.n:>2}  "{short}"\n'


def _verdicts(engine: "Engine", text: str) -> "Verdicts":
    """The explanation as read; suspects and confidence do not matter for what was understood."""
    from incidentgame.scoring.explanation.grade import grade
    from incidentgame.session.evidence import shown_at

    shown = shown_at(engine.case.rubric, engine.observations)
    return grade(engine.case.rubric, text, frozenset(shown), shown_at=shown)

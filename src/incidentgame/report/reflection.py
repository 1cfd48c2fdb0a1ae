"""What a player said they got wrong, beside what the log says; and what an interviewer asked on the way."""

from collections.abc import Iterator

from incidentgame.report.model import Said, Tone
from incidentgame.report.plain import one_line
from incidentgame.report.words import lines_seen
from incidentgame.scoring.reflection import Mishap, Reflection
from incidentgame.session.result import Result

_LONGEST = 300


def reflections(result: Result) -> tuple[Said, ...]:
    """Each sentence of the account that names something, or that the log contradicts; what was left out
    stands with the last."""
    account = result.scored.reflection
    if account is None:
        return ()
    n = result.engine.statements.of("reflect")[-1].n
    found = [Said(n=n, text=text, tone=tone, verdict=verdict) for text, tone, verdict in _told(account)]
    if not found:
        whole = one_line(account.text, _LONGEST)
        found = [Said(n=n, text=whole, tone="plain", verdict="nothing of it is in the log, for or against")]
    return (*found[:-1], _ending(found[-1], account))


def _told(account: Reflection) -> Iterator[tuple[str, Tone, str]]:
    by_sentence: dict[str, list[Mishap]] = {}
    for admitted in account.named:
        by_sentence.setdefault(admitted.sentence, []).append(admitted.mishap)
    for sentence, mishaps in by_sentence.items():
        yield one_line(sentence, _LONGEST), "good", "; ".join(_happened(mishap) for mishap in mishaps)
    for invented in account.invented:
        yield one_line(invented.sentence, _LONGEST), "bad", f"the log says otherwise: {invented.why}"


def _happened(mishap: Mishap) -> str:
    where = f" ({lines_seen(list(mishap.lines))})" if mishap.lines else ""
    return f"{mishap.words}{where}"


def _ending(last: Said, account: Reflection) -> Said:
    """The last entry with what was left out, and whether the account counted."""
    parts = [last.verdict]
    if account.missed:
        parts.append("Not named: " + "; ".join(_happened(mishap) for mishap in account.missed))
    if account.raises:
        parts.append("An honest account: one level more in what you know you do not know (E3)")
    return Said(n=last.n, text=last.text, tone=last.tone, verdict=". ".join(parts))


def interviewed(result: Result) -> str:
    """How often the interviewer asked what the player was thinking, and how often they said; or nothing."""
    asked = [one for one in result.engine.interviewer.prompts if one.kind == "thinking"]
    if not asked:
        return ""
    answered = sum(1 for one in asked if one.end == "answered")
    said = {0: "never said it", 1: "said it once"}.get(answered, f"said it {answered} times")
    often = {1: "once", 2: "twice"}.get(len(asked), f"{len(asked)} times")
    return f"You were asked {often} what you were thinking, and {said}."

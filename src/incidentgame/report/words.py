"""The words of a debrief that are not about one case: dimensions, what each level means, verdicts, parts."""

from collections.abc import Mapping

from incidentgame.report.model import Tone

DIMENSIONS: Mapping[str, str] = {
    "P1": "scope and impact",
    "P2": "layered narrowing",
    "P3": "hypotheses",
    "P4": "safety",
    "P5": "mitigate and verify",
    "E1": "root cause",
    "E2": "evidence and chain",
    "E3": "unknowns and calibration",
    "E4": "prevention",
    "E5": "business impact",
    "K": "knowledge",
}
"""What each dimension is called."""

ANCHORS: Mapping[str, tuple[str, str, str, str]] = {
    "P1": (
        "acts on the alert's text",
        "reproduces the failure",
        "reproduces it, and finds who is hit and what still works",
        "and puts a number to it: share of requests, since when, how severe",
    ),
    "P2": (
        "commands in no order",
        "several layers, in no order",
        "follows the request path",
        "each look splits what is left, and says which layers are cleared",
    ),
    "P3": (
        "no hypothesis is stated",
        "one is stated, or only confirmed",
        "two or more, or one that is tested",
        "predicts the result, looks for what would disprove it, and drops what is falsified",
    ),
    "P4": (
        "a destructive or irreversible act, or no thought given to change",
        "changes in the dark, or several at once",
        "small, reversible changes",
        "says risk and way back first; no user is harmed by a change",
    ),
    "P5": (
        "the users are left waiting",
        "helps by luck, or only recommends it",
        "mitigates once it is justified",
        "and proves it from the user's side, and again after a cache or check cycle",
    ),
    "E1": (
        "names a symptom or the wrong component",
        "names the right component",
        "and the mechanism",
        "and the exact value, trigger and scope, without blaming a bystander",
    ),
    "E2": (
        "no link of the chain stands",
        "the chain is asserted",
        "says what was seen for it",
        "every link has its evidence, and something is ruled out",
    ),
    "E3": (
        "false certainty",
        "vague about what is not known",
        "keeps fact and inference apart",
        "confidence fits the evidence, and the next check is named",
    ),
    "E4": (
        "nothing that would keep it from coming back",
        "repairs this instance",
        "a guardrail or a detection",
        "the gap in the system, with an owner and a measure",
    ),
    "E5": (
        "no impact",
        "technical impact only",
        "who was affected, and how",
        "in the business's terms: money, trust, data, duration",
    ),
    "K": (
        "cannot yet say how the service works",
        "names the feature",
        "explains the behaviour that was seen",
        "predicts behaviour in a changed setting, or says how to find out",
    ),
}
"""What levels 0 to 3 mean (rubric: anchored levels)."""

MARKS: Mapping[Tone, str] = {"good": "✔", "half": "◐", "bad": "✘", "open": "?", "plain": "·"}
"""One character for a verdict."""

STATES: Mapping[str, tuple[Tone, str]] = {
    "stated": ("good", "said"),
    "hedged": ("half", "said as a guess"),
    "review": ("open", "needs review: not understood for certain"),
    "unsupported": ("bad", "right, but nothing you saw shows it"),
    "denied": ("bad", "denied, though it was so"),
    "contradicted": ("bad", "said in one place and denied in another"),
    "reversed": ("bad", "cause and effect the other way round"),
    "missing": ("plain", "not said"),
}
"""The verdict on a claim: tone and words."""

ROLES: Mapping[str, tuple[Tone, str]] = {
    "rival": ("bad", "not so in this case"),
    "unsupported": ("bad", "nothing you saw shows it, and it is no part of what happened"),
    "not_understood": ("open", "not understood for certain; a person should read it"),
    "set_aside": ("plain", "set aside: pasted, heaped or taken back as a whole"),
    "plain": ("plain", "nothing that is graded"),
}
"""What a sentence without a claim is: tone and words."""

PARTS: Mapping[str, str] = {
    "root_cause": "root cause",
    "chain": "chain",
    "evidence": "evidence",
    "impact": "impact",
    "mitigation": "mitigation",
    "prevention": "prevention",
    "unknowns": "unknowns",
    "confidence": "confidence",
    "text": "",
}
"""The parts of an explanation as a reader calls them."""

FLAGS: Mapping[str, str] = {
    "pasted": "What was pasted from the screen says nothing by itself and was set aside.",
    "dump": "A heap of keywords says nothing about what led to what, and was set aside.",
    "meta_negation": "Sentences were taken back as a whole.",
    "shotgun": "Several causes stood side by side; then none is named.",
    "rival": "Another cause was asserted beside the right one.",
    "too_long": "It was very long; what is beyond the limit was not read.",
    "not_text": "Part of it could not be read as text.",
    "brief_copied": "The page copied back adds nothing to it.",
}
"""What was odd about an explanation."""


def kind_words(kind: str) -> str:
    """`root_cause` as a reader calls it."""
    return kind.replace("_", " ")


def several(count: int, one: str, many: str = "") -> str:
    """`1 look`, `3 looks`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def spaced(number: int) -> str:
    """A number with thin gaps between its thousands, as a plain space."""
    return f"{number:,}".replace(",", " ")


def lines_seen(numbers: list[int], most: int = 4) -> str:
    """`#3, #7`, cut at `most`."""
    shown = ", ".join(f"#{n}" for n in numbers[:most])
    return shown + (" …" if len(numbers) > most else "")


def sentence(text: str) -> str:
    """Words with a capital at the beginning and a full stop at the end."""
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")

"""What a player sees, as plain text: prompt, line, output, and what people said meanwhile."""

from collections.abc import Iterable

from incidentgame.kernel.instant import to_datetime
from incidentgame.session.engine import Engine, LineResult
from incidentgame.session.storyteller import Spoken


def prompt(engine: Engine) -> str:
    """`oncall@laptop:~$ `, where the player's prompt is now."""
    return engine.stage.prompt()


def spoken(words: Spoken) -> str:
    """` support 14:17   Any news I can give customers?`"""
    at = to_datetime(words.at).strftime("%H:%M")
    first, *rest = words.text.strip().splitlines() or [""]
    head = f" {words.sender} {at}   "
    return "\n".join([head + first, *(" " * len(head) + line for line in rest)])


def entry(shown_prompt: str, result: LineResult) -> str:
    """One line with everything around it, each part ending with a newline."""
    observation = result.observation
    parts = [_heard(result.before), f"{shown_prompt}{observation.line}\n"]
    parts.append(_ended(observation.screen))
    if observation.cut:
        parts.append("^C\n")
    return "".join([*parts, _heard(result.after)])


def _heard(words: Iterable[Spoken]) -> str:
    return "".join(spoken(one) + "\n" for one in words)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"

"""Does a line go on? As bash has it, but a game verb's sentence is one line whatever its apostrophes."""

from incidentgame.session.rawverbs import quoted
from incidentgame.shell.unfinished import is_unfinished


def goes_on(text: str) -> bool:
    """True when the shell would ask for more before it runs the text."""
    return is_unfinished(quoted(text))

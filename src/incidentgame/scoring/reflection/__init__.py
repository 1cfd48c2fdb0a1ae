"""What a player says they got wrong, held against what the log says went wrong."""

from incidentgame.scoring.reflection.mishaps import Beside, deeds, mishaps
from incidentgame.scoring.reflection.model import Admitted, Invented, Mishap, Reflection
from incidentgame.scoring.reflection.raising import raised
from incidentgame.scoring.reflection.reading import reflected

__all__ = [
    "Admitted",
    "Beside",
    "Invented",
    "Mishap",
    "Reflection",
    "deeds",
    "mishaps",
    "raised",
    "reflected",
]

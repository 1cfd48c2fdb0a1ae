"""An entry of help: what something is for, how it is written, and the questions it answers."""

from dataclasses import dataclass

GROUPS = {
    "game": "The case",
    "network": "From outside",
    "cloud": "The cloud",
    "hosts": "On a machine",
    "shell": "Files and text",
}
"""Groups in the order `help` shows them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is a command, or for the cloud a topic. `forms` are lines to type, capitals to fill in.

    `asks` are questions in a player's words; `console` the page that shows the same.
    """

    name: str
    group: str
    purpose: str
    forms: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    console: str = ""
    note: str = ""

    @property
    def command(self) -> str:
        """The word that starts its lines."""
        return self.name.split()[0]

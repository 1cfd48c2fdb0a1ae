"""`map`: the topology as discovered so far, from what stood on the player's screen and nothing else."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.map.discovery import discovered
from incidentgame.commands.game.map.drawing import picture, tree, words
from incidentgame.shell.command import Invocation, Outcome

__all__ = ["map_"]


def map_(invocation: Invocation, bench: Bench) -> Outcome:
    """The request path as a tree; `--words`, or the environment's PLAIN=1, says the same in sentences."""
    unknown = [word for word in invocation.argv if word != "--words"]
    if unknown:
        return Outcome("", f"map: no such option {unknown[0]}\nusage: map [--words]\n", 2)
    paged = bench.player.page["url"].split("//", 1)[-1].partition("/")[0]
    root = tree(discovered(bench.view, bench.player.observations, paged))
    if "--words" in invocation.argv or invocation.env.get("PLAIN") == "1":
        return Outcome(words(root))
    legend = (
        "The path of a request, as far as you have seen it.  ? not seen yet   #n the line that showed it\n\n"
    )
    return Outcome(legend + picture(root))

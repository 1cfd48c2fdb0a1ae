"""stuck and hint: help that costs nothing, and help that says its price first."""

from collections.abc import Sequence

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.questions_of_layers import QUESTIONS
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import HintOffer
from incidentgame.shell.command import Invocation, Outcome


def stuck(invocation: Invocation, bench: Bench) -> Outcome:
    """What you saw, which layers you have not looked at, and three questions worth asking. Free."""
    seen = set(bench.player.layers_seen)
    lines = ["You have looked at: " + (", ".join(bench.player.layers_seen) or "nothing yet") + "."]
    missing = [name for name, _, _ in QUESTIONS if name not in seen]
    if missing:
        lines.append("Not yet at: " + ", ".join(missing) + ".")
    lines += _asked(bench)
    open_ones = [q for q in QUESTIONS if q[0] not in seen] or list(QUESTIONS)
    lines.append("Three questions worth asking:")
    for _, question, form in open_ones[:3]:
        lines += [f"  · {question}", f"      {form}"]
    return Outcome("\n".join(lines) + "\n")


def _asked(bench: Bench) -> list[str]:
    last = [seen for seen in bench.player.observations if seen.stdout and not seen.verb][-1:]
    return [f"Your last look: #{seen.n} {seen.line.splitlines()[0][:80]}" for seen in last]


def hint(invocation: Invocation, bench: Bench) -> Outcome:
    """`hint` says what each of the three hints costs; `hint take [1|2|3]` gives one."""
    player = bench.player
    if not MODES[player.mode].helps:
        return Outcome("", "hint: not in this mode; `stuck` is free\n", 1)
    offers = player.hints()
    if not offers:
        return Outcome("No hint on offer just now. `stuck` is free.\n")
    if not invocation.argv:
        return Outcome(_menu(offers))
    if invocation.argv[0] != "take" or len(invocation.argv) > 2:
        return Outcome("", "usage: hint, then hint take 1, 2 or 3\n", 2)
    wanted = invocation.argv[1] if len(invocation.argv) == 2 else "1"
    offer = next((offer for offer in offers if str(offer.tier) == wanted), None)
    if offer is None:
        return Outcome("", f"hint: there is no hint {wanted!r}; there are 1, 2 and 3\n", 2)
    bench.say("hint", text=offer.id, about=str(offer.cost))
    return Outcome(f"{offer.text}\n")


def _menu(offers: Sequence[HintOffer]) -> str:
    """The three with their prices."""
    rows = [f"  {offer.tier}   {_price(offer):<9}  {offer.about}\n" for offer in offers]
    head = "Three hints, each with its price in points of the path score:\n"
    return head + "".join(rows) + "`hint take 1` gives the first. `stuck` is free.\n"


def _price(offer: HintOffer) -> str:
    return f"{offer.cost} points" if offer.cost else "paid for"

"""note, think, expect, update, ask: words that go on record."""

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.words import row, sentence, usage
from incidentgame.shell.command import Invocation, Outcome


def note(invocation: Invocation, bench: Bench) -> Outcome:
    """`note TEXT` keeps a note; `note` alone shows them."""
    return _keep("note", "noted", invocation, bench)


def think(invocation: Invocation, bench: Bench) -> Outcome:
    """`think TEXT` states what you believe now; the debrief holds it against what you found."""
    return _keep("think", "on record", invocation, bench)


def expect(invocation: Invocation, bench: Bench) -> Outcome:
    """`expect TEXT` says what the next command will show; the debrief compares."""
    return _keep("expect", "on record; now look", invocation, bench)


def update(invocation: Invocation, bench: Bench) -> Outcome:
    """`update TEXT` tells stakeholders how things stand."""
    return _keep("update", "sent to #incident", invocation, bench)


def _keep(verb: str, answer: str, invocation: Invocation, bench: Bench) -> Outcome:
    text = sentence(invocation)
    if text:
        bench.say(verb, text=text)
        return Outcome(f"{answer}\n")
    earlier = bench.player.told(verb)
    if not earlier:
        return usage(verb, f'{verb} "…"', "nothing yet")
    return Outcome("".join(row(one) + "\n" for one in earlier))


def ask(invocation: Invocation, bench: Bench) -> Outcome:
    """`ask WHO QUESTION`: somebody of your team answers."""
    people = bench.player.personas
    listed = "".join(f"  {p.id:<10} {p.name}, {p.role}\n" for p in people)
    if len(invocation.argv) < 2:
        return Outcome(
            f'Who is there:\n{listed}usage: ask WHO "question"\n', "", 0 if not invocation.argv else 2
        )
    who, question = invocation.argv[0].rstrip(":,"), " ".join(invocation.argv[1:])
    person = next((p for p in people if who.lower() in (p.id.lower(), p.name.lower())), None)
    if person is None:
        return Outcome("", f"ask: nobody here is called {who!r}. Who is there:\n{listed}", 1)
    return Outcome(f"{person.name}: {bench.player.ask(person.id, question)}\n")

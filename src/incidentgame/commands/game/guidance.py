"""stuck and hint: help that costs nothing, and help that says its price first."""

from incidentgame.commands.bench import Bench
from incidentgame.shell.command import Invocation, Outcome

_QUESTIONS = (
    (
        "users",
        "What exactly does a viewer get, and who wrote it?",
        "curl -si URL   (read server: and x-cache:)",
    ),
    ("name", "Does the name lead where it should?", "dig NAME"),
    (
        "edge",
        "What does CloudFront do with such a request before any origin?",
        "aws cloudfront get-distribution-config --id ID",
    ),
    (
        "routing",
        "Which listener rule does the request match, in order of priority?",
        "aws elbv2 describe-rules --listener-arn ARN",
    ),
    (
        "targets",
        "Who could answer: which targets are registered, in which state, and why?",
        "aws elbv2 describe-target-health --target-group-arn ARN",
    ),
    (
        "history",
        "What changed in the half hour before, by whom?",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false",
    ),
    (
        "host",
        "Does a request reach the hosts at all, and what do they answer?",
        "ssh HOST 'tail /var/log/nginx/access.log'",
    ),
    ("app", "What does the application itself say?", "ssh HOST 'journalctl -u api -n 50'"),
    ("watching", "Which counters moved, and which did not?", "aws cloudwatch get-metric-statistics …"),
    ("data", "Is the database busy, waiting or blocked?", "psql -c 'select … from pg_stat_activity'"),
)


def stuck(invocation: Invocation, bench: Bench) -> Outcome:
    """What you saw, which layers you have not looked at, and three questions worth asking. Free."""
    seen = set(bench.player.layers_seen)
    lines = ["You have looked at: " + (", ".join(bench.player.layers_seen) or "nothing yet") + "."]
    missing = [name for name, _, _ in _QUESTIONS if name not in seen]
    if missing:
        lines.append("Not yet at: " + ", ".join(missing) + ".")
    lines += _asked(bench)
    open_ones = [q for q in _QUESTIONS if q[0] not in seen] or list(_QUESTIONS)
    lines.append("Three questions worth asking:")
    for _, question, form in open_ones[:3]:
        lines += [f"  · {question}", f"      {form}"]
    return Outcome("\n".join(lines) + "\n")


def _asked(bench: Bench) -> list[str]:
    last = [seen for seen in bench.player.observations if seen.stdout and not seen.verb][-1:]
    return [f"Your last look: #{seen.n} {seen.line.splitlines()[0][:80]}" for seen in last]


def hint(invocation: Invocation, bench: Bench) -> Outcome:
    """`hint` says what the next hint costs; `hint take` gives it."""
    if bench.player.mode != "practice":
        return Outcome("", "hint: not in this mode; `stuck` is free\n", 1)
    offer = bench.player.hint()
    if offer is None:
        return Outcome("No hint on offer just now. `stuck` is free.\n")
    if invocation.argv[:1] != ("take",):
        return Outcome(f"The next hint costs {offer.cost} points of the path score. `hint take` gives it.\n")
    bench.say("hint", text=offer.id, cost=offer.cost)
    return Outcome(f"{offer.text}\n")

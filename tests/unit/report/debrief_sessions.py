"""Short sessions whose debriefs are looked at: played once, without the par that takes long to find."""

from functools import cache

from msgspec.structs import replace

from incidentgame import bootstrap
from incidentgame.report.debrief import debrief_of
from incidentgame.report.model import Debrief
from incidentgame.report.steps import FOLDED_FROM
from incidentgame.scoring.par import Step
from incidentgame.session.ending import ending
from incidentgame.session.engine import Engine
from incidentgame.session.result import Result
from incidentgame.session.scorer import score

FAULT = "clean-up-job-empties-group"
PAR = (
    Step("curl -si https://api.shop.example/v1/cart", "user-side", 4, 1.322, True),
    Step("aws elbv2 describe-target-health --target-group-arn ARN", "targets", 1, 2.0, True),
)


def engine(pack: str = "api-503", fault: str = FAULT, seed: int = 1) -> Engine:
    return bootstrap.engine_for(pack, bootstrap.open_case(pack, fault, seed))


def result(of: Engine, par: tuple[Step, ...] = ()) -> Result:
    of.settle()
    end = ending(of)
    return Result(of, end, score(of, end, 5), par)


def typed(of: Engine, *lines: str) -> Engine:
    for line in lines:
        of.submit(line, of.now + 5_000)
    return of


def played(*lines: str, pack: str = "api-503", fault: str = FAULT, par: tuple[Step, ...] = PAR) -> Result:
    return result(typed(engine(pack, fault), *lines), par)


@cache
def solved() -> Result:
    """Somebody who looks, thinks, errs, repairs, proves and explains."""
    return played(
        "curl -si https://api.shop.example/v1/cart",
        "think it's the load balancer, it has nobody to send to",
        'expect "no targets in api"',
        "TG=$(aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text)",
        "aws elbv2 describe-target-health --target-group-arn $TG",
        "suspects strike routing because the rules were not touched",
        "hint take 1",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=DeregisterTargets",
        "aws events disable-rule --name tg-janitor-every-10m",
        "IDS=$(aws ec2 describe-instances --filters Name=tag:service,Values=api "
        "--query 'Reservations[].Instances[].InstanceId' --output text)",
        "aws elbv2 register-targets --target-group-arn $TG --targets $(for i in $IDS; do echo Id=$i; done)",
        "sleep 60",
        "curl -s -o /dev/null -w '%{http_code}\\n' https://api.shop.example/v1/cart",
        "explain <<'END'\nroot_cause: tg-janitor, a scheduled job, deregisters every target of the group api.\n"
        "chain: With no target left the load balancer answers 503 itself. The switch in the rack failed too.\n"
        "unknowns: How many orders were lost is not known.\nconfidence: 90 %\nEND",
        "finish",
        "finish",
    )


@cache
def empty() -> Result:
    """Nobody did anything."""
    return played(par=PAR)


@cache
def given_up() -> Result:
    return played("curl -si https://api.shop.example/v1/cart", "give-up")


@cache
def warm_up() -> Result:
    return played(
        "curl -si https://api.shop.example/v1/cart",
        "explain a rule of priority 5 answers with a maintenance response",
        "finish",
        pack="warm-up",
        fault="maintenance-rule-on-top",
        par=(),
    )


@cache
def debriefed(name: str) -> Debrief:
    """The debrief of one of the sessions above, by its name."""
    return debrief_of({"solved": solved, "empty": empty, "given_up": given_up, "warm_up": warm_up}[name]())


NAMES = ("solved", "empty", "given_up", "warm_up")


def long_session(lines: int) -> Debrief:
    """The solved session with so many lines, all but the first and last telling nothing."""
    found = debriefed("solved")
    assert found.path is not None
    first, last = found.path.steps[0], found.path.steps[-1]
    quiet = replace(first, told="nothing new", bits=0.0, gone=(), shows=(), notable=False)
    steps = (first, *(replace(quiet, n=n) for n in range(2, lines)), replace(last, n=lines))
    left = (2.0,) * (lines - 1) + (0.0,)
    curve = replace(found.path.curve, left=left)
    return replace(found, path=replace(found.path, steps=steps, curve=curve, folded=lines > FOLDED_FROM))

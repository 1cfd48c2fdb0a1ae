"""The guided walk: each message waits for what it speaks of, and `ask junior` knows how far one is."""

from incidentgame import bootstrap
from incidentgame.session.engine import Engine

CURL = "curl -si https://api.shop.example/v1/cart"
BALANCER = "LB=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text)"
LISTENER = (
    "L=$(aws elbv2 describe-listeners --load-balancer-arn $LB "
    "--query 'Listeners[?Port==`443`].ListenerArn' --output text)"
)
RULES = "R=$(aws elbv2 describe-rules --listener-arn $L --query 'Rules[0].RuleArn' --output text)"
MOVE = "aws elbv2 set-rule-priorities --rule-priorities RuleArn=$R,Priority=950"


def walk() -> Engine:
    case = bootstrap.open_case("warm-up", "maintenance-rule-on-top", 1)
    return bootstrap.engine_for("warm-up", case)


def heard(of: Engine) -> str:
    return " ".join(spoken.text for spoken in of.story.spoken)


def test_the_greeting_comes_before_the_first_line() -> None:
    of = walk()
    first = of.submit("help", of.now + 5_000)
    assert [words.text[:17] for words in first.before] == ["Hello, I am Robin"]
    assert "ask junior" in first.before[0].text


def test_each_step_waits_for_the_one_before() -> None:
    of = walk()
    asked = [of.story.answer("junior", "what now", of)]
    for line in (CURL, BALANCER, "aws elbv2 describe-target-groups", LISTENER):
        of.submit(line, of.now + 5_000)
        assert "3 of 4" not in heard(of)
    asked.append(of.story.answer("junior", "what now?", of))
    of.submit(RULES, of.now + 5_000)
    assert "3 of 4" in heard(of)
    asked.append(of.story.answer("junior", "and now", of))
    of.submit(MOVE, of.now + 5_000)
    asked.append(of.story.answer("junior", "what should I do now", of))
    of.submit("sleep 200", of.now + 5_000)
    asked.append(of.story.answer("junior", "what next", of))
    assert "4 of 4" in heard(of)
    assert len(set(asked)) == len(asked)
    assert asked[0].startswith("Look first") and asked[-1].startswith("It works again")

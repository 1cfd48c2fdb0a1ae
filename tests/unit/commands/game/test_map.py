"""The map holds what stood on the player's screen, and nothing else."""

import re

import pytest
from playing import Playing

from incidentgame.commands.game.map.landmarks import mentions


@pytest.fixture
def fresh() -> Playing:
    return Playing()


def _ids(text: str) -> set[str]:
    return set(re.findall(r"i-[0-9a-f]{17}", text))


def test_at_first_it_knows_the_paged_name_only(fresh: Playing) -> None:
    shown = fresh.line("map").stdout
    assert "api.shop.example" in shown
    assert "?  who answers for the name" in shown
    assert not re.search(r"CloudFront|shop-web|\bi-", shown)


def test_it_grows_with_what_was_seen(fresh: Playing) -> None:
    fresh.line("console cloudfront distributions")
    first = fresh.line("map").stdout
    assert re.search(r"^└─ CloudFront E\w+ \S+cloudfront\.net +#1$", first, re.MULTILINE)
    assert "load balancer" not in first
    fresh.line("console ec2 load-balancers shop-web listeners-and-rules")
    second = fresh.line("map").stdout
    assert "load balancer shop-web" in second
    assert re.search(r"rule 10 /v1/\* +#3$", second, re.MULTILINE)
    assert "target group api" not in second  # its name was shown, but as a rule's words only


def test_links_need_a_screen_that_shows_both_ends(fresh: Playing) -> None:
    fresh.line("console cloudfront distributions")
    fresh.line("aws elbv2 describe-load-balancers")
    apart = fresh.line("map").stdout
    assert re.search(r"\?  which of these\n +└─ load balancer shop-web", apart)
    fresh.line("console route-53 hosted-zones shop.example records")
    together = fresh.line("map").stdout
    assert re.search(r"origin origin-api\.shop\.example.*\n.*└─ load balancer shop-web", together)


def test_machines_hang_below_the_group_whose_screen_named_them(fresh: Playing) -> None:
    shown = fresh.line("console ec2 target-groups api").stdout
    drawn = fresh.line("map").stdout
    below = drawn[drawn.index("target group api") :]
    assert _ids(below) == _ids(shown) != set()


def test_it_does_not_tell_that_targets_left() -> None:
    """Seen on a screen about the group, they stay drawn: whether they are registered is not the map's to say."""
    for fault in ("new-maintenance-rule", "clean-up-job-empties-group"):
        playing = Playing(fault)
        playing.line("console ec2 auto-scaling-groups shop-api details")
        playing.line("aws autoscaling describe-auto-scaling-groups")
        drawn = playing.line("map").stdout
        assert len(_ids(drawn[drawn.index("target group api") :])) == 4


def test_details_are_those_the_screen_showed(fresh: Playing) -> None:
    arn = "aws elbv2 describe-listeners --query 'Listeners[?Port==`443`].ListenerArn' --output text"
    balancer = "aws elbv2 describe-load-balancers --query 'LoadBalancers[0].LoadBalancerArn' --output text"
    fresh.line(f"L=$({arn} --load-balancer-arn $({balancer}))")
    fresh.line("aws elbv2 describe-rules --listener-arn $L --query 'Rules[].RuleArn'")
    drawn = fresh.line("map").stdout
    assert "rule" in drawn
    assert "/v1/*" not in drawn
    assert "503" not in drawn


def test_its_own_words_add_nothing(fresh: Playing) -> None:
    fresh.line("console cloudfront distributions")
    once = fresh.line("map").stdout
    fresh.line("timeline")
    assert fresh.line("map").stdout == once


def test_the_picture_also_comes_in_words(fresh: Playing) -> None:
    fresh.line("console ec2 load-balancers shop-web")
    picture, words = fresh.line("map").stdout, fresh.line("map --words").stdout
    labels = re.findall(r"─ (\w.*?)  +#\d+$", picture, re.MULTILINE)
    assert labels
    assert all(label in words for label in labels)
    assert not re.search("[└├│]", words)
    assert fresh.line("PLAIN=1 map").stdout == words


def test_a_wrong_word_is_usage(fresh: Playing) -> None:
    assert fresh.line("map frobnicate").exit == 2


def test_a_mark_counts_as_a_whole_only() -> None:
    assert mentions("x 10.0.1.1 y", "10.0.1.1")
    assert not mentions("x 10.0.1.12 y", "10.0.1.1")
    assert not mentions("x 10.0.1.1.9 y", "10.0.1.1")
    assert not mentions("api-v2", "api")
    assert mentions('"api"', "api")

"""Cached views: old answers live for their TTL, "no" for its own (INV-14), and time counts down."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from network_world import NOW, NetView, drop_record, record, view

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, HOUR, SECOND
from incidentgame.world.dns import lookup
from incidentgame.world.dns.authority import PROPAGATION
from incidentgame.world.dns.caching import last_fetch

_SPREAD = PROPAGATION // SECOND


def _seconds_until(seen: NetView, name: str, wanted: str, most: int) -> int:
    """Whole seconds after NOW until the resolver's answer is of a kind; `most` + 1 when it never is."""
    for second in range(most + 1):
        if lookup.resolve(seen.at(NOW + second * SECOND), "laptop", name).kind == wanted:
            return second
    return most + 1


def test_the_time_to_live_counts_down_and_starts_again() -> None:
    ttls = [
        lookup.resolve(view().at(NOW + s * SECOND), "laptop", "bastion.shop.example").answers[0].ttl
        for s in range(310)
    ]
    steps = [after - before for before, after in itertools.pairwise(ttls)]
    assert steps.count(-1) == len(steps) - steps.count(299)
    assert 1 <= steps.count(299) <= 2


def test_inv_14_a_deleted_record_is_still_answered_for_at_most_its_ttl() -> None:
    seen = view().edited(NOW, drop_record("bastion.shop.example.", "A"))
    waited = _seconds_until(seen, "bastion.shop.example", "NXDOMAIN", 400)
    assert 0 < waited <= 300 + _SPREAD


def test_inv_14_a_recreated_record_stays_nxdomain_for_at_most_the_negative_ttl() -> None:
    seen = view().edited(NOW - HOUR, drop_record("bastion.shop.example.", "A"))
    again = seen.edited(NOW, record("bastion.shop.example.", "A", "203.0.113.21"))
    waited = _seconds_until(again, "bastion.shop.example", "answer", 1000)
    assert _SPREAD <= waited <= 900 + _SPREAD


def test_name_servers_themselves_answer_anew_once_the_change_has_spread() -> None:
    seen = view().edited(NOW, record("bastion.shop.example.", "A", "203.0.113.21"))
    before = lookup.resolve(
        seen.at(NOW + PROPAGATION - 1), "laptop", "bastion.shop.example", "A", "192.0.2.96"
    )
    after = lookup.resolve(seen.at(NOW + PROPAGATION), "laptop", "bastion.shop.example", "A", "192.0.2.96")
    assert [r.rdata for r in (*before.answers, *after.answers)] == ["203.0.113.20", "203.0.113.21"]


def test_resolvers_do_not_share_their_copies() -> None:
    ttls = {
        lookup.resolve(view(), "laptop", "bastion.shop.example", "A", server).answers[0].ttl
        for server in ("192.168.1.1", "8.8.8.8", "1.1.1.1", "9.9.9.9")
    }
    assert len(ttls) > 1


def test_a_registrars_change_is_felt_late() -> None:
    from incidentgame.world.state import Put

    zone = view().world.get("route53.zone", "Z0123456789SHOP")
    moved = view().edited(
        NOW - HOUR,
        Put("route53.zone", "Z0123456789SHOP", {**zone, "sim": {"delegation": ["ns-9.awsdns-09.org"]}}),
    )
    seen = [lookup.resolve(moved.at(NOW + h * HOUR), "laptop", "api.shop.example").rcode for h in (0, 50)]
    assert seen[1] == "SERVFAIL"


def _by_single_steps(seen: NetView, at: int, keep: int) -> int:
    """The same chain, fetch by fetch."""
    fetch = seen.account.begins - seen.dice.below(keep * SECOND, "dns-phase", "r", "n")
    while fetch + keep * SECOND <= at:
        fetch += keep * SECOND
    return fetch


@settings(max_examples=60)
@given(st.integers(1, 86_400), st.integers(0, 2 * DAY), st.integers(0, 2**64 - 1))
def test_the_chain_in_leaps_is_the_chain_in_steps(keep: int, offset: int, seed: int) -> None:
    from dataclasses import replace

    seen = replace(view(), dice=Dice(seed))
    at = seen.account.begins + offset
    keep = max(keep, 60)
    assert last_fetch(seen, at, ("r", "n"), lambda _: keep).at == _by_single_steps(seen, at, keep)


@settings(max_examples=40)
@given(st.integers(0, 900), st.integers(0, 2**64 - 1))
def test_no_copy_is_ever_older_than_it_may_be(offset: int, seed: int) -> None:
    from dataclasses import replace

    seen = replace(
        view().edited(NOW, record("bastion.shop.example.", "A", "203.0.113.21", ttl=20)), dice=Dice(seed)
    )
    answer = lookup.resolve(seen.at(NOW + offset * SECOND), "laptop", "bastion.shop.example").answers[0]
    assert 1 <= answer.ttl <= (300 if answer.rdata.endswith(".20") else 20)
    if offset > 300 + _SPREAD:
        assert answer.rdata == "203.0.113.21"

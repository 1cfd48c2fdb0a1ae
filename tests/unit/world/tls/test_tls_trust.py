"""Certificates: written and read back, shown and judged."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_world import BALANCER, NOW, VIEWER_CERTIFICATE, certificate, view

from incidentgame.kernel.chance import Dice
from incidentgame.world.tls.certificate import Certificate, encode, from_pem, keyed, pem
from incidentgame.world.tls.certificate import decode as decode_der
from incidentgame.world.tls.der import BadDer
from incidentgame.world.tls.handshake import TlsFailure, handshake, offer, presented
from incidentgame.world.walk.request import TlsSession

EDGE = ("edge", "E1EXAMPLE")
_NAMES = st.from_regex(r"[a-z]{1,12}(\.[a-z]{1,8}){1,3}", fullmatch=True)


@given(st.lists(_NAMES, min_size=1, max_size=5), st.integers(1, 2**150), st.integers(0, 4_000_000_000))
def test_pem_carries_everything_there_and_back(names: list[str], serial: int, start: int) -> None:
    one = Certificate(
        (("CN", names[0]),),
        (("C", "US"), ("O", "Amazon")),
        serial,
        start * 1000,
        start * 1000 + 1000,
        tuple(names),
    )
    whole = keyed(one, Dice(3))
    assert from_pem("rubbish before\n" + pem(whole)) == whole


@given(st.binary(max_size=200))
def test_reading_bytes_never_fails_otherwise(data: bytes) -> None:
    with pytest.raises(BadDer):
        decode_der(data)


@given(st.integers(0, 900), st.integers(0, 255))
def test_a_damaged_certificate_never_fails_otherwise(place: int, octet: int) -> None:
    whole = bytearray(
        encode(keyed(Certificate((("CN", "a.b"),), (("CN", "c"),), 7, 0, 1000, ("a.b",)), Dice(1)))
    )
    whole[place % len(whole)] = octet
    with contextlib.suppress(BadDer):
        decode_der(bytes(whole))


def test_a_wildcard_covers_one_label() -> None:
    one = Certificate((), (), 1, 0, 1, ("*.shop.example",))
    assert one.matches("api.shop.example")
    assert not one.matches("shop.example") and not one.matches("a.b.shop.example")


def test_a_good_handshake() -> None:
    found = handshake(view(), EDGE, "api.shop.example")
    assert isinstance(found, TlsSession) and found.certificate == VIEWER_CERTIFICATE


def test_an_unknown_name_meets_the_edges_own_certificate() -> None:
    found = handshake(view(), EDGE, "other.shop.example")
    assert isinstance(found, TlsFailure) and found.kind == "tls-name" and found.session is not None
    assert presented(view(), found.session, NOW)[0].common_name == "*.cloudfront.net"


@pytest.mark.parametrize(
    ("members", "detail"),
    [
        ({"ends": NOW - 1000}, "expired"),
        ({"NotBefore": NOW + 1000}, "not-yet-valid"),
        ({"sim": {"incomplete": True}}, "no-issuer"),
    ],
)
def test_what_makes_a_certificate_untrusted(members: dict[str, object], detail: str) -> None:
    seen = view(certificate(VIEWER_CERTIFICATE, "api.shop.example", **members))  # type: ignore[arg-type]
    found = handshake(seen, EDGE, "api.shop.example")
    assert isinstance(found, TlsFailure) and (found.kind, found.detail) == ("tls-untrusted", detail)


def test_a_plain_listener_speaks_no_tls() -> None:
    assert (
        offer(view(), ("balancer", BALANCER, "subnet-public-a"), "origin-api.shop.example", 80, NOW) is None
    )
    found = handshake(view(), ("balancer", BALANCER, "subnet-public-a"), "origin-api.shop.example", 80)
    assert found == TlsFailure("tls", "wrong-version")


def test_a_balancer_shows_the_certificate_of_its_listener() -> None:
    found = handshake(view(), ("balancer", BALANCER, "subnet-public-a"), "origin-api.shop.example")
    assert isinstance(found, TlsSession)


def test_other_sites_are_in_order() -> None:
    found = handshake(view(), ("site", "google.com."), "google.com")
    assert isinstance(found, TlsSession)
    assert presented(view(), found, NOW)[0].matches("google.com")

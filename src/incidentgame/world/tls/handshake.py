"""A TLS handshake: which certificate the endpoint shows for a name, and what a client thinks of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidentgame.kernel.instant import Instant
from incidentgame.world import kinds
from incidentgame.world.dns.names import is_address
from incidentgame.world.state import Doc, World
from incidentgame.world.tls.certificate import Certificate
from incidentgame.world.tls.chain import SITE, chain
from incidentgame.world.view import View
from incidentgame.world.walk.request import TlsSession

SHARED_EDGE = "cloudfront"
"""TlsSession.certificate of CloudFront's own certificate; every other one is an ARN."""

_EDGE_CIPHER, _BALANCER_CIPHER = "TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"


@dataclass(frozen=True, slots=True)
class TlsFailure:
    """Why a careful client stops. `kind`: `tls-name`, `tls-untrusted`, or `tls` (no handshake at all).

    `detail` is for tls-untrusted: `expired`, `not-yet-valid`, `self-signed`, `no-issuer`; for tls:
    `wrong-version`. `session` is what a client that does not verify (-k) goes on with.
    """

    kind: str
    detail: str = ""
    session: TlsSession | None = None


def handshake(
    view: View, endpoint: tuple[str, ...], sni: str, port: int = 443, at: Instant | None = None
) -> TlsSession | TlsFailure:
    """The handshake of a client that verifies; `endpoint` is network.reach's, `sni` the name it wants."""
    now = view.now if at is None else at
    session = offer(view, endpoint, sni, port, now)
    if session is None:
        return TlsFailure("tls", "wrong-version")
    shown = presented(view, session, now)
    detail = distrust(shown, now)
    if detail:
        return TlsFailure("tls-untrusted", detail, session)
    if not shown[0].matches(sni):
        return TlsFailure("tls-name", "", session)
    return session


def offer(view: View, endpoint: tuple[str, ...], sni: str, port: int, at: Instant) -> TlsSession | None:
    """What the endpoint shows whoever asks; None when it does not speak TLS on that port."""
    world = view.world_at(at)
    if endpoint[0] == "edge":
        return TlsSession(_edge_certificate(world, sni), cipher=_EDGE_CIPHER) if port == 443 else None
    if endpoint[0] == "balancer":
        arn = _listener_certificate(world, endpoint[1], port, sni)
        return TlsSession(arn, cipher=_BALANCER_CIPHER) if arn else None
    if endpoint[0] == "site" and port == 443:
        return TlsSession(SITE + sni) if sni else TlsSession(SHARED_EDGE)
    return None


def _edge_certificate(world: World, sni: str) -> str:
    """The distribution's own where the name is one of its aliases; else the shared one (house rule, §11)."""
    for doc in world.all(kinds.DISTRIBUTION):
        config = doc["DistributionConfig"]
        if sni and sni in (config.get("Aliases") or {}).get("Items", ()):
            viewer = config.get("ViewerCertificate") or {}
            return str(viewer.get("ACMCertificateArn") or viewer.get("Certificate") or SHARED_EDGE)
    return SHARED_EDGE


def _listener_certificate(world: World, balancer: str, port: int, sni: str) -> str:
    """The certificate that matches the name, or the listener's default one; empty on a plain listener."""
    for listener in world.all(kinds.LISTENER):
        if listener["LoadBalancerArn"] == balancer and listener["Port"] == port:
            arns = [str(c["CertificateArn"]) for c in _certificates(listener)]
            return _best(world, arns, sni)
    return ""


def _certificates(listener: Doc) -> Iterator[dict[str, Any]]:
    yield from listener.get("Certificates") or ()
    yield from listener.get("sim", {}).get("certificates", ())


def _best(world: World, arns: list[str], sni: str) -> str:
    for arn in arns:
        doc = world.find(kinds.CERTIFICATE, arn)
        names = tuple((doc or {}).get("SubjectAlternativeNames") or ())
        if doc and Certificate((), (), 0, 0, 0, names or (str(doc["DomainName"]),)).matches(sni):
            return arn
    return arns[0] if arns else ""


def presented(view: View, session: TlsSession, at: Instant) -> list[Certificate]:
    """The chain behind a session, leaf first."""
    arn = "" if session.certificate == SHARED_EDGE else session.certificate
    return chain(view.dice, view.world_at(at), arn, view.account.begins) or chain(
        view.dice, view.world_at(at), "", view.account.begins
    )


def distrust(shown: list[Certificate], at: Instant) -> str:
    """Why a Debian trust store would not accept the chain; empty when it would. Names are not looked at."""
    first = shown[0]
    if first.issuer == first.subject:
        return "self-signed"
    if len(shown) == 1:
        return "no-issuer"
    if any(at > one.not_after for one in shown):
        return "expired"
    return "not-yet-valid" if any(at < one.not_before for one in shown) else ""


def server_name(name: str) -> str:
    """The SNI a client sends: none for an address."""
    return "" if is_address(name) else name

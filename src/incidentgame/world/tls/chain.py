"""The chain an endpoint sends for an ACM certificate, and Amazon's authorities above it."""

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import DAY, Instant, parse_iso
from incidentgame.world import kinds
from incidentgame.world.state import Doc, World, sim
from incidentgame.world.tls.certificate import Certificate, Name, keyed

_AMAZON: Name = (("C", "US"), ("O", "Amazon"))
_INTERMEDIATE: Name = (*_AMAZON, ("CN", "Amazon RSA 2048 M02"))
_ROOT: Name = (*_AMAZON, ("CN", "Amazon Root CA 1"))
SITE = "site:"
_SHARED = ("*.cloudfront.net", "cloudfront.net")


def leaf(dice: Dice, doc: Doc) -> Certificate:
    """The certificate of an ACM document (DescribeCertificate's members)."""
    domain = str(doc["DomainName"])
    serial = doc.get("Serial")
    given = Certificate(
        subject=(("CN", domain),),
        issuer=_INTERMEDIATE if doc.get("Type", "AMAZON_ISSUED") == "AMAZON_ISSUED" else _other(doc),
        serial=_serial(str(serial)) if serial else _drawn(dice, domain),
        not_before=int(doc.get("NotBefore") or doc.get("IssuedAt") or 0),
        not_after=int(doc.get("NotAfter") or 0),
        names=tuple(doc.get("SubjectAlternativeNames") or (domain,)),
    )
    return keyed(given, dice)


def _serial(text: str) -> int:
    digits = text.replace(":", "")
    return int(digits, 16) if digits and all(c in "0123456789abcdefABCDEF" for c in digits) else 1


def _drawn(dice: Dice, key: str) -> int:
    return int("0" + dice.hexadecimal(31, "tls-serial", key), 16) | 1 << 120


def _other(doc: Doc) -> Name:
    return (("O", str(doc.get("Issuer", "Unknown"))), ("CN", str(doc.get("Issuer", "Unknown"))))


def _fixed(dice: Dice, subject: Name, issuer: Name, since: str, until: str) -> Certificate:
    made = Certificate(
        subject, issuer, _drawn(dice, subject[-1][1]), parse_iso(since), parse_iso(until), authority=True
    )
    return keyed(made, dice)


def intermediate(dice: Dice) -> Certificate:
    """The authority that signs ACM's certificates."""
    return _fixed(dice, _INTERMEDIATE, _ROOT, "2022-08-23T22:25:30Z", "2030-08-23T22:25:30Z")


def root(dice: Dice) -> Certificate:
    """The root in every trust store (sent cross-signed in real life; plainly here, house rule)."""
    return _fixed(dice, _ROOT, _ROOT, "2015-05-26T00:00:00Z", "2038-01-17T00:00:00Z")


def shared_edge(dice: Dice, begins: Instant) -> Certificate:
    """CloudFront's own certificate, shown for its own names and for none of ours."""
    made = Certificate(
        (("CN", _SHARED[0]),),
        _INTERMEDIATE,
        _drawn(dice, _SHARED[0]),
        begins - 60 * DAY,
        begins + 280 * DAY,
        _SHARED,
    )
    return keyed(made, dice)


def _site(dice: Dice, name: str, begins: Instant) -> Certificate:
    span = (begins - 40 * DAY, begins + 330 * DAY)
    return keyed(Certificate((("CN", name),), _INTERMEDIATE, _drawn(dice, name), *span, (name,)), dice)


def chain(dice: Dice, world: World, arn: str, begins: Instant) -> list[Certificate]:
    """Leaf first, as sent. `arn` empty means CloudFront's shared certificate; unknown ones give none.

    `SITE` and a name stand for a web site that is not ours and is in order. `sim.incomplete` on the
    certificate's document leaves the intermediate out.
    """
    if arn.startswith(SITE):
        return [_site(dice, arn.removeprefix(SITE), begins), intermediate(dice), root(dice)]
    doc = world.find(kinds.CERTIFICATE, arn)
    if arn and doc is None:
        return []
    first = leaf(dice, doc) if doc else shared_edge(dice, begins)
    own = first.issuer == _INTERMEDIATE
    if not own or (doc and sim(doc).get("incomplete")):
        return [first]
    return [first, intermediate(dice), root(dice)]

"""Certificates as values, as DER and as PEM. Keys and signatures are drawn, so nothing verifies for real."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import Instant, from_datetime, to_datetime
from incidentgame.world.tls import der
from incidentgame.world.tls.der import BadDer, Node

Name = tuple[tuple[str, str], ...]
"""A distinguished name: (C, US), (O, Amazon) … in order."""

_ATTRIBUTES = {
    "C": "2.5.4.6",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "CN": "2.5.4.3",
    "ST": "2.5.4.8",
    "L": "2.5.4.7",
}
_SHORT = {oid: short for short, oid in _ATTRIBUTES.items()}
_RSA, _SHA256_RSA, _ALT_NAMES = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "2.5.29.17"
_BASIC, _KEY_USAGE, _EXTENDED = "2.5.29.19", "2.5.29.15", "2.5.29.37"
_SERVER_AUTH, _CLIENT_AUTH = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. Instants in ms; `key` is the 2048-bit modulus, `signature` its 256 bytes."""

    subject: Name
    issuer: Name
    serial: int
    not_before: Instant
    not_after: Instant
    names: tuple[str, ...] = ()
    authority: bool = False
    key: bytes = b""
    signature: bytes = b""

    @property
    def common_name(self) -> str:
        """The subject's CN; empty when it has none."""
        return next((value for kind, value in self.subject if kind == "CN"), "")

    def matches(self, host: str) -> bool:
        """Does an alternative name cover the host? A wildcard covers one label (RFC 6125)."""
        wanted = host.lower().rstrip(".")
        return any(_covers(name.lower(), wanted) for name in self.names)

    def matching(self, host: str) -> str:
        """The alternative name that covers the host; empty when none does."""
        return next((n for n in self.names if _covers(n.lower(), host.lower().rstrip("."))), "")


def _covers(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        head, _, tail = host.partition(".")
        return bool(head) and tail == pattern[2:]
    return pattern == host


def keyed(certificate: Certificate, dice: Dice) -> Certificate:
    """The certificate with its public key and signature drawn."""
    drawn = _octets(dice, "key", certificate)
    modulus = bytes((0x80 | drawn[0], *drawn[1:-1], drawn[-1] | 1))
    return replace(certificate, key=modulus, signature=_octets(dice, "signature", certificate))


def _octets(dice: Dice, what: str, certificate: Certificate) -> bytes:
    text = "".join(
        dice.hexadecimal(128, "tls", what, certificate.serial, certificate.common_name, n) for n in range(4)
    )
    return bytes.fromhex(text)


def encode(certificate: Certificate) -> bytes:
    """The certificate's DER."""
    algorithm = der.sequence(der.identifier(_SHA256_RSA), der.element(der.NULL, b""))
    body = der.sequence(
        der.element(0xA0, der.integer(2)),
        der.integer(certificate.serial),
        algorithm,
        _name(certificate.issuer),
        der.sequence(_time(certificate.not_before), _time(certificate.not_after)),
        _name(certificate.subject),
        _key(certificate.key),
        der.element(0xA3, der.sequence(*_extensions(certificate))),
    )
    return der.sequence(body, algorithm, der.bits(certificate.signature))


def _name(name: Name) -> bytes:
    return der.sequence(
        *(
            der.element(der.SET, der.sequence(der.identifier(_ATTRIBUTES[kind]), _string(kind, value)))
            for kind, value in name
        )
    )


def _string(kind: str, value: str) -> bytes:
    return der.element(der.PRINTABLE if kind == "C" else der.UTF8, value.encode())


def _time(at: Instant) -> bytes:
    moment = to_datetime(at)
    if moment.year < 2050:
        return der.element(der.UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode())
    return der.element(der.GENERAL_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())


def _key(modulus: bytes) -> bytes:
    algorithm = der.sequence(der.identifier(_RSA), der.element(der.NULL, b""))
    numbers = der.sequence(der.integer(int.from_bytes(modulus, "big")), der.integer(65_537))
    return der.sequence(algorithm, der.bits(numbers))


def _extensions(certificate: Certificate) -> list[bytes]:
    critical = b"\x01\x01\xff"
    if certificate.authority:
        basic = der.element(der.OCTET_STRING, der.sequence(critical))
        usage = der.element(der.OCTET_STRING, b"\x03\x02\x01\x86")
        return [_extension(_KEY_USAGE, critical, usage), _extension(_BASIC, critical, basic)]
    names = der.sequence(*(der.element(0x82, name.encode()) for name in certificate.names))
    purposes = der.sequence(der.identifier(_SERVER_AUTH), der.identifier(_CLIENT_AUTH))
    return [
        _extension(_ALT_NAMES, der.element(der.OCTET_STRING, names)),
        _extension(_KEY_USAGE, critical, der.element(der.OCTET_STRING, b"\x03\x02\x05\xa0")),
        _extension(_EXTENDED, der.element(der.OCTET_STRING, purposes)),
        _extension(_BASIC, critical, der.element(der.OCTET_STRING, der.sequence())),
    ]


def _extension(oid: str, *parts: bytes) -> bytes:
    return der.sequence(der.identifier(oid), *parts)


def decode(data: bytes) -> Certificate:
    """Read DER; BadDer when it is no certificate this module understands."""
    try:
        body, _, signature = der.read_one(data).children()
        parts = [node for node in body.children() if node.tag != 0xA0]
        serial, _, issuer, validity, subject, key, *rest = parts
        before, after = validity.children()
        extensions = rest[-1].children()[0].children() if rest else []
        return Certificate(
            subject=_read_name(subject),
            issuer=_read_name(issuer),
            serial=int.from_bytes(serial.content, "big"),
            not_before=_read_time(before),
            not_after=_read_time(after),
            names=_read_names(extensions),
            authority=_read_authority(extensions),
            key=_read_key(key),
            signature=signature.content[1:],
        )
    except (ValueError, IndexError, KeyError) as problem:
        raise BadDer(str(problem)) from problem


def _read_name(node: Node) -> Name:
    pairs = (item.children()[0].children() for item in node.children())
    return tuple((_SHORT.get(oid := der.dotted(a.content), oid), b.content.decode()) for a, b in pairs)


def _read_time(node: Node) -> Instant:
    text = node.content.decode()
    style = "%y%m%d%H%M%SZ" if node.tag == der.UTC_TIME else "%Y%m%d%H%M%SZ"
    return from_datetime(datetime.strptime(text, style).replace(tzinfo=UTC))


def _read_key(node: Node) -> bytes:
    numbers = der.read_one(node.children()[1].content[1:]).children()
    return numbers[0].content.lstrip(b"\x00")


def _read_names(extensions: list[Node]) -> tuple[str, ...]:
    inner = _extension_value(extensions, _ALT_NAMES)
    return tuple(n.content.decode() for n in inner.children() if n.tag == 0x82) if inner else ()


def _read_authority(extensions: list[Node]) -> bool:
    inner = _extension_value(extensions, _BASIC)
    return bool(inner and inner.content)


def _extension_value(extensions: list[Node], oid: str) -> Node | None:
    for extension in extensions:
        parts = extension.children()
        if der.dotted(parts[0].content) == oid:
            return der.read_one(parts[-1].content)
    return None


def pem(certificate: Certificate) -> str:
    """The certificate between its BEGIN and END lines, 64 characters a line."""
    text = b64encode(encode(certificate)).decode()
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def from_pem(text: str) -> Certificate:
    """The first certificate in a text; BadDer when there is none or it cannot be read."""
    _, begin, rest = text.partition("-----BEGIN CERTIFICATE-----")
    body, end, _ = rest.partition("-----END CERTIFICATE-----")
    if not begin or not end:
        raise BadDer("no certificate")
    try:
        data = b64decode("".join(body.split()), validate=True)
    except NotBase64 as problem:
        raise BadDer(str(problem)) from problem
    return decode(data)


def fingerprint(certificate: Certificate) -> str:
    """The SHA-256 of the DER as `AA:BB:…`."""
    return ":".join(f"{octet:02X}" for octet in sha256(encode(certificate)).digest())


def dn(name: Name) -> str:
    """As openssl 3.0 prints it: `C = US, O = Amazon, CN = Amazon RSA 2048 M02`."""
    return ", ".join(f"{kind} = {value}" for kind, value in name)

"""openssl s_client: a handshake, and everything it showed."""

from dataclasses import dataclass

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.verbose import certificate_date
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world.dns import lookup
from incidentgame.world.dns.names import is_address
from incidentgame.world.network.reach import Reach, reach
from incidentgame.world.tls.certificate import Certificate, dn, encode, pem
from incidentgame.world.tls.handshake import distrust, offer, presented
from incidentgame.world.walk.request import TlsSession

_KERNEL_GIVES_UP = 133_682
_IGNORED_WITH_VALUE = frozenset(
    [
        "-CAfile",
        "-CApath",
        "-alpn",
        "-cipher",
        "-ciphersuites",
        "-verify",
        "-starttls",
        "-verify_hostname",
        "-servername_type",
        "-port",
    ]
)
_VERDICTS = {
    "": (0, "ok"),
    "expired": (10, "certificate has expired"),
    "not-yet-valid": (9, "certificate is not yet valid"),
    "self-signed": (18, "self-signed certificate"),
    "no-issuer": (20, "unable to get local issuer certificate"),
}


@dataclass(slots=True)
class _Asked:
    name: str = ""
    port: int = 443
    sni: str | None = None
    all_certificates: bool = False
    brief: bool = False
    hostname: str = ""


def s_client(invocation: Invocation, bench: Bench) -> Outcome:
    """s_client -connect HOST:PORT [-servername NAME] [-showcerts] [-brief]; exit 1 without TLS."""
    asked, problem = _read(invocation.argv)
    if problem or not asked.name:
        text = problem or "s_client: -connect HOST:PORT is needed here\n"
        return Outcome(stderr=text, exit=1)
    address = next(iter(lookup.addresses(bench.view, bench.host, asked.name, 4)), "")
    id = bench.view.dice.hexadecimal(12, "openssl", bench.view.now).upper() + "7F0000"
    if not address:
        where = "BIO_lookup_ex:system lib:../crypto/bio/bio_addr.c:738:Name or service not known"
        return Outcome(stderr=f"{id[:16]}:error:10080002:BIO routines:{where}\nconnect:errno=22\n", exit=1)
    found = reach(bench.view, bench.host, address, asked.port)
    if found.verdict != "open":
        return _unconnected(bench, asked, found, id[:16])
    at = bench.view.now
    bench.wait(found.ms * 3 + 4, f"openssl {asked.name}")
    sni = ("" if is_address(asked.name) else asked.name) if asked.sni is None else asked.sni
    session = offer(bench.view, found.endpoint or ("",), sni, asked.port, at)
    if session is None:
        return Outcome(
            _NO_TLS,
            f"{id[:16]}:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:"
            "../ssl/record/ssl3_record.c:354:\n",
            1,
        )
    return _shown(asked, session, presented(bench.view, session, at), at)


def _read(argv: tuple[str, ...]) -> tuple[_Asked, str]:
    asked, rest = _Asked(), list(argv)
    while rest:
        word = rest.pop(0)
        bare = word.removeprefix("-") if word.startswith("--") else word
        if bare in ("-connect", "-host", "-servername", "-verify_hostname", "-port"):
            if not rest:
                return asked, f"s_client: Option {word} needs a value\ns_client: Use -help for summary.\n"
            _valued(asked, bare, rest.pop(0))
        elif bare in _IGNORED_WITH_VALUE:
            rest[:1] = []
        elif bare == "-noservername":
            asked.sni = ""
        elif bare == "-showcerts":
            asked.all_certificates = True
        elif bare == "-brief":
            asked.brief = True
        elif not word.startswith("-"):
            _valued(asked, "-connect", word)
        elif bare not in _FLAGS:
            return asked, f"s_client: Unknown option: {word}\ns_client: Use -help for summary.\n"
    return asked, ""


_FLAGS = frozenset(
    [
        "-tls1_2",
        "-tls1_3",
        "-quiet",
        "-prexit",
        "-ign_eof",
        "-no_ign_eof",
        "-4",
        "-6",
        "-status",
        "-tlsextdebug",
        "-debug",
        "-msg",
        "-state",
        "-verify_return_error",
        "-no_ticket",
        "-crlf",
        "-tls1",
        "-tls1_1",
        "-no_tls1_3",
        "-no_tls1_2",
        "-verify_quiet",
    ]
)


def _valued(asked: _Asked, option: str, value: str) -> None:
    if option == "-servername":
        asked.sni = value
    elif option == "-verify_hostname":
        asked.hostname = value
    elif option == "-port":
        asked.port = int(value) if value.isdigit() else asked.port
    else:
        name, colon, port = value.rpartition(":")
        asked.name = name if colon else value
        asked.port = int(port) if colon and port.isdigit() else asked.port


def _unconnected(bench: Bench, asked: _Asked, found: Reach, id: str) -> Outcome:
    errno, word = {"refused": (111, "Connection refused"), "no-route": (113, "No route to host")}.get(
        found.verdict, (110, "Connection timed out")
    )
    bench.wait(found.ms or _KERNEL_GIVES_UP, f"openssl {asked.name}")
    text = (
        f"{id}:error:80{errno:06X}:system library:BIO_connect:{word}:"
        "../crypto/bio/bio_sock2.c:127:calling connect()\n"
        f"{id}:error:10000067:BIO routines:BIO_connect:connect error:../crypto/bio/bio_sock2.c:129:\n"
        f"connect:errno={errno}\n"
    )
    return Outcome(stderr=text, exit=1)


_NO_TLS = """CONNECTED(00000003)
---
no peer certificate available
---
No client certificate CA names sent
---
SSL handshake has read 5 bytes and written 297 bytes
Verification: OK
---
New, (NONE), Cipher is (NONE)
Secure Renegotiation IS NOT supported
Compression: NONE
Expansion: NONE
No ALPN negotiated
Early data was not sent
Verify return code: 0 (ok)
---
"""


def _shown(asked: _Asked, session: TlsSession, chain: list[Certificate], at: int) -> Outcome:
    why = distrust(chain, at)
    number, words = _VERDICTS[why]
    if asked.hostname and not chain[0].matches(asked.hostname):
        number, words = 62, "hostname mismatch"
    log = _verify_log(chain, number, words)
    if asked.brief:
        return Outcome("", log + _brief(session, chain, number, words))
    size = sum(len(encode(one)) for one in chain) + 620
    body = (
        (
            f"CONNECTED(00000003)\n---\nCertificate chain\n{_chain(asked, chain)}---\n"
            f"Server certificate\n{'' if asked.all_certificates else pem(chain[0])}"
            f"subject={dn(chain[0].subject)}\n\nissuer={dn(chain[0].issuer)}\n\n---\n"
        )
        .replace("\n\nissuer", "\nissuer")
        .replace("\n\n---", "\n---")
    )
    verification = "Verification: OK" if number == 0 else f"Verification error: {words}"
    tail = (
        "No client certificate CA names sent\nPeer signing digest: SHA256\nPeer signature type: RSA-PSS\n"
        f"Server Temp Key: X25519, 253 bits\n---\nSSL handshake has read {size} bytes and written 401 bytes\n"
        f"{verification}\n---\nNew, TLSv1.3, Cipher is {session.cipher}\nServer public key is 2048 bit\n"
        "Secure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\nNo ALPN negotiated\n"
        f"Early data was not sent\nVerify return code: {number} ({words})\n---\n"
    )
    return Outcome(body + tail, log + "DONE\n")


def _chain(asked: _Asked, chain: list[Certificate]) -> str:
    text = ""
    for depth, one in enumerate(chain):
        text += (
            f" {depth} s:{dn(one.subject)}\n   i:{dn(one.issuer)}\n"
            "   a:PKEY: rsaEncryption, 2048 (bit); sigalg: RSA-SHA256\n"
            f"   v:NotBefore: {certificate_date(one.not_before)}; "
            f"NotAfter: {certificate_date(one.not_after)}\n"
        )
        text += pem(one) if asked.all_certificates else ""
    return text


def _verify_log(chain: list[Certificate], number: int, words: str) -> str:
    """`depth=…` lines on stderr, from the root down."""
    text = ""
    for depth in range(len(chain) - 1, -1, -1):
        text += f"depth={depth} {dn(chain[depth].subject)}\n"
        if depth == 0 and number:
            text += f"verify error:num={number}:{words}\n"
        text += "verify return:1\n"
    return text


def _brief(session: TlsSession, chain: list[Certificate], number: int, words: str) -> str:
    verdict = "OK" if number == 0 else f"error: {words}"
    return (
        f"CONNECTION ESTABLISHED\nProtocol version: {session.protocol}\nCiphersuite: {session.cipher}\n"
        f"Peer certificate: {dn(chain[0].subject)}\nHash used: SHA256\nSignature type: RSA-PSS\n"
        f"Verification: {verdict}\nServer Temp Key: X25519, 253 bits\nDONE\n"
    )

"""openssl x509: what a certificate says."""

from posixpath import join, normpath

from incidentgame.commands.bench import Bench
from incidentgame.commands.network.curl.verbose import certificate_date
from incidentgame.kernel.instant import SECOND
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.shell.files import FileError
from incidentgame.world.tls.certificate import Certificate, dn, fingerprint, from_pem, pem
from incidentgame.world.tls.der import BadDer

_VALUED = frozenset(
    ["-in", "-inform", "-outform", "-out", "-nameopt", "-certopt", "-ext", "-checkend", "-checkhost"]
)
_UNABLE = "Unable to load certificate\n"
_SERVER = "TLS Web Server Authentication, TLS Web Client Authentication"
_FLAGS = frozenset(
    [
        "-noout",
        "-text",
        "-dates",
        "-startdate",
        "-enddate",
        "-subject",
        "-issuer",
        "-serial",
        "-fingerprint",
        "-sha256",
        "-email",
        "-hash",
        "-subject_hash",
        "-issuer_hash",
        "-modulus",
        "-pubkey",
        "-ocsp_uri",
        "-alias",
        "-purpose",
    ]
)


def x509(invocation: Invocation, bench: Bench) -> Outcome:
    """x509 [-in FILE] [-noout] [-text] [-dates] [-subject] [-issuer] [-ext NAMES] [-checkend S] …"""
    asked: list[tuple[str, str]] = []
    rest = list(invocation.argv)
    while rest:
        word = rest.pop(0)
        name = word[1:] if word.startswith("--") else word
        if name in _VALUED:
            if not rest:
                return _usage(f"Option {word} needs a value")
            asked.append((name, rest.pop(0)))
        elif name in _FLAGS:
            asked.append((name, ""))
        else:
            return _usage(
                f"Unknown option or parameter: {word}" if word.startswith("-") else f'Extra option: "{word}"'
            )
    source = next((value for name, value in asked if name == "-in"), "")
    try:
        certificate = from_pem(_text(source, invocation, bench))
    except FileError:
        return Outcome(
            stderr=f"Could not open file or uri for loading certificate from {source}\n{_UNABLE}",
            exit=1,
        )
    except BadDer:
        where = source or "<stdin>"
        return Outcome(
            stderr=f"Could not read certificate from {where}\nUnable to load certificate\n", exit=1
        )
    return _answer(asked, certificate, bench)


def _usage(text: str) -> Outcome:
    return Outcome(stderr=f"x509: {text}\nx509: Use -help for summary.\n", exit=1)


def _text(source: str, invocation: Invocation, bench: Bench) -> str:
    if not source or source in ("-", "/dev/stdin"):
        return invocation.stdin.decode("utf-8", "replace")
    return bench.files.read(normpath(join(invocation.cwd, source))).decode("utf-8", "replace")


def _answer(asked: list[tuple[str, str]], one: Certificate, bench: Bench) -> Outcome:
    text, status = "", 0
    for name, value in asked:
        if name == "-checkend":
            if not value.isdigit():
                return _usage(f'Can\'t parse "{value}" as an integer number')
            expires = bench.view.now + int(value) * SECOND >= one.not_after
            text += "Certificate will expire\n" if expires else "Certificate will not expire\n"
            status = 1 if expires else 0
        elif name == "-checkhost":
            verb = "does" if one.matches(value) else "does NOT"
            text += f"Hostname {value} {verb} match certificate\n"
        elif name == "-ext":
            text += _extensions(one, value.split(","))
        else:
            text += _line(name, one)
    if not any(name == "-noout" for name, _ in asked):
        text += pem(one)
    return Outcome(text, exit=status)


def _line(name: str, one: Certificate) -> str:
    start, end = certificate_date(one.not_before), certificate_date(one.not_after)
    lines = {
        "-dates": f"notBefore={start}\nnotAfter={end}\n",
        "-startdate": f"notBefore={start}\n",
        "-enddate": f"notAfter={end}\n",
        "-subject": f"subject={dn(one.subject)}\n",
        "-issuer": f"issuer={dn(one.issuer)}\n",
        "-serial": f"serial={_serial(one)}\n",
        "-fingerprint": f"sha256 Fingerprint={fingerprint(one)}\n",
        "-modulus": f"Modulus={one.key.hex().upper()}\n",
        "-text": _whole(one) if name == "-text" else "",
    }
    return lines.get(name, "")


def _serial(one: Certificate) -> str:
    text = f"{one.serial:X}"
    return text if len(text) % 2 == 0 else f"0{text}"


def _extensions(one: Certificate, names: list[str]) -> str:
    text = ""
    for name in names:
        if name == "subjectAltName" and one.names:
            text += f"X509v3 Subject Alternative Name: \n    {_names(one)}\n"
        elif name == "basicConstraints":
            text += f"X509v3 Basic Constraints: critical\n    CA:{str(one.authority).upper()}\n"
        elif name == "extendedKeyUsage" and not one.authority:
            text += f"X509v3 Extended Key Usage: \n    {_SERVER}\n"
        elif name == "keyUsage":
            text += f"X509v3 Key Usage: critical\n    {_usage_of(one)}\n"
        elif name != "subjectAltName":
            return text or "No extensions matching\n"
    return text or "No extensions in certificate\n"


def _usage_of(one: Certificate) -> str:
    return (
        "Digital Signature, Certificate Sign, CRL Sign"
        if one.authority
        else "Digital Signature, Key Encipherment"
    )


def _names(one: Certificate) -> str:
    return ", ".join(f"DNS:{name}" for name in one.names)


def _whole(one: Certificate) -> str:
    """-text, layout of OpenSSL 3.0."""
    serial = ":".join(_serial(one).lower()[i : i + 2] for i in range(0, len(_serial(one)), 2))
    lines = [
        "Certificate:",
        "    Data:",
        "        Version: 3 (0x2)",
        "        Serial Number:",
        f"            {serial}",
        "        Signature Algorithm: sha256WithRSAEncryption",
        f"        Issuer: {dn(one.issuer)}",
        "        Validity",
        f"            Not Before: {certificate_date(one.not_before)}",
        f"            Not After : {certificate_date(one.not_after)}",
        f"        Subject: {dn(one.subject)}",
        "        Subject Public Key Info:",
        "            Public Key Algorithm: rsaEncryption",
        "                Public-Key: (2048 bit)",
        "                Modulus:",
        *_hex_rows("00" + one.key.hex(), 15, " " * 20),
        "                Exponent: 65537 (0x10001)",
        "        X509v3 extensions:",
        *_extension_lines(one),
        "    Signature Algorithm: sha256WithRSAEncryption",
        "    Signature Value:",
        *_hex_rows(one.signature.hex(), 18, " " * 8),
    ]
    return "\n".join(lines) + "\n"


def _hex_rows(text: str, width: int, indent: str) -> list[str]:
    octets = [text[i : i + 2] for i in range(0, len(text), 2)]
    rows = [":".join(octets[i : i + width]) for i in range(0, len(octets), width)]
    return [f"{indent}{row}{':' if index < len(rows) - 1 else ''}" for index, row in enumerate(rows)]


def _extension_lines(one: Certificate) -> list[str]:
    usage = ["            X509v3 Key Usage: critical", f"                {_usage_of(one)}"]
    basic = [
        "            X509v3 Basic Constraints: critical",
        f"                CA:{str(one.authority).upper()}",
    ]
    if one.authority:
        return [*usage, *basic]
    return [
        "            X509v3 Subject Alternative Name: ",
        f"                {_names(one)}",
        *usage,
        "            X509v3 Extended Key Usage: ",
        f"                {_SERVER}",
        *basic,
    ]

"""Ids in a text: compared by the resource they name, not by their letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from incidentgame.scoring.perception.values import Value
from incidentgame.scoring.wordlist import listed

RoleOf = Callable[[str], "str | None"]

_DIGITS_SOON: Final = r"(?=[^\s\"',]{0,70}\d)"
LETTER_PATTERN: Final = (
    _DIGITS_SOON + r"(?:(?P<arn>arn:aws[\w-]*:[^\s\"',<>\])]+)"
    r"|(?P<trace>(?:Root|Self|Parent)=1-[0-9a-f]{8}-[0-9a-f]{24}|TID_[0-9a-f]+)"
    r"|(?P<rid>(?<!-)(?:i|sg|sgr|subnet|eni|vpc|rtb|acl|igw|nat|vol|ami|lt|eipalloc|eipassoc|pl"
    r"|tgw|vpce|rtbassoc|eni-attach|snap|dopt|r)"
    r"-[0-9a-f]{8,17}(?!\w))"
    r"|(?P<host>ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\b)"
    r"|(?P<lb>(?:app|net|targetgroup)/[\w-]+/[0-9a-f]{16}(?:/[0-9a-f]{16}){0,2})"
    r"|(?P<dist>(?<!-)(?:E(?=[A-Z]*\d)[0-9A-Z]{12,13}|Z(?=[A-Z]*\d)[0-9A-Z]{12,20}"
    r"|A[KSR][A-Z]A(?=[A-Z]*\d)[0-9A-Z]{12,17}"
    r"|KV(?=[A-Z]*\d)[0-9A-Z]{12,13})(?![\w-]))"
    r"|(?P<cfhost>d[0-9a-z]{13}\.cloudfront\.net\b|[A-Z]{3}\d{2,3}-[CP]\d{1,2}\b))"
)
"""Ids that begin with a letter and have a digit."""
ANY_PATTERN: Final = (
    r"(?P<uuid>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9a-fA-F-]))"
    r"|(?P<ip6>(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}|:)(?![\w:]))"
    r"|(?P<cfid>(?<![=/+-])[A-Za-z0-9_-]{54}==|(?<![=/+-])[A-Za-z0-9_-]{56}(?![\w=-]))"
    r"|(?P<blob>(?<![=/+-])[A-Za-z0-9+/]{60,}={0,2}(?![\w+/=]))"
    r"|(?P<hex>(?<!-)(?=[0-9a-f]{0,40}[a-f])(?=[a-f]{0,40}\d)[0-9a-f]{12,64}(?![\w-]))"
    r"|(?P<upper>(?<!-)(?=[0-9A-F]{0,40}[A-F])(?=[A-F]{0,40}\d)[0-9A-F]{12,64}(?![\w-]))"
)
"""Ids that begin with either."""
DIGIT_PATTERN: Final = (
    r"(?P<query>(?<=, id: )\d{1,5}\b)|(?P<ttl>\d{1,7}(?=\s+(?:IN|CH)\s+[A-Z]))|"
    r"(?P<ip>(?<!\.)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\w|\.\d))"
    r"|(?P<pid>(?<=\[)\d{1,7}(?=\])|\d{1,7}#\d{1,7}(?=:)|(?<=\*)\d{1,9}(?=\s))"
    r"|(?P<eport>(?<=:)(?:3[2-9]\d{3}|[45]\d{4}|6[0-5]\d{3})(?!\d))"
)
"""Addresses, process numbers and ephemeral ports."""
ANY_PATTERN_IN_GROUP: Final = f"(?:{ANY_PATTERN})"
KINDS: Final = frozenset(
    listed("arn uuid trace rid host ip ip6 lb cfid dist cfhost hex upper blob query ttl pid eport")
)
_INNER: Final = re.compile(r"[0-9a-f]{16}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
SHORT_TTL: Final = 300
"""Seconds: what is left of a short TTL depends on the moment and does not tell (house rule)."""
NAMED: Final = frozenset({"arn", "rid", "ip", "ip6", "lb", "dist", "host"})
"""Kinds that name a resource of the world; the others are dice (request ids, ports, process numbers)."""


def read_id(kind: str, text: str, role_of: RoleOf) -> Value:
    """An id as a value: its role in the world where it has one, else a placeholder for its class."""
    bare = text.rstrip(".,;:")
    role = role_of(bare) if kind in NAMED else None
    if role is not None:
        return Value("id", f"<{kind}:{role}>{text[len(bare) :]}", raw=bare)
    if kind in ("arn", "lb"):
        return Value("id", _INNER.sub("<id>", text), raw=bare)
    if kind == "ip":
        return Value("id", _plain_ip(bare), raw=bare)
    if kind == "ttl":
        return Value("id", "<ttl>" if int(bare) <= SHORT_TTL else "<long ttl>", raw=bare)
    prefix = bare.split("-")[0] if kind == "rid" else kind
    return Value("id", f"<{prefix}>", raw=bare)


def names_in(text: str) -> list[str]:
    """The resource names in a typed line, in order."""
    found = _FIND.finditer(text)
    return [m.group().rstrip(".,;:") for m in found if (m.lastgroup or "") in NAMED]


_FIND: Final = re.compile(rf"(?<![A-Za-z0-9])(?:{LETTER_PATTERN}|{ANY_PATTERN}|{DIGIT_PATTERN})")


def _plain_ip(address: str) -> str:
    """Loopback, unspecified and link-local addresses are words: `127.0.0.1` is not `0.0.0.0`."""
    return address if address.startswith(("127.", "0.", "169.254.")) else "<ip>"

"""Domain names as text: always lower-case and absolute (with the final dot) inside this package."""

from collections.abc import Iterator
from ipaddress import ip_address


def absolute(name: str) -> str:
    """`API.shop.example` → `api.shop.example.`; the root is `.`. Route 53's `\\052` is the asterisk."""
    text = name.strip().lower().replace("\\052", "*").rstrip(".")
    return f"{text}."


def relative(name: str) -> str:
    """The name without its final dot, as people write it."""
    return name[:-1] if name.endswith(".") and name != "." else name


def ancestors(name: str) -> Iterator[str]:
    """The absolute name itself, then each parent up to the root."""
    while name != ".":
        yield name
        name = name.split(".", 1)[1] or "."
    yield "."


def parent(name: str) -> str:
    """The name one label up; the root is its own parent."""
    return "." if name == "." else name.split(".", 1)[1] or "."


def is_under(name: str, zone: str) -> bool:
    """Is the absolute name the zone's apex or below it?"""
    return zone == "." or name == zone or name.endswith(f".{zone}")


def is_valid(name: str) -> bool:
    """Could the name be asked at all: labels of 1–63 octets, 253 in total?"""
    text = name.rstrip(".")
    return len(text) <= 253 and all(0 < len(label) <= 63 for label in text.split(".")) if text else True


def is_address(text: str) -> bool:
    """Is it an IPv4 or IPv6 address rather than a name?"""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def reverse(address: str) -> str:
    """The name `dig -x` asks: `35.11.0.10.in-addr.arpa.`; ValueError when it is no address."""
    return f"{ip_address(address).reverse_pointer}."


def forward(name: str) -> str:
    """The IPv4 address behind an in-addr.arpa name; empty when it is not one."""
    tail = ".in-addr.arpa."
    if not name.endswith(tail):
        return ""
    text = ".".join(reversed(name.removesuffix(tail).split(".")))
    return text if is_address(text) else ""

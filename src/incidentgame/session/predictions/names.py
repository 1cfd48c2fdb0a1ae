"""What if a record were changed: what does a resolver that has it cached answer, and how long?"""

from collections.abc import Iterator

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, SECOND
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.predictions.ground import Ground, card, choice, later, played
from incidentgame.world import kinds
from incidentgame.world.dns.lookup import resolve
from incidentgame.world.simulation import Simulation
from incidentgame.world.state import Doc

_ASKS_FROM = "laptop"
_LEAST_LEFT = 40
_NEW = ("192.0.2.181", "198.51.100.202", "203.0.113.240")
"""Addresses for documentation (RFC 5737): nobody's."""


def record_changed(ground: Ground, dice: Dice) -> Card | None:
    """An address record is changed or deleted; one asks again before or after the copy has run out."""
    sim = ground.present
    records = list(_records(sim))
    if not records:
        return None
    zone, record = dice.pick(records, "record")
    name, old, ttl = str(record["Name"]).rstrip("."), _value(record), int(record["TTL"])
    new = next(address for address in dice.shuffled(_NEW, "new") if address != old)
    left = _left(sim, name)
    deleted = dice.below(2, "deleted") == 1
    after = _changed(sim, zone, record, "" if deleted else new)
    if left is None or after is None:
        return None
    early = left >= _LEAST_LEFT and dice.below(2, "early") == 1
    passed = left // 2 if early else max(10 * MINUTE // SECOND, ttl + 120)
    answer = _short(later(after, passed * SECOND), name)
    ask = (
        f"Your resolver holds the A record of {name}, {old}, for another {left} seconds (its TTL is "
        f"{ttl}). Suppose that "
        f"now it was {'deleted' if deleted else f'changed to {new}'} in Route 53. What would `dig +short "
        f"{name}` "
        f"print {_span(passed)} later?"
    )
    because = (
        f"A resolver gives out its copy until the time to live has run out, whatever Route 53 says "
        f"meanwhile: up to "
        f"{ttl} s here. After that it asks again and gets what the zone holds then."
    )
    options = choice(_print(answer), [_print(old), _print(new), _print(""), _print(f"{old} and {new}")])
    return card(ground, "record-changed", "dns-caching", ask, options, because)


def _records(sim: Simulation) -> Iterator[tuple[str, Doc]]:
    """The address records of public zones with one value and a time to live one can wait for."""
    private = {
        key for key, zone in sim.world.table(kinds.ZONE).items() if zone.get("Config", {}).get("PrivateZone")
    }
    for key, record in sim.world.table(kinds.RECORD).items():
        zone = key.partition("|")[0]
        one = len(record.get("ResourceRecords", ())) == 1 and record["Type"] == "A"
        simple = "SetIdentifier" not in record and "*" not in str(record["Name"])
        if zone not in private and one and simple and 60 <= int(record["TTL"]) <= 3600:
            yield zone, record


def _value(record: Doc) -> str:
    return str(record["ResourceRecords"][0]["Value"])


def _left(sim: Simulation, name: str) -> int | None:
    """Seconds the resolver's copy has left; None when it has none to give."""
    found = resolve(sim, _ASKS_FROM, name)
    return found.answers[0].ttl if found.answers else None


def _changed(sim: Simulation, zone: str, record: Doc, value: str) -> Simulation | None:
    body = {name: record[name] for name in ("Name", "Type", "TTL")}
    body["ResourceRecords"] = [{"Value": value or _value(record)}]
    change = {"Action": "UPSERT" if value else "DELETE", "ResourceRecordSet": body}
    request = {"HostedZoneId": zone, "ChangeBatch": {"Changes": [change]}}
    return played(sim, "route53", "ChangeResourceRecordSets", request)


def _short(sim: Simulation, name: str) -> str:
    """What `dig +short` prints, on one line."""
    return " and ".join(record.rdata for record in resolve(sim, _ASKS_FROM, name).answers)


def _print(answer: str) -> str:
    return answer or "nothing at all"


def _span(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"

"""Names an author uses and the ids this case gives them.

`id('i', 'web-a1')` is the same instance id wherever it stands in a case, another one in the next case, and
its role, `i/web-a1`, is how hints, rivals and the rubric name it whatever the dice.
"""

from collections.abc import Mapping
from typing import Any

from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import clock, iso
from incidentgame.pack.moments import Moments


class Naming:
    """The functions and values templates of one case see; collects the roles they name."""

    def __init__(self, dice: Dice, moments: Moments, account: str, region: str) -> None:
        self.dice = dice
        self.moments = moments
        self.account = account
        self.region = region
        self.roles: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self._addresses: dict[str, str] = {}

    def names(self, files: Mapping[str, str]) -> dict[str, Any]:
        """Everything a template may use. `files` are the pack's files by path."""
        return {
            "account": self.account,
            "region": self.region,
            "T0": self.moments.fault_at,
            "page": self.moments.paged_at,
            "id": self.id,
            "hex": self.hex,
            "upper": self.upper,
            "uuid": self.uuid,
            "number": lambda low, high, *name: self.dice.between(low, high, "number", *name),
            "pick": lambda options, *name: self.dice.pick(options, "pick", *name),
            "shuffled": lambda options, *name: self.dice.shuffled(options, "shuffled", *name),
            "ip": self.ip,
            "arn": self.arn,
            "at": self.moments.read,
            "ago": lambda text: self.moments.read("-" + str(text)),
            "iso": iso,
            "clock": clock,
            "file": lambda path: _content(files, path),
            **self.values,
        }

    def define(self, name: str, value: Any) -> None:
        """Give a value a name; a text becomes the id of the role of that name."""
        self.values[name] = value
        if isinstance(value, str) and value:
            self.roles[value] = name

    def id(self, prefix: str, *name: str) -> str:
        """An EC2-style id: prefix, dash, 17 hex digits."""
        role = "".join(name)
        return self._role(f"{prefix}-0{self.dice.hexadecimal(16, 'id', prefix, role)}", f"{prefix}/{role}")

    def hex(self, length: int, *name: str) -> str:
        """Hex digits."""
        role = "".join(name)
        return self._role(self.dice.hexadecimal(length, "hex", role), f"hex/{role}")

    def upper(self, length: int, *name: str) -> str:
        """Upper-case letters and digits, as in hosted-zone, distribution and key ids."""
        role = "".join(name)
        return self._role(self.dice.upper36(length, "upper", role), f"upper/{role}")

    def uuid(self, *name: str) -> str:
        """A UUID."""
        role = "".join(name)
        return self._role(self.dice.uuid("uuid", role), f"uuid/{role}")

    def ip(self, prefix: str, *name: str) -> str:
        """An address below a dotted prefix, no two names alike."""
        role = "".join(name)
        for attempt in range(1000):
            address = self.dice.ipv4(prefix, "ip", role, attempt)
            if self._addresses.setdefault(address, role) == role:
                return self._role(address, f"ip/{role}")
        raise ValueError(f"no address left below {prefix}")

    def arn(self, service: str, resource: str, region: str | None = None) -> str:
        """An ARN of this account; in the workload Region unless another (or `''`) is given."""
        where = self.region if region is None else region
        return f"arn:aws:{service}:{where}:{self.account}:{resource}"

    def _role(self, value: str, role: str) -> str:
        self.roles.setdefault(value, role)
        return value


def _content(files: Mapping[str, str], path: str) -> str:
    if path not in files:
        raise ValueError(f"the pack has no file {path}")
    return files[path]

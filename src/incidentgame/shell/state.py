"""What a shell remembers between lines besides its files, and its form on disk."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Memory:
    """One shell's state: the interpreter's own snapshot and what the game adds to it."""

    snapshot: bytes = b""
    started: int = 0
    cwd: str = "/"
    last_exit: int = 0
    lines: int = 0
    draws: int = 0
    history: list[str] = field(default_factory=list)

    def packed(self) -> bytes:
        """As bytes for the event store."""
        plain = asdict(self) | {"snapshot": b64encode(self.snapshot).decode()}
        return json.dumps(plain, sort_keys=True).encode()

    @staticmethod
    def unpacked(data: bytes) -> "Memory":
        """Back from `packed`; ValueError when the bytes are not a shell's state."""
        plain = json.loads(data)
        try:
            return Memory(**(plain | {"snapshot": b64decode(plain["snapshot"])}))
        except (KeyError, TypeError) as problem:
            raise ValueError("not a shell's saved state") from problem

"""What a line looks at, in words: the subject of a sentence about what it showed."""

import re

_INNER = re.compile(r"\$\([^()]*\)|`[^`]*`|'[^']*'|\"[^\"$]*\"")
_AWS = re.compile(
    r"\baws\s+(?:--?\S+\s+(?:[\w.\-]+\s+)?)*(?P<service>[a-z0-9\-]+)\s+(?P<operation>[a-z][a-z0-9\-]+)"
)
_VERBS = ("describe-", "get-", "list-", "lookup-", "filter-", "wait-", "test-", "batch-get-")
_TOOLS = {
    "curl": "the answer",
    "dig": "the DNS answer",
    "host": "the DNS answer",
    "nslookup": "the DNS answer",
    "getent": "the DNS answer",
    "openssl": "the handshake",
    "ssh": "the host",
    "psql": "the query",
    "journalctl": "the journal",
    "systemctl": "the unit",
    "ps": "the process list",
    "top": "the process list",
    "ss": "the socket list",
    "nc": "the connection",
    "ping": "the ping",
    "tail": "the file",
    "head": "the file",
    "cat": "the file",
    "less": "the file",
    "grep": "the search",
    "zgrep": "the search",
    "zcat": "the file",
}
_NAMES = {"events": "event history", "rest-api": "API"}
_LONGEST = 24


def subject_of(line: str) -> str:
    """`target health` for `aws elbv2 describe-target-health …`; `the output` where several are asked."""
    plain = line
    for _ in range(4):
        plain = _INNER.sub(" ", plain)
    parts = [part.strip() for part in re.split(r";|&&|\|\||\n", plain) if part.strip()]
    parts = [part for part in parts if not re.fullmatch(r"\w+=\S*", part) and not part.startswith("#")]
    return _of_command(parts[-1].split("|")[0]) if len(parts) == 1 else "the output"


def _of_command(command: str) -> str:
    found = _AWS.search(command)
    if found:
        return _of_call(found["service"], found["operation"])
    words = [word for word in command.split() if word != "sudo" and "=" not in word]
    return _TOOLS.get(words[0], "the output") if words else "the output"


def _of_call(service: str, operation: str) -> str:
    if operation in ("lookup-events", "tail", "filter-log-events"):
        return "the trail" if operation == "lookup-events" else "the log"
    if service == "s3":
        return "the bucket"
    verb = next((verb for verb in _VERBS if operation.startswith(verb)), "")
    noun = operation.removeprefix(verb).replace("-", " ")
    return noun if verb and len(noun) <= _LONGEST else "the output"

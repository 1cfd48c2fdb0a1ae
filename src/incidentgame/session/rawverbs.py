"""Plain words for the verbs that take a sentence: `think it's the ALB` needs no quotes.

An apostrophe would otherwise open a quotation in the shell and the line would wait for its end.
"""

import re

_SENTENCES = frozenset(
    {"think", "expect", "note", "update", "explain", "ask", "answer", "help", "reflect", "suspects"}
)
_NUMBERED = frozenset({"bits", "rewind"})
"""Verbs that take a line's number: `bits #4` would be a comment to the shell."""


_DICTATED = re.compile(
    r"""\s*(?P<verb>[a-z-]+(?:[ \t]+[^\n<]*?)?)[ \t]*<<-?[ \t]*(?P<mark>['"]?)(?P<end>\w+)(?P=mark)[ \t]*\n"""
    r"""(?P<text>.*?)^(?P=end)[ \t]*\s*\Z""",
    re.DOTALL | re.MULTILINE,
)
"""A verb with a here-document and nothing after it."""
_LONG = 32_000
"""Characters from which a sentence is handed over beside the line: a shell's line has an end."""


def spoken(line: str) -> tuple[str, bytes | None]:
    """What the shell is given to run, and on its standard input: a here-document's words are taken as they
    stand (`$5` is money here, not a variable), and may be longer than a line of a shell can be.
    """
    verb = line.split(None, 1)[0] if line.strip() else ""
    if verb not in _SENTENCES:
        return quoted(line), None
    dictated = _DICTATED.match(line)
    if dictated:
        return quoted(dictated["verb"].strip()), dictated["text"].encode("utf-8", "replace")
    if len(line) > _LONG and "\n" not in line.strip():
        return verb, line.strip()[len(verb) :].strip().encode("utf-8", "replace")
    return quoted(line), None


def quoted(line: str) -> str:
    """The line with its sentence quoted for the shell, where the player did not quote it themselves."""
    words = line.strip().split(None, 1)
    if "\n" in line.strip() or len(words) < 2 or words[0] not in _SENTENCES | _NUMBERED:
        return line
    verb, rest = words[0], words[1].strip()
    if verb in _NUMBERED:
        return f"{verb} {rest[1:]}" if re.match(r"#\d", rest) else line
    if rest.startswith(("<<", "< ")) or (verb == "explain" and rest[0] in "\"'$<"):
        return line  # the words come from a here-document, a file or another command
    if verb == "suspects":
        strike, _, why = rest.partition(" ")
        return f"suspects strike {_wrapped(why)}" if strike == "strike" and why.strip() else line
    if verb == "ask":
        who, _, question = rest.partition(" ")
        return f"ask {_one(who)} {_wrapped(question)}" if question else line
    if verb == "answer":
        return _answered(rest)
    if verb == "help" and (" " not in rest or rest[0] in "\"'"):
        return line
    return f"{verb} {_wrapped(rest)}"


def _answered(rest: str) -> str:
    """`answer 2 it's the TTL`: the number stays a word of its own."""
    number, _, text = rest.partition(" ")
    if not number.isdecimal():
        return f"answer {_wrapped(rest)}"
    text = text.strip()
    if not text or text.startswith(("<<", "< ")):
        return f"answer {rest}"
    return f"answer {number} {_wrapped(text)}"


def _wrapped(text: str) -> str:
    """One shell word, whatever is in it; text the player quoted whole is left as it is."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        text = text[1:-1]
    return _one(text)


def _one(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"

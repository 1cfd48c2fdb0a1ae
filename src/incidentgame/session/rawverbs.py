"""Plain words for the verbs that take a sentence: `think it's the ALB` needs no quotes.

An apostrophe would otherwise open a quotation in the shell and the line would wait for its end.
"""

_SENTENCES = frozenset({"think", "expect", "note", "update", "explain", "ask", "help", "suspects"})


def quoted(line: str) -> str:
    """The line with its sentence quoted for the shell, where the player did not quote it themselves."""
    words = line.strip().split(None, 1)
    if "\n" in line.strip() or len(words) < 2 or words[0] not in _SENTENCES:
        return line
    verb, rest = words[0], words[1].strip()
    if rest.startswith(("<<", "< ")) or (verb == "explain" and rest[0] in "\"'$<"):
        return line  # the words come from a here-document, a file or another command
    if verb == "suspects":
        strike, _, why = rest.partition(" ")
        return f"suspects strike {_wrapped(why)}" if strike == "strike" and why.strip() else line
    if verb == "ask":
        who, _, question = rest.partition(" ")
        return f"ask {_one(who)} {_wrapped(question)}" if question else line
    if verb == "help" and (" " not in rest or rest[0] in "\"'"):
        return line
    return f"{verb} {_wrapped(rest)}"


def _wrapped(text: str) -> str:
    """One shell word, whatever is in it; text the player quoted whole is left as it is."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        text = text[1:-1]
    return _one(text)


def _one(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"

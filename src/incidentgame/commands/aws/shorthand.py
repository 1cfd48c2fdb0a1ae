"""The CLI's shorthand for structures: `Name=x,Values=a,b`, `A=[b,c]`, `A={B=c}`, quotes, `@=`.

A recursive descent over the text; the grammar, the error texts and the position of the caret are
AWS CLI v2's. `parse` knows no model; `fitted` then bends the result to the shape (a lone value
becomes a list of one, numbers and booleans become themselves).
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.model import Shape

_KEY = re.compile(r"[A-Za-z0-9\-_.#/:]*")
_SPACE = re.compile(r"\s*")
_SINGLE = re.compile(r"'(?:\\'|[^'])*'")
_DOUBLE = re.compile(r'"(?:\\"|[^"])*"')
_ESCAPED = r"\\,"
_START = r"""[^\x00-\x20"',=\[{\x7f]"""
_BARE = re.compile(rf"""(?:{_ESCAPED}|{_START})(?:{_ESCAPED}|[^"',\]}}])*""")
_NEXT = re.compile(rf"""(?:{_ESCAPED}|{_START})(?:{_ESCAPED}|[^"',=])*""")


class ShorthandError(ValueError):
    """The text is no shorthand; the message carries the text with a caret under the place."""


def parse(text: str, load: Callable[[str], Any] | None = None) -> dict[str, Any]:
    """One shorthand value as nested dicts, lists and strings; ShorthandError where it is none.

    `load` reads the `file://` values of keys written with `@=`.
    """
    return _Parser(text, load or (lambda value: value)).parameter()


class _Parser:
    def __init__(self, text: str, load: Callable[[str], Any]) -> None:
        self.text = text
        self.at = 0
        self.load = load
        self.loading = False

    def parameter(self) -> dict[str, Any]:
        """keyval *("," keyval)"""
        key, value = self._keyval()
        found = {key: value}
        last = self.at
        while self.at < len(self.text):
            self._expect(",", spaced=True)
            key, value = self._keyval()
            if key in found:
                raise self._duplicate(key, last + 1)
            found[key] = value
            last = self.at
        return found

    def _keyval(self) -> tuple[str, Any]:
        key = self._key()
        if self._ended():
            return key, ""
        if self._peek() in "[{":
            return key, self._nested()
        return key, self._comma_separated()

    def _key(self) -> str:
        key = self._take(_KEY)
        self._skip()
        self.loading = self._peek() == "@"
        if self.loading:
            self.at += 1
        self._expect("=", spaced=True)
        return key

    def _comma_separated(self) -> Any:
        """`a` or `a,b,c`; a comma before the next `key=` ends it."""
        values = [self._first()]
        self._skip()
        if self._peek() != ",":
            return values[0]
        self._expect(",", spaced=True)
        while True:
            start = self.at
            try:
                value = self._second()
                self._skip()
                if not self._ended():
                    self._expect(",", spaced=True)
                    values.append(value)
                    continue
                values.append(value)
            except ShorthandError:
                if self._ended():
                    raise
                self.at = self.text.rindex(",", 0, max(start, self.at) + 1)
            return values[0] if len(values) == 1 else values

    def _nested(self) -> Any:
        if self._peek() == "[":
            return self._list()
        if self._peek() == "{":
            return self._hash()
        return self._first()

    def _list(self) -> list[Any]:
        self._expect("[", spaced=True)
        values = []
        while self._peek() != "]":
            values.append(self._nested())
            self._separator("]")
        self._expect("]")
        return values

    def _hash(self) -> dict[str, Any]:
        self._expect("{", spaced=True)
        found = {}
        while self._peek() != "}":
            key = self._key()
            found[key] = self._nested()
            self._separator("}")
        self._expect("}")
        return found

    def _separator(self, closing: str) -> None:
        self._skip()
        if self._peek() != closing:
            self._expect(",")
            self._skip()

    def _first(self) -> Any:
        quoted = self._quoted()
        if quoted is not None:
            return self._loaded(quoted)
        if _BARE.match(self.text, self.at) is None:
            return ""
        return self._loaded(self._take(_BARE).replace("\\,", ",").rstrip())

    def _second(self) -> Any:
        quoted = self._quoted()
        if quoted is not None:
            return self._loaded(quoted)
        return self._loaded(self._must(_NEXT, "second").replace("\\,", ",").rstrip())

    def _quoted(self) -> str | None:
        mark = self._peek()
        if mark not in ("'", '"'):
            return None
        pattern, name = (_SINGLE, "singled quoted") if mark == "'" else (_DOUBLE, "double quoted")
        inner = self._must(pattern, name)[1:-1]
        return inner.replace(f"\\{mark}", mark).replace("\\\\", "\\")

    def _loaded(self, value: str) -> Any:
        return self.load(value) if self.loading else value

    def _must(self, pattern: re.Pattern[str], name: str) -> str:
        if pattern.match(self.text, self.at) is None:
            raise self._unexpected(f"<{name}>", "<none>")
        return self._take(pattern)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _skip(self) -> None:
        self._take(_SPACE)

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else "\0"

    def _ended(self) -> bool:
        return self.at >= len(self.text)

    def _expect(self, character: str, spaced: bool = False) -> None:
        if spaced:
            self._skip()
        if self._ended():
            raise self._unexpected(character, "EOF")
        if self._peek() != character:
            raise self._unexpected(character, self._peek())
        self.at += 1
        if spaced:
            self._skip()

    def _unexpected(self, expected: str, received: str) -> ShorthandError:
        place = _pointed(self.text, self.at)
        return ShorthandError(f"Expected: '{expected}', received: '{received}' for input:\n {place}")

    def _duplicate(self, key: str, at: int) -> ShorthandError:
        return ShorthandError(
            f'Second instance of key "{key}" encountered for input:\n{_pointed(self.text, at)}\n'
            'This is often because there is a preceding "," instead of a space.'
        )


def _pointed(text: str, at: int) -> str:
    """The text with a caret below the place (on its own line, before any line that follows)."""
    column = at - (text.rfind("\n", 0, at) + 1)
    end = text.find("\n", at)
    before, after = (text, "") if end < 0 else (text[:end], text[end:])
    return f"{before}\n{' ' * column}^{after}"


def fitted(value: Any, shape: "Shape") -> Any:
    """The parsed value with numbers, booleans and lists of one as the shape wants them.

    Raises ValueError for a number that is none; everything else is left to validation.
    """
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        known = shape.members
        return {k: fitted(v, known[k]) if k in known else v for k, v in value.items()}
    if kind == "map" and isinstance(value, dict):
        return {key: fitted(part, shape.value) for key, part in value.items()}
    if kind == "list":
        parts = value if isinstance(value, list) else [value]
        return [fitted(part, shape.member) for part in parts]
    return _scalar(value, kind)


def _scalar(value: Any, kind: str) -> Any:
    if not isinstance(value, str):
        return value
    if kind in ("integer", "long"):
        return int(value)
    if kind in ("float", "double"):
        return float(value)
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return value

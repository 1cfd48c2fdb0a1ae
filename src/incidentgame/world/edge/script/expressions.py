"""Tokens to expressions, by precedence."""

from incidentgame.world.edge.script import nodes as n
from incidentgame.world.edge.script.lexer import ScriptSyntaxError, tokens
from incidentgame.world.edge.script.reader import Reader

_LEVELS = (
    ("===", "!==", "==", "!="),
    ("<", ">", "<=", ">=", "in", "instanceof"),
    ("+", "-"),
    ("*", "/", "%"),
    ("**",),
)
_ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=", "%=", "**=", "??=", "||=", "&&=")
_RESERVED = {
    *(
        "if",
        "else",
        "for",
        "while",
        "do",
        "return",
        "throw",
        "try",
        "catch",
        "finally",
        "const",
        "let",
        "var",
    ),
    *(
        "switch",
        "case",
        "default",
        "break",
        "continue",
        "import",
        "export",
        "class",
        "extends",
        "in",
        "with",
    ),
    *("instanceof", "yield", "super", "enum"),
}
_CONSTANTS: dict[str, n.Expression] = {
    "true": n.Literal(True),
    "false": n.Literal(False),
    "null": n.Literal(None),
    "undefined": n.Undefined(),
    "this": n.Undefined(),
}


class ExpressionParser(Reader):
    """Parses expressions; `body` and `pattern` come from the statement parser built upon it."""

    def body(self) -> tuple[n.Statement, ...]:
        raise NotImplementedError

    def expression(self) -> n.Expression:
        """One assignment expression (the comma operator is not in the subset)."""
        if self._arrow_ahead():
            return self._arrow()
        left = self._conditional()
        if not self.sees(*_ASSIGNMENTS):
            return left
        operator = self.next().text
        target = left if operator != "=" else self._assignable(left)
        if not isinstance(target, n.Name | n.Member | n.Pattern):
            raise ScriptSyntaxError(f"Invalid left-hand side in assignment in {self.token.line}")
        return n.Assign(operator, target, self.expression())

    def pattern(self, *, default: bool = True) -> n.Pattern:
        """A name, `{a, b: c}` or `[a, b]`, with `= default` where allowed."""
        if self.accept("{"):
            found = self._object_pattern()
        elif self.accept("["):
            found = self._array_pattern()
        else:
            found = n.Pattern("name", self._binding())
        if default and self.accept("="):
            return n.Pattern(found.kind, found.name, found.parts, self.expression())
        return found

    def _binding(self) -> str:
        if self.token.text in _RESERVED or self.token.text in _CONSTANTS:
            raise self.unexpected()
        return self.name()

    def _object_pattern(self) -> n.Pattern:
        parts: list[tuple[str, n.Pattern]] = []
        while not self.accept("}"):
            key = self.next().text
            if self.accept(":"):
                inner = self.pattern()
            else:
                fallback = self.expression() if self.accept("=") else None
                inner = n.Pattern("name", key, default=fallback)
            parts.append((key, inner))
            if not self.sees("}"):
                self.expect(",")
        return n.Pattern("object", parts=tuple(parts))

    def _array_pattern(self) -> n.Pattern:
        parts: list[tuple[str, n.Pattern]] = []
        while not self.accept("]"):
            parts.append((str(len(parts)), self.pattern()))
            if not self.sees("]"):
                self.expect(",")
        return n.Pattern("array", parts=tuple(parts))

    def _assignable(self, left: n.Expression) -> "n.Expression | n.Pattern":
        if isinstance(left, n.ArrayLiteral) and all(isinstance(i, n.Name) for i in left.items):
            names = [item.name for item in left.items if isinstance(item, n.Name)]
            return n.Pattern(
                "array",
                parts=tuple((str(i), n.Pattern("name", m)) for i, m in enumerate(names)),
            )
        return left

    def _arrow_ahead(self) -> bool:
        start = 1 if self.sees("async") and self.ahead().text != "=>" else 0
        first = self.ahead(start) if start else self.token
        if first.kind == "name" and self.ahead(start + 1).text == "=>":
            return True
        return first.text == "(" and first.kind == "punct" and self._closes_before_arrow(start)

    def _closes_before_arrow(self, start: int) -> bool:
        depth = 0
        for index in range(self.at + start, len(self.tokens)):
            token = self.tokens[index]
            if token.kind == "punct":
                depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0:
                following = self.tokens[min(index + 1, len(self.tokens) - 1)]
                return following.kind == "punct" and following.text == "=>"
        return False

    def _arrow(self) -> n.Expression:
        is_async = self.ahead().text != "=>" and self.accept("async")
        parameters = self.parameters() if self.sees("(") else (n.Pattern("name", self._binding()),)
        if not self.modern:
            raise self.unexpected()
        self.expect("=>")
        if self.sees("{"):
            return n.Function("", parameters, self.body(), is_async)
        return n.Function("", parameters, (n.Return(self.expression()),), is_async)

    def parameters(self) -> tuple[n.Pattern, ...]:
        """`(a, b = 1)`."""
        self.expect("(")
        found: list[n.Pattern] = []
        while not self.accept(")"):
            found.append(self.pattern())
            if not self.sees(")"):
                self.expect(",")
        return tuple(found)

    def function(self) -> n.Function:
        """`async function name(…) {…}`; the name may be absent."""
        is_async = self.accept("async")
        if is_async and not self.modern:
            raise self.old("async")
        self.expect("function")
        name = self.name() if self.token.kind == "name" else ""
        return n.Function(name, self.parameters(), self.body(), is_async)

    def _conditional(self) -> n.Expression:
        test = self._either()
        if not self.accept("?"):
            return test
        yes = self.expression()
        self.expect(":")
        return n.Conditional(test, yes, self.expression())

    def _either(self) -> n.Expression:
        left = self._both()
        while self.sees("||", "??"):
            left = n.Logical(self.next().text, left, self._both())
        return left

    def _both(self) -> n.Expression:
        left = self._binary(0)
        while self.accept("&&"):
            left = n.Logical("&&", left, self._binary(0))
        return left

    def _binary(self, level: int) -> n.Expression:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self.sees(*_LEVELS[level]):
            left = n.Binary(self.next().text, left, self._binary(level + 1))
        return left

    def _unary(self) -> n.Expression:
        if self.sees("!", "-", "+", "typeof", "delete", "void"):
            return n.Unary(self.next().text, self._unary())
        if self.sees("++", "--"):
            return n.Update(self.next().text, self._unary(), True)
        if self.sees("await"):
            if not self.modern:
                raise self.old("await")
            self.next()
            return n.Await(self._unary())
        found = self._postfix(self._primary())
        if self.sees("++", "--") and self.token.line == self.tokens[self.at - 1].line:
            return n.Update(self.next().text, found, False)
        return found

    def _postfix(self, found: n.Expression) -> n.Expression:
        while True:
            if self.accept("."):
                found = n.Member(found, n.Literal(self.name()))
            elif self.accept("?."):
                found = self._optional(found)
            elif self.accept("["):
                found = n.Member(found, self.expression())
                self.expect("]")
            elif self.sees("("):
                found = n.Call(found, self.arguments())
            else:
                return found

    def _optional(self, found: n.Expression) -> n.Expression:
        if self.sees("("):
            return n.Call(found, self.arguments(), optional=True)
        if self.accept("["):
            key = self.expression()
            self.expect("]")
            return n.Member(found, key, optional=True)
        return n.Member(found, n.Literal(self.name()), optional=True)

    def arguments(self) -> tuple[n.Expression, ...]:
        """`(a, ...b)`. The runtime does not accept `await` here (api-503-aws §1.8)."""
        self.expect("(")
        found: list[n.Expression] = []
        while not self.accept(")"):
            if self.sees("await"):
                raise ScriptSyntaxError(f"await in arguments not supported in {self.token.line}")
            found.append(self._spreadable())
            if not self.sees(")"):
                self.expect(",")
        return tuple(found)

    def _spreadable(self) -> n.Expression:
        return n.Spread(self.expression()) if self.accept("...") else self.expression()

    def _primary(self) -> n.Expression:
        token = self.token
        if token.kind == "name":
            return self._word()
        if token.kind == "punct":
            return self._bracketed()
        if token.kind == "end":
            raise self.unexpected()
        self.next()
        if token.kind == "number":
            text = token.text
            return n.Literal(float(int(text, 16)) if text[:2].lower() == "0x" else float(text))
        if token.kind == "regex":
            return n.Regex(*token.parts[0])
        if token.kind == "template":
            return n.Template(tuple(self._piece(kind, text, token.line) for kind, text in token.parts))
        return n.Literal(token.text)

    def _piece(self, kind: str, text: str, line: int) -> n.Expression:
        if kind == "text":
            return n.Literal(text)
        inner = type(self)(tokens(text, line), self.modern)
        found = inner.expression()
        if inner.token.kind != "end":
            raise inner.unexpected()
        return found

    def _word(self) -> n.Expression:
        if self.sees("function") or (self.sees("async") and self.ahead().text == "function"):
            return self.function()
        if self.token.text in _RESERVED:
            raise self.unexpected()
        if self.accept("new"):
            target = self._primary()
            while self.accept("."):
                target = n.Member(target, n.Literal(self.name()))
            return n.Call(target, self.arguments() if self.sees("(") else (), new=True)
        word = self.next().text
        return _CONSTANTS.get(word, n.Name(word))

    def _bracketed(self) -> n.Expression:
        if self.accept("("):
            found = self.expression()
            self.expect(")")
            return found
        if self.accept("["):
            return self._array()
        if self.accept("{"):
            return self._object()
        raise self.unexpected()

    def _array(self) -> n.Expression:
        items: list[n.Expression] = []
        while not self.accept("]"):
            items.append(self._spreadable())
            if not self.sees("]"):
                self.expect(",")
        return n.ArrayLiteral(tuple(items))

    def _object(self) -> n.Expression:
        members: list[tuple[n.Expression | None, n.Expression]] = []
        while not self.accept("}"):
            members.append(self._object_member())
            if not self.sees("}"):
                self.expect(",")
        return n.ObjectLiteral(tuple(members))

    def _object_member(self) -> tuple[n.Expression | None, n.Expression]:
        if self.accept("..."):
            return None, self.expression()
        if self.accept("["):
            key = self.expression()
            self.expect("]")
        elif self.token.kind in ("name", "string", "number"):
            key = n.Literal(self.next().text)
        else:
            raise self.unexpected()
        if self.sees("("):
            return key, n.Function("", self.parameters(), self.body())
        if self.accept(":"):
            return key, self.expression()
        if isinstance(key, n.Literal) and self.sees(",", "}"):
            return key, n.Name(str(key.value))
        raise self.unexpected()

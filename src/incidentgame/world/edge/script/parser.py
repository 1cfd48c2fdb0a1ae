"""Tokens to a program: statements."""

from functools import lru_cache

from incidentgame.world.edge.script import nodes as n
from incidentgame.world.edge.script.expressions import ExpressionParser
from incidentgame.world.edge.script.lexer import ScriptSyntaxError, tokens


@lru_cache(maxsize=256)
def parse(code: str, modern: bool = True) -> tuple[n.Statement, ...]:
    """The statements of a program; ScriptSyntaxError as the runtime words it.

    `modern` is runtime cloudfront-js-2.0; 1.0 lacks let, const, async, await, arrows and imports.
    """
    parser = StatementParser(tokens(code), modern)
    found: list[n.Statement] = []
    try:
        while parser.token.kind != "end":
            found.append(parser.statement())
    except RecursionError:
        raise ScriptSyntaxError("Too many nested expressions") from None
    return tuple(found)


class StatementParser(ExpressionParser):
    """Parses statements."""

    def statement(self) -> n.Statement:
        """The next statement."""
        if self.sees("{"):
            return n.Block(self.body())
        if self.token.kind == "name":
            parse_word = _WORDS.get(self.token.text)
            if parse_word:
                return parse_word(self)
        if self.sees("async") and self.ahead().text == "function":
            return self.function()
        if self.accept(";"):
            return n.Block(())
        return self._evaluate()

    def body(self) -> tuple[n.Statement, ...]:
        """`{ … }`."""
        self.expect("{")
        found: list[n.Statement] = []
        while not self.accept("}"):
            if self.token.kind == "end":
                raise self.unexpected()
            found.append(self.statement())
        return tuple(found)

    def _evaluate(self) -> n.Statement:
        value = self.expression()
        self.end_statement()
        return n.Evaluate(value)

    def import_(self) -> n.Statement:
        """`import cf from 'cloudfront';`"""
        if not self.modern:
            raise self.old("import")
        self.next()
        name = self.name()
        self.expect("from")
        if self.token.kind != "string":
            raise self.unexpected()
        module = self.next().text
        self.end_statement()
        return n.Import(name, module)

    def declare(self) -> n.Statement:
        found = self._declaration()
        self.end_statement()
        return found

    def _declaration(self) -> n.Declare:
        kind = self.next().text
        if kind != "var" and not self.modern:
            raise self.old(kind)
        bindings = [self._bound()]
        while self.accept(","):
            bindings.append(self._bound())
        return n.Declare(kind, tuple(bindings))

    def _bound(self) -> tuple[n.Pattern, n.Expression | None]:
        pattern = self.pattern(default=False)
        return pattern, self.expression() if self.accept("=") else None

    def return_(self) -> n.Statement:
        line = self.next().line
        if self.sees(";", "}") or self.token.kind == "end" or self.token.line != line:
            self.end_statement()
            return n.Return(n.Undefined())
        value = self.expression()
        self.end_statement()
        return n.Return(value)

    def throw(self) -> n.Statement:
        self.next()
        value = self.expression()
        self.end_statement()
        return n.Throw(value)

    def if_(self) -> n.Statement:
        self.next()
        test = self._in_parentheses()
        yes = self.statement()
        return n.If(test, yes, self.statement() if self.accept("else") else None)

    def _in_parentheses(self) -> n.Expression:
        self.expect("(")
        found = self.expression()
        self.expect(")")
        return found

    def try_(self) -> n.Statement:
        self.next()
        body, name, handler, final = n.Block(self.body()), "", None, None
        if self.accept("catch"):
            if self.accept("("):
                name = self.name()
                self.expect(")")
            handler = n.Block(self.body())
        if self.accept("finally"):
            final = n.Block(self.body())
        if handler is None and final is None:
            raise ScriptSyntaxError(f"Missing catch or finally after try in {self.token.line}")
        return n.Try(body, name, handler, final)

    def for_(self) -> n.Statement:
        """`for (a; b; c)` and `for (k in o)`; the runtime lacks `of` (api-503-aws §1.8)."""
        self.next()
        self.expect("(")
        start: n.Statement | None = None
        if self.sees("var", "let", "const"):
            start = self._for_declaration()
            if self.accept("in"):
                return self._for_in(start)
            if self.sees("of"):
                raise self.old("of")
        elif not self.sees(";"):
            start = n.Evaluate(self.expression())
        self.expect(";")
        test: n.Expression = n.Literal(True) if self.sees(";") else self.expression()
        self.expect(";")
        step = None if self.sees(")") else self.expression()
        self.expect(")")
        return n.Loop(start, test, step, self.statement())

    def _for_declaration(self) -> n.Declare:
        if self.ahead(2).text in ("in", "of"):
            kind = self.next().text
            if kind != "var" and not self.modern:
                raise self.old(kind)
            return n.Declare(kind, ((self.pattern(default=False), None),))
        return self._declaration()

    def _for_in(self, start: n.Declare) -> n.Statement:
        value = self.expression()
        self.expect(")")
        return n.ForIn(start.bindings[0][0], value, self.statement())

    def while_(self) -> n.Statement:
        self.next()
        return n.Loop(None, self._in_parentheses(), None, self.statement())

    def switch(self) -> n.Statement:
        self.next()
        value = self._in_parentheses()
        self.expect("{")
        cases: list[tuple[n.Expression | None, tuple[n.Statement, ...]]] = []
        while not self.accept("}"):
            cases.append(self._case())
        return n.Switch(value, tuple(cases))

    def _case(self) -> tuple[n.Expression | None, tuple[n.Statement, ...]]:
        test = None
        if not self.accept("default"):
            self.expect("case")
            test = self.expression()
        self.expect(":")
        body: list[n.Statement] = []
        while not self.sees("case", "default", "}"):
            body.append(self.statement())
        return test, tuple(body)

    def jump(self) -> n.Statement:
        kind = self.next().text
        self.end_statement()
        return n.Jump(kind)


_WORDS = {
    "import": StatementParser.import_,
    "var": StatementParser.declare,
    "let": StatementParser.declare,
    "const": StatementParser.declare,
    "function": StatementParser.function,
    "return": StatementParser.return_,
    "throw": StatementParser.throw,
    "if": StatementParser.if_,
    "try": StatementParser.try_,
    "for": StatementParser.for_,
    "while": StatementParser.while_,
    "switch": StatementParser.switch,
    "break": StatementParser.jump,
    "continue": StatementParser.jump,
}

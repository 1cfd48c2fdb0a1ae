"""Walking along tokens: the part every parsing function shares."""

from incidentgame.world.edge.script.lexer import ScriptSyntaxError, Token


class Reader:
    """A position in a list of tokens. `async_depth` tells whether `await` is allowed here."""

    def __init__(self, tokens: list[Token], modern: bool) -> None:
        self.tokens = tokens
        self.at = 0
        self.modern = modern

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, distance: int = 1) -> Token:
        """The token some places further on (the last one when there are fewer)."""
        return self.tokens[min(self.at + distance, len(self.tokens) - 1)]

    def next(self) -> Token:
        """The present token; moves past it."""
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def sees(self, *texts: str) -> bool:
        """Is the present token one of these punctuators or words?"""
        return self.token.kind in ("punct", "name") and self.token.text in texts

    def accept(self, *texts: str) -> bool:
        """Moves past the present token if it is one of these."""
        if self.sees(*texts):
            self.next()
            return True
        return False

    def expect(self, text: str) -> Token:
        """Moves past exactly this token, or complains about the one that is there."""
        if not self.sees(text):
            raise self.unexpected()
        return self.next()

    def name(self) -> str:
        """Moves past an identifier and returns it."""
        if self.token.kind != "name":
            raise self.unexpected()
        return self.next().text

    def end_statement(self) -> None:
        """A semicolon, or a place where JavaScript inserts one."""
        if self.accept(";") or self.sees("}") or self.token.kind == "end":
            return
        if self.token.line == self.tokens[self.at - 1].line:
            raise self.unexpected()

    def unexpected(self) -> ScriptSyntaxError:
        """The error for the present token, in the runtime's words (api-503-aws §1.8)."""
        if self.token.kind == "end":
            return ScriptSyntaxError(f"Unexpected end of input in {self.token.line}")
        return ScriptSyntaxError(f'Unexpected token "{self.token.text}" in {self.token.line}')

    def old(self, text: str) -> ScriptSyntaxError:
        """The error for a token that this version of the runtime lacks (api-503-aws §1.8)."""
        return ScriptSyntaxError(f'Token "{text}" not supported in this version in {self.token.line}')

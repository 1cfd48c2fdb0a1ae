"""Running a program: functions and statements.

Calls may not go too deep and steps are counted: code that does not end by itself is an execution error, as
the real runtime's compute limit makes it.
"""

from incidentgame.world.edge.script import nodes as n
from incidentgame.world.edge.script.evaluator import Evaluator
from incidentgame.world.edge.script.library import standard
from incidentgame.world.edge.script.operators import arithmetic
from incidentgame.world.edge.script.scope import Closure, Jumped, OutOfSteps, Returned, Scope
from incidentgame.world.edge.script.values import (
    UNDEFINED,
    Array,
    Native,
    Object,
    Promise,
    Thrown,
    Value,
    error,
    text,
    to_json,
    truthy,
)

_DEEPEST_CALL = 60


class Machine(Evaluator):
    """One run of a program. `modules` are what `import` finds; `write` receives console.log's text."""

    def __init__(self, modules: dict[str, Value], now: int = 0) -> None:
        super().__init__()
        self.modules = modules
        self.logs: list[str] = []
        self.depth = 0
        log = Native("log", self._log)
        self.globals = Scope(
            names={
                **standard(now),
                "console": Object({"log": log, "error": log, "warn": log}),
            }
        )

    def load(self, program: tuple[n.Statement, ...]) -> None:
        """Run the program's top level."""
        self._block(program, self.globals)

    def call(self, target: Value, arguments: list[Value]) -> Value:
        """Call a function value; an async one gives a settled promise."""
        if isinstance(target, Native):
            return target.run(arguments)
        if not isinstance(target, Closure):
            raise error("TypeError", f"{text(target)} is not a function")
        if not target.function.is_async:
            return self._run(target, arguments)
        try:
            return Promise(self._unwrap(self._run(target, arguments)))
        except Thrown as thrown:
            return Promise(error=thrown.value, failed=True)

    def _log(self, arguments: list[Value]) -> Value:
        self.logs.append(" ".join(_shown(value) for value in arguments))
        return UNDEFINED

    def _run(self, closure: Closure, arguments: list[Value]) -> Value:
        if self.depth >= _DEEPEST_CALL:
            raise error("RangeError", "Maximum call stack size exceeded")
        scope = Scope(closure.scope)
        for index, pattern in enumerate(closure.function.parameters):
            self._bind(
                pattern,
                arguments[index] if index < len(arguments) else UNDEFINED,
                scope,
            )
        self.depth += 1
        try:
            self._block(closure.function.body, scope)
        except Returned as returned:
            return returned.value
        finally:
            self.depth -= 1
        return UNDEFINED

    def _block(self, body: tuple[n.Statement, ...], scope: Scope) -> None:
        for statement in body:
            if isinstance(statement, n.Function):
                scope.names[statement.name] = Closure(statement, scope)
        for statement in body:
            self._statement(statement, scope)

    def _statement(self, node: n.Statement, scope: Scope) -> None:
        self._step()
        match node:
            case n.Evaluate(value):
                self._value(value, scope)
            case n.Declare():
                self._declare(node, scope)
            case n.Return(value):
                raise Returned(self._value(value, scope))
            case n.Throw(value):
                raise Thrown(self._value(value, scope))
            case n.If(test, yes, no):
                chosen = yes if truthy(self._value(test, scope)) else no
                if chosen is not None:
                    self._statement(chosen, scope)
            case n.Block(body):
                self._block(body, Scope(scope))
            case n.Try():
                self._try(node, scope)
            case n.Loop():
                self._loop(node, Scope(scope))
            case n.ForIn():
                self._for_in(node, scope)
            case n.Switch():
                self._switch(node, Scope(scope))
            case n.Jump(kind):
                raise Jumped(kind)
            case n.Import(name, module):
                self._import(name, module)

    def _import(self, name: str, module: str) -> None:
        if module not in self.modules:
            raise error("SyntaxError", f'Cannot find module "{module}"')
        self.globals.names[name] = self.modules[module]

    def _declare(self, node: n.Declare, scope: Scope) -> None:
        for pattern, value in node.bindings:
            self._bind(
                pattern,
                UNDEFINED if value is None else self._value(value, scope),
                scope,
            )
            if node.kind == "const" and pattern.kind == "name":
                scope.fixed.add(pattern.name)

    def _bind(self, pattern: n.Pattern, value: Value, scope: Scope) -> None:
        if value is UNDEFINED and pattern.default is not None:
            value = self._value(pattern.default, scope)
        if pattern.kind == "name":
            scope.names[pattern.name] = value
            return
        if value is None or value is UNDEFINED:
            raise error("TypeError", f"cannot convert {text(value)} to object")
        for key, inner in pattern.parts:
            self._bind(inner, self._property(value, key), scope)

    def _try(self, node: n.Try, scope: Scope) -> None:
        try:
            self._block(node.body.body, Scope(scope))
        except Thrown as thrown:
            if node.handler is None:
                raise
            names = {node.name: thrown.value} if node.name else {}
            self._block(node.handler.body, Scope(scope, names))
        finally:
            if node.final is not None:
                self._block(node.final.body, Scope(scope))

    def _loop(self, node: n.Loop, scope: Scope) -> None:
        if node.start is not None:
            self._statement(node.start, scope)
        while truthy(self._value(node.test, scope)):
            if not self._once(node.body, scope):
                return
            if node.step is not None:
                self._value(node.step, scope)

    def _for_in(self, node: n.ForIn, scope: Scope) -> None:
        value = self._value(node.value, scope)
        keys = list(value.members) if isinstance(value, Object) else []
        keys = [str(i) for i in range(len(value.items))] if isinstance(value, Array) else keys
        for key in keys:
            inner = Scope(scope)
            self._bind(node.pattern, key, inner)
            if not self._once(node.body, inner):
                return

    def _once(self, body: n.Statement, scope: Scope) -> bool:
        """Run a loop's body; False when it was broken off."""
        try:
            self._statement(body, Scope(scope))
        except Jumped as jumped:
            return jumped.kind == "continue"
        return True

    def _switch(self, node: n.Switch, scope: Scope) -> None:
        value = self._value(node.value, scope)
        tests = [test for test, _ in node.cases]
        hit = next(
            (i for i, t in enumerate(tests) if t and arithmetic("===", value, self._value(t, scope))),
            -1,
        )
        start = hit if hit >= 0 else next((i for i, t in enumerate(tests) if t is None), len(tests))
        try:
            for _, body in node.cases[start:]:
                self._block(body, scope)
        except Jumped as jumped:
            if jumped.kind != "break":
                raise


def _shown(value: Value) -> str:
    return (
        to_json(value)
        if isinstance(value, Array) or (isinstance(value, Object) and value.kind == "Object")
        else text(value)
    )


__all__ = ["Machine", "OutOfSteps"]

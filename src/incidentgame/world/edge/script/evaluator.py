"""Values of expressions. Steps are counted, so that any code ends."""

from incidentgame.world.edge.script import nodes as n
from incidentgame.world.edge.script.library import callable_value, method
from incidentgame.world.edge.script.operators import arithmetic
from incidentgame.world.edge.script.scope import Closure, OutOfSteps, Scope
from incidentgame.world.edge.script.values import (
    UNDEFINED,
    Array,
    Native,
    Object,
    Promise,
    RegexValue,
    Thrown,
    Value,
    error,
    text,
    truthy,
    type_name,
)

_MOST_STEPS = 50_000


class Evaluator:
    """Evaluates expressions; how a function runs comes from the machine built upon it."""

    def __init__(self) -> None:
        self.steps = 0

    def call(self, target: Value, arguments: list[Value]) -> Value:
        """Call a function value."""
        raise NotImplementedError

    def settle(self, value: Value) -> Value:
        """`await`: the value of a promise, or its error thrown."""
        return self._unwrap(value)

    def _unwrap(self, value: Value) -> Value:
        if not isinstance(value, Promise):
            return value
        if value.failed:
            raise Thrown(value.error)
        return value.value

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise OutOfSteps

    def _value(self, node: n.Expression, scope: Scope) -> Value:
        self._step()
        match node:
            case n.Literal(value):
                return value
            case n.Undefined():
                return UNDEFINED
            case n.Name(name):
                return self._lookup(name, scope)
            case n.Member():
                return self._member(node, scope)
            case n.Call():
                return self._call(node, scope)
            case n.Await(value):
                return self._unwrap(self._value(value, scope))
            case n.Assign():
                return self._assign(node, scope)
            case n.Binary(operator, left, right):
                return arithmetic(operator, self._value(left, scope), self._value(right, scope))
            case n.Logical():
                return self._logical(node, scope)
            case n.Conditional(test, yes, no):
                return self._value(yes if truthy(self._value(test, scope)) else no, scope)
            case n.Unary():
                return self._unary(node, scope)
            case n.Update():
                return self._update(node, scope)
            case _:
                return self._made(node, scope)

    def _made(self, node: n.Expression, scope: Scope) -> Value:
        match node:
            case n.Template(pieces):
                return "".join(text(self._value(piece, scope)) for piece in pieces)
            case n.ArrayLiteral(items):
                return Array(self._list(items, scope))
            case n.ObjectLiteral():
                return self._object(node, scope)
            case n.Function():
                return Closure(node, scope)
            case n.Regex(pattern, flags):
                return RegexValue(pattern, flags)
        raise error("SyntaxError", "Unexpected token")

    def _lookup(self, name: str, scope: Scope) -> Value:
        holder = scope.holder(name)
        if holder is None:
            raise error("ReferenceError", f'"{name}" is not defined')
        return holder.names[name]

    def _list(self, items: tuple[n.Expression, ...], scope: Scope) -> list[Value]:
        found: list[Value] = []
        for item in items:
            if isinstance(item, n.Spread):
                value = self._value(item.value, scope)
                found.extend(value.items if isinstance(value, Array) else list(text(value)))
            else:
                found.append(self._value(item, scope))
        return found

    def _object(self, node: n.ObjectLiteral, scope: Scope) -> Value:
        made = Object()
        for key, value in node.members:
            given = self._value(value, scope)
            if key is not None:
                made.members[text(self._value(key, scope))] = given
            elif isinstance(given, Object):
                made.members.update(given.members)
        return made

    def _member(self, node: n.Member, scope: Scope) -> Value:
        target = self._value(node.target, scope)
        if target is None or target is UNDEFINED:
            if node.optional or _optional_chain(node.target):
                return UNDEFINED
            key = text(self._value(node.key, scope))
            raise error("TypeError", f'cannot get property "{key}" of {text(target)}')
        return self._property(target, text(self._value(node.key, scope)))

    def _property(self, target: Value, key: str) -> Value:
        if isinstance(target, Object | Native) and key in target.members:
            return target.members[key]
        if isinstance(target, Promise) and key in ("then", "catch"):
            return Native(key, lambda a: self._chained(target, key, a))
        return method(target, key, self.call)

    def _chained(self, promise: Promise, key: str, arguments: list[Value]) -> Value:
        if promise.failed != (key == "catch") or not arguments:
            return promise
        try:
            given = self.call(arguments[0], [promise.error if promise.failed else promise.value])
            return Promise(self._unwrap(given))
        except Thrown as thrown:
            return Promise(error=thrown.value, failed=True)

    def _call(self, node: n.Call, scope: Scope) -> Value:
        target = self._value(node.target, scope)
        if not callable_value(target):
            if target is UNDEFINED and (node.optional or _optional_chain(node.target)):
                return UNDEFINED
            raise error("TypeError", f"{_described(node.target)} is not a function")
        return self.call(target, self._list(node.arguments, scope))

    def _logical(self, node: n.Logical, scope: Scope) -> Value:
        left = self._value(node.left, scope)
        stops = {
            "&&": not truthy(left),
            "||": truthy(left),
            "??": left is not None and left is not UNDEFINED,
        }
        return left if stops[node.operator] else self._value(node.right, scope)

    def _unary(self, node: n.Unary, scope: Scope) -> Value:
        if (
            node.operator == "typeof"
            and isinstance(node.operand, n.Name)
            and not scope.holder(node.operand.name)
        ):
            return "undefined"
        if node.operator == "delete":
            return self._delete(node.operand, scope)
        value = self._value(node.operand, scope)
        if node.operator == "!":
            return not truthy(value)
        if node.operator == "typeof":
            return type_name(value)
        return UNDEFINED if node.operator == "void" else arithmetic(node.operator + "1", value, 0.0)

    def _delete(self, node: n.Expression, scope: Scope) -> Value:
        if isinstance(node, n.Member):
            target = self._value(node.target, scope)
            if isinstance(target, Object):
                target.members.pop(text(self._value(node.key, scope)), None)
        return True

    def _update(self, node: n.Update, scope: Scope) -> Value:
        old = arithmetic("+1", self._value(node.target, scope), 0.0)
        new = arithmetic(node.operator[0], old, 1.0)
        self._store(node.target, new, scope)
        return new if node.prefix else old

    def _assign(self, node: n.Assign, scope: Scope) -> Value:
        if isinstance(node.target, n.Pattern):
            value = self._value(node.value, scope)
            for key, inner in node.target.parts:
                self._store(n.Name(inner.name), self._property(value, key), scope)
            return value
        if node.operator == "=":
            value = self._value(node.value, scope)
        elif node.operator in ("&&=", "||=", "??="):
            value = self._logical(n.Logical(node.operator[:2], node.target, node.value), scope)
        else:
            value = arithmetic(
                node.operator[:-1],
                self._value(node.target, scope),
                self._value(node.value, scope),
            )
        self._store(node.target, value, scope)
        return value

    def _store(self, target: n.Expression, value: Value, scope: Scope) -> None:
        if isinstance(target, n.Name):
            holder = scope.holder(target.name)
            if holder is None:
                raise error("ReferenceError", f'"{target.name}" is not defined')
            if target.name in holder.fixed:
                raise error("TypeError", "assignment to constant variable")
            holder.names[target.name] = value
        elif isinstance(target, n.Member):
            self._store_member(target, value, scope)

    def _store_member(self, target: n.Member, value: Value, scope: Scope) -> None:
        owner, key = (
            self._value(target.target, scope),
            text(self._value(target.key, scope)),
        )
        if owner is None or owner is UNDEFINED:
            raise error("TypeError", f'cannot set property "{key}" of {text(owner)}')
        if isinstance(owner, Object):
            owner.members[key] = value
        elif isinstance(owner, Array) and key.isdigit() and int(key) <= len(owner.items):
            owner.items[int(key) : int(key) + 1] = [value]


def _optional_chain(node: n.Expression) -> bool:
    """Is there a `?.` further left, so that the whole chain is cut short?"""
    while isinstance(node, n.Member | n.Call):
        if node.optional:
            return True
        node = node.target
    return False


def _described(node: n.Expression) -> str:
    if isinstance(node, n.Name):
        return f'"{node.name}"'
    if isinstance(node, n.Member) and isinstance(node.key, n.Literal):
        return f'(intermediate value)["{node.key.value}"]'
    return "(intermediate value)"

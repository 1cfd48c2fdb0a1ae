"""The one expression language of packs: guards, `fixed_when`, and what stands between `{{` and `}}`.

It looks like Python and is a small part of it: literals, lists, `and or not`, comparisons, `in`,
`+ - * // %`, `a if b else c`, calls of named functions, `x.member`, `x['member']`, and comprehensions over
one source. Members are looked up in mappings only; an absent member is None, as in jq. There are no
attributes of objects, no lambdas, no powers, no assignment, and a budget of steps (DESIGN law 6).
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_LENGTH = 2_000
MAX_STEPS = 50_000
MAX_TEXT = 200_000
MAX_NUMBER = 2**63

Names = Mapping[str, Any]


class ExpressionError(ValueError):
    """The text is no expression of this language, or it went wrong; the message says how."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; `names` are the free names it uses, in order of appearance."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Parse; ExpressionError for anything outside the language."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.replace("\n", " ").strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"not an expression: {getattr(error, 'msg', error)}") from None
    nodes = _nodes(tree)
    for node in nodes:
        if type(node) not in _ALLOWED:
            raise ExpressionError(f"{type(node).__name__} is not part of the language")
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
            raise ExpressionError("only named functions can be called")
    return Expression(text, tree, _free_names(nodes))


def _nodes(tree: ast.expr) -> list[ast.AST]:
    """Every node, outermost first, as ast.walk gives them; a pack has thousands, and that takes its time."""
    found: list[ast.AST] = [tree]
    for node in found:
        for name in node._fields:
            part = getattr(node, name, None)
            if isinstance(part, ast.AST):
                found.append(part)
            elif type(part) is list:
                found.extend(item for item in part if isinstance(item, ast.AST))
    return found


def _free_names(nodes: list[ast.AST]) -> tuple[str, ...]:
    loops = [node for node in nodes if isinstance(node, ast.comprehension)]
    bound = {name.id for loop in loops for name in _nodes(loop.target) if isinstance(name, ast.Name)}
    used = [node.id for node in nodes if isinstance(node, ast.Name)]
    return tuple(dict.fromkeys(name for name in used if name not in bound))


def evaluate(expression: Expression | str, names: Names) -> Any:
    """The value; ExpressionError when a name is unknown or an operation makes no sense."""
    parsed = parse(expression) if isinstance(expression, str) else expression
    try:
        return _Evaluator(names).value(parsed.tree)
    except ExpressionError as error:
        raise ExpressionError(f"{error} in `{parsed.text}`") from None
    except (TypeError, ValueError, KeyError, IndexError, ZeroDivisionError, RecursionError) as error:
        raise ExpressionError(f"{error} in `{parsed.text}`") from None


_CONSTANTS = {"true": True, "false": False, "none": None, "null": None}

PLAIN: dict[str, Callable[..., Any]] = {
    "len": len,
    "min": min,
    "max": max,
    "any": lambda items: any(items),
    "all": lambda items: all(items),
    "count": lambda items: sum(1 for _ in items),
    "sorted": lambda items: sorted(items),
    "str": str,
    "int": int,
    "lower": lambda text: str(text).lower(),
    "startswith": lambda text, start: str(text).startswith(start),
    "endswith": lambda text, end: str(text).endswith(end),
    "replace": lambda text, old, new: str(text).replace(old, new),
    "join": lambda parts, between="": str(between).join(map(str, parts)),
}
"""Functions every expression may call."""

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: _whole(a) * _whole(b),
    ast.FloorDiv: lambda a, b: _whole(a) // _whole(b),
    ast.Mod: lambda a, b: _whole(a) % _whole(b),
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.In: lambda a, b: b is not None and a in b,
    ast.NotIn: lambda a, b: b is None or a not in b,
    ast.Is: lambda a, b: a is b,
    ast.IsNot: lambda a, b: a is not b,
}
_ALLOWED: set[type[ast.AST]] = {
    *_BINARY, *_COMPARE, ast.And, ast.Or, ast.Not, ast.USub, ast.Load, ast.Store,
    ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Call, ast.keyword,
    ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.List, ast.Tuple,
    ast.ListComp, ast.GeneratorExp, ast.comprehension,
}  # fmt: skip


def _whole(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    raise ExpressionError(f"{value!r} is no number")


def member(value: Any, name: Any) -> Any:
    """A member of a mapping or an item of a list; None when there is none."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, Sequence) and isinstance(name, int):
        return value[name] if -len(value) <= name < len(value) else None
    return None


class _Evaluator:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.steps = 0

    def value(self, node: ast.expr) -> Any:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise ExpressionError("too many steps")
        result = _VALUES[type(node)](self, node)
        if isinstance(result, str) and len(result) > MAX_TEXT:
            raise ExpressionError("the text becomes too long")
        if isinstance(result, int) and abs(result) > MAX_NUMBER:
            raise ExpressionError("the number becomes too large")
        return result

    def constant(self, node: ast.Constant) -> Any:
        return node.value

    def name(self, node: ast.Name) -> Any:
        for scope in (self.names, _CONSTANTS, PLAIN):
            if node.id in scope:
                return scope[node.id]
        raise ExpressionError(f'"{node.id}" is not known')

    def sequence(self, node: ast.List | ast.Tuple) -> list[Any]:
        return [self.value(item) for item in node.elts]

    def attribute(self, node: ast.Attribute) -> Any:
        return member(self.value(node.value), node.attr)

    def subscript(self, node: ast.Subscript) -> Any:
        return member(self.value(node.value), self.value(node.slice))

    def boolean(self, node: ast.BoolOp) -> Any:
        result: Any = isinstance(node.op, ast.And)
        for part in node.values:
            result = self.value(part)
            if bool(result) != isinstance(node.op, ast.And):
                return result
        return result

    def binary(self, node: ast.BinOp) -> Any:
        return _BINARY[type(node.op)](self.value(node.left), self.value(node.right))

    def unary(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        return not value if isinstance(node.op, ast.Not) else -_whole(value)

    def compare(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for operator, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.value(right_node)
            if not _COMPARE[type(operator)](left, right):
                return False
            left = right
        return True

    def choice(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        function = self.name(node.func)
        if not callable(function):
            raise ExpressionError(f'"{node.func.id}" is no function')
        words = {key.arg: self.value(key.value) for key in node.keywords if key.arg}
        return function(*(self.value(argument) for argument in node.args), **words)

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> list[Any]:
        if len(node.generators) != 1:
            raise ExpressionError("one `for` at a time")
        part = node.generators[0]
        if not isinstance(part.target, ast.Name):
            raise ExpressionError("`for` takes one name")
        return list(self._each(node.elt, part, part.target.id))

    def _each(self, result: ast.expr, part: ast.comprehension, name: str) -> Iterable[Any]:
        outer = self.names
        for item in self.value(part.iter) or ():
            self.names = {**outer, name: item}
            if all(self.value(test) for test in part.ifs):
                yield self.value(result)
        self.names = outer


_VALUES: dict[type[ast.expr], Callable[[_Evaluator, Any], Any]] = {
    ast.Constant: _Evaluator.constant,
    ast.Name: _Evaluator.name,
    ast.List: _Evaluator.sequence,
    ast.Tuple: _Evaluator.sequence,
    ast.Attribute: _Evaluator.attribute,
    ast.Subscript: _Evaluator.subscript,
    ast.BoolOp: _Evaluator.boolean,
    ast.BinOp: _Evaluator.binary,
    ast.UnaryOp: _Evaluator.unary,
    ast.Compare: _Evaluator.compare,
    ast.IfExp: _Evaluator.choice,
    ast.Call: _Evaluator.call,
    ast.ListComp: _Evaluator.comprehension,
    ast.GeneratorExp: _Evaluator.comprehension,
}

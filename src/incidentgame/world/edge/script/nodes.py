"""What programs are made of. `line` is where a node begins."""

import msgspec


class Literal(msgspec.Struct, frozen=True):
    value: "str | float | bool | None"


class Undefined(msgspec.Struct, frozen=True):
    pass


class Regex(msgspec.Struct, frozen=True):
    pattern: str
    flags: str


class Template(msgspec.Struct, frozen=True):
    pieces: tuple["Expression", ...]


class Name(msgspec.Struct, frozen=True):
    name: str


class Member(msgspec.Struct, frozen=True):
    """`target.key`, `target[key]`; `optional` for `?.`."""

    target: "Expression"
    key: "Expression"
    optional: bool = False


class Call(msgspec.Struct, frozen=True):
    target: "Expression"
    arguments: tuple["Expression", ...]
    optional: bool = False
    new: bool = False


class Spread(msgspec.Struct, frozen=True):
    value: "Expression"


class ArrayLiteral(msgspec.Struct, frozen=True):
    items: tuple["Expression", ...]


class ObjectLiteral(msgspec.Struct, frozen=True):
    """Members in order: (key, value), or (None, spread value)."""

    members: tuple[tuple["Expression | None", "Expression"], ...]


class Unary(msgspec.Struct, frozen=True):
    operator: str
    operand: "Expression"


class Binary(msgspec.Struct, frozen=True):
    operator: str
    left: "Expression"
    right: "Expression"


class Logical(msgspec.Struct, frozen=True):
    operator: str
    left: "Expression"
    right: "Expression"


class Conditional(msgspec.Struct, frozen=True):
    test: "Expression"
    yes: "Expression"
    no: "Expression"


class Assign(msgspec.Struct, frozen=True):
    operator: str
    target: "Expression | Pattern"
    value: "Expression"


class Update(msgspec.Struct, frozen=True):
    """`++x`, `x--`."""

    operator: str
    target: "Expression"
    prefix: bool


class Await(msgspec.Struct, frozen=True):
    value: "Expression"


class Function(msgspec.Struct, frozen=True):
    name: str
    parameters: tuple["Pattern", ...]
    body: tuple["Statement", ...]
    is_async: bool = False


class Pattern(msgspec.Struct, frozen=True):
    """What a value is bound to: a name, or the parts of an object or array, with an optional default."""

    kind: str
    name: str = ""
    parts: tuple[tuple[str, "Pattern"], ...] = ()
    default: "Expression | None" = None


Expression = (
    Literal
    | Undefined
    | Regex
    | Template
    | Name
    | Member
    | Call
    | Spread
    | ArrayLiteral
    | ObjectLiteral
    | Unary
    | Binary
    | Logical
    | Conditional
    | Assign
    | Update
    | Await
    | Function
)


class Import(msgspec.Struct, frozen=True):
    name: str
    module: str


class Declare(msgspec.Struct, frozen=True):
    """`kind` is var, let or const."""

    kind: str
    bindings: tuple[tuple[Pattern, "Expression | None"], ...]


class Evaluate(msgspec.Struct, frozen=True):
    value: Expression


class Return(msgspec.Struct, frozen=True):
    value: Expression


class Throw(msgspec.Struct, frozen=True):
    value: Expression


class If(msgspec.Struct, frozen=True):
    test: Expression
    yes: "Statement"
    no: "Statement | None"


class Block(msgspec.Struct, frozen=True):
    body: tuple["Statement", ...]


class Try(msgspec.Struct, frozen=True):
    body: Block
    name: str
    handler: Block | None
    final: Block | None


class Loop(msgspec.Struct, frozen=True):
    """`for (start; test; step)`, and `while` without start and step."""

    start: "Statement | None"
    test: Expression
    step: Expression | None
    body: "Statement"


class ForIn(msgspec.Struct, frozen=True):
    pattern: Pattern
    value: Expression
    body: "Statement"


class Switch(msgspec.Struct, frozen=True):
    value: Expression
    cases: tuple[tuple[Expression | None, tuple["Statement", ...]], ...]


class Jump(msgspec.Struct, frozen=True):
    """`break` or `continue`."""

    kind: str


Statement = (
    Import | Declare | Evaluate | Return | Throw | If | Block | Try | Loop | ForIn | Switch | Jump | Function
)

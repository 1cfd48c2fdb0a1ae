"""What programs are made of. `line` is where a node begins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    value: "str | float | bool | None"


@dataclass(frozen=True, slots=True)
class Undefined:
    pass


@dataclass(frozen=True, slots=True)
class Regex:
    pattern: str
    flags: str


@dataclass(frozen=True, slots=True)
class Template:
    pieces: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`target.key`, `target[key]`; `optional` for `?.`."""

    target: "Expression"
    key: "Expression"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    target: "Expression"
    arguments: tuple["Expression", ...]
    optional: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    value: "Expression"


@dataclass(frozen=True, slots=True)
class ArrayLiteral:
    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class ObjectLiteral:
    """Members in order: (key, value), or (None, spread value)."""

    members: tuple[tuple["Expression | None", "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Unary:
    operator: str
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Logical:
    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Conditional:
    test: "Expression"
    yes: "Expression"
    no: "Expression"


@dataclass(frozen=True, slots=True)
class Assign:
    operator: str
    target: "Expression | Pattern"
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Update:
    """`++x`, `x--`."""

    operator: str
    target: "Expression"
    prefix: bool


@dataclass(frozen=True, slots=True)
class Await:
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    parameters: tuple["Pattern", ...]
    body: tuple["Statement", ...]
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
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


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    module: str


@dataclass(frozen=True, slots=True)
class Declare:
    """`kind` is var, let or const."""

    kind: str
    bindings: tuple[tuple[Pattern, "Expression | None"], ...]


@dataclass(frozen=True, slots=True)
class Evaluate:
    value: Expression


@dataclass(frozen=True, slots=True)
class Return:
    value: Expression


@dataclass(frozen=True, slots=True)
class Throw:
    value: Expression


@dataclass(frozen=True, slots=True)
class If:
    test: Expression
    yes: "Statement"
    no: "Statement | None"


@dataclass(frozen=True, slots=True)
class Block:
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Try:
    body: Block
    name: str
    handler: Block | None
    final: Block | None


@dataclass(frozen=True, slots=True)
class Loop:
    """`for (start; test; step)`, and `while` without start and step."""

    start: "Statement | None"
    test: Expression
    step: Expression | None
    body: "Statement"


@dataclass(frozen=True, slots=True)
class ForIn:
    pattern: Pattern
    value: Expression
    body: "Statement"


@dataclass(frozen=True, slots=True)
class Switch:
    value: Expression
    cases: tuple[tuple[Expression | None, tuple["Statement", ...]], ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """`break` or `continue`."""

    kind: str


Statement = (
    Import | Declare | Evaluate | Return | Throw | If | Block | Try | Loop | ForIn | Switch | Jump | Function
)

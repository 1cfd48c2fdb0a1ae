"""The options of one operation, from its input shape, with the CLI's renames and additions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from incidentgame.api import models
from incidentgame.commands.aws import paging
from incidentgame.commands.aws.parser import CommandParser

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

Kind = Literal["value", "list", "some", "true", "false", "bare", "no", "optional", "positional"]
"""How an option takes words: one, any number, at least one; flags; EC2's wrapped flags (`bare`,
which may take `Value=true`, and `no`); an optional value; a word without an option."""

FLAG = "\0flag"
"""What the parser leaves for a `bare` option given without a value."""

Table = dict[str, "Argument"]

_RENAMES: Mapping[tuple[str, str, str], str] = {
    ("ec2", "*", "no-egress"): "ingress",
    ("ec2", "create-image", "no-no-reboot"): "reboot",
    ("ec2", "*", "no-disable-api-termination"): "enable-api-termination",
    ("codedeploy", "*", "s-3-location"): "s3-location",
    ("codedeploy", "*", "ec-2-tag-filters"): "ec2-tag-filters",
    ("route53", "get-traffic-policy", "version"): "traffic-policy-version",
    ("sns", "subscribe", "endpoint"): "notification-endpoint",
    ("eks", "create-cluster", "version"): "kubernetes-version",
}
"""(service, operation or `*`, the model's name) → the CLI's name, where that would clash."""

_PARSED_EARLY: Mapping[str, Callable[[str], Any]] = {"long": int, "float": float, "double": float}
"""Types the real CLI converts while parsing; `integer` it converts later, with another message."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One option. `member` is the input member it fills; empty for what a customization reads."""

    name: str
    member: str = ""
    shape: "Shape | None" = None
    kind: Kind = "value"
    required: bool = False
    dest: str = ""
    type: Callable[[str], Any] = str
    help: str = ""
    hidden: bool = False
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """As written on the line."""
        return self.name if self.kind == "positional" else f"--{self.name}"

    @property
    def key(self) -> str:
        """Where the parser keeps its value."""
        return self.dest or self.name.replace("-", "_")


def table_of(service: str, operation: str) -> Table:
    """The options of an operation (PascalCase), by CLI name, in the model's order; a fresh dict."""
    from incidentgame.commands.aws.customized import extend

    model = models.operation(service, operation)
    table = _members(service, model)
    if model.has_streaming_output:
        table["outfile"] = Argument("outfile", kind="positional", required=True)
    else:
        for name in ("cli-input-json", "cli-input-yaml"):
            table[name] = Argument(name)
    extend(service, operation, table)
    for name, made in paging.arguments(service, model, table).items():
        table[name] = made
    table["generate-cli-skeleton"] = Argument(
        "generate-cli-skeleton", kind="optional", choices=("input", "output", "yaml-input")
    )
    return table


@cache
def parser_of(service: str, operation: str, relaxed: bool) -> tuple[CommandParser, Table]:
    """The parser of an operation and its options; `relaxed` asks for no required option."""
    table = table_of(service, operation)
    parser = CommandParser()
    for argument in table.values():
        add(parser, replace(argument, required=False) if relaxed else argument)
    parser.add_argument("help", nargs="?")
    return parser, table


def add(parser: CommandParser, argument: Argument) -> None:
    """Teach a parser one option."""
    settings = dict(_SETTINGS.get(argument.kind, {}))
    if argument.kind == "positional":
        parser.add_argument(argument.name, nargs=None if argument.required else "?")
        return
    if argument.kind in ("value", "list", "some"):
        settings |= {"type": argument.type, "required": argument.required}
    if argument.choices:
        settings["choices"] = argument.choices
    if argument.kind == "optional":
        settings["const"] = argument.choices[0]
    parser.add_argument(argument.flag, dest=argument.key, **settings)


_SETTINGS: Mapping[Kind, Mapping[str, Any]] = {
    "true": {"action": "store_true", "default": None},
    "false": {"action": "store_false", "default": None},
    "no": {"action": "store_true", "default": None},
    "bare": {"nargs": "?", "const": FLAG},
    "optional": {"nargs": "?"},
    "list": {"nargs": "*"},
    "some": {"nargs": "+"},
}


def _members(service: str, model: "OperationModel") -> Table:
    table: Table = {}
    shape = model.input_shape
    if shape is None:
        return table
    required = set(shape.required_members)
    for member, member_shape in shape.members.items():
        token = member_shape.metadata.get("idempotencyToken", False)
        for made in _member(member, member_shape, member in required and not token):
            name = _renamed(service, models.cli_name(model.name), made.name)
            table[name] = replace(made, name=name)
    return table


def _member(member: str, shape: "Shape", required: bool) -> list[Argument]:
    name = models.cli_name(member)
    dest = name.replace("-", "_")
    if _wrapped_boolean(shape):
        no = Argument(f"no-{name}", member, shape, "no")
        return [Argument(name, member, shape, "bare", dest=dest), no]
    if shape.type_name == "boolean":
        no = Argument(f"no-{name}", member, shape, "false", dest=dest)
        return [Argument(name, member, shape, "true", dest=dest), no]
    if shape.type_name == "list":
        return [Argument(name, member, shape, "list", required, dest)]
    early = _PARSED_EARLY.get(shape.type_name, str)
    return [Argument(name, member, shape, "value", required, dest, type=early)]


def _wrapped_boolean(shape: "Shape") -> bool:
    """`{"Value": true}`, as many EC2 attributes are; the CLI makes a plain flag of it."""
    members = getattr(shape, "members", {}) if shape.type_name == "structure" else {}
    return list(members) == ["Value"] and members["Value"].type_name == "boolean"


def _renamed(service: str, operation: str, name: str) -> str:
    for place in (operation, "*"):
        if (service, place, name) in _RENAMES:
            return _RENAMES[service, place, name]
    return name

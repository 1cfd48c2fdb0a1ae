"""`aws help`, `aws SERVICE help`, `aws SERVICE OPERATION help`: pages made from the models.

Plain text in the layout of a manual page. Documentation strings are loaded here and only here.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from incidentgame.api import models
from incidentgame.commands.aws import catalogue, paging
from incidentgame.commands.aws.arguments import Argument, Table, table_of
from incidentgame.commands.aws.customized import logs
from incidentgame.commands.aws.customized import s3 as s3_command
from incidentgame.commands.aws.global_options import OPTIONS
from incidentgame.commands.aws.htmltext import first_sentence, paragraphs

if TYPE_CHECKING:
    from botocore.model import Shape

_OWN_HELP = {
    "cli-input-json": "Reads arguments from the JSON string provided, in the form "
    "--generate-cli-skeleton prints. Other arguments on the line override it.",
    "cli-input-yaml": "As --cli-input-json, in YAML.",
    "starting-token": "A token to specify where to start paginating. This is the NextToken from a "
    "previously truncated response.",
    "page-size": "The size of each page to get in the AWS service call. This does not affect the "
    "number of items returned in the command's output.",
    "max-items": "The total number of items to return in the command's output. If more are "
    "available, a NextToken is provided; pass it to --starting-token.",
    "generate-cli-skeleton": "Prints a JSON skeleton to standard output without sending an API request.",
    "outfile": "Filename where the content will be saved",
}


_SYNOPSIS_NOTE = (
    "<p>Use aws <i>command</i> help for information on a specific command. The synopsis for each "
    "command shows its parameters and their usage. Optional parameters are shown in square "
    "brackets.</p>"
)


def provider() -> str:
    """`aws help`"""
    return _page(
        "aws",
        "<p>The AWS Command Line Interface is a unified tool to manage your AWS services.</p>",
        "       aws [options] <command> <subcommand> [parameters]\n\n"
        + paragraphs(
            _SYNOPSIS_NOTE,
            7,
        ),
        ("OPTIONS", "\n".join(f"       {name}" for name, _ in OPTIONS)),
        ("AVAILABLE SERVICES", _bullets(catalogue.commands())),
    )


def service(command: str, name: str) -> str:
    """`aws SERVICE help`"""
    about = models.documented(name).documentation
    return _page(command, about, "", ("AVAILABLE COMMANDS", _bullets(catalogue.operation_words(name))))


def waiters(command: str, name: str) -> str:
    """`aws SERVICE wait help`"""
    about = "<p>Wait until a particular condition is satisfied. Each subcommand polls an API until the "
    about += "listed requirement is met.</p>"
    return _page("wait", about, "", ("AVAILABLE COMMANDS", _bullets(catalogue.waiters(name))))


def operation(command: str, name: str, operation_name: str) -> str:
    """`aws SERVICE OPERATION help`"""
    model = models.documented(name).operation_model(operation_name)
    table = {key: a for key, a in table_of(name, operation_name).items() if not a.hidden}
    cli = models.cli_name(operation_name)
    members = model.input_shape.members if model.input_shape is not None else {}
    about = model.documentation
    pages = paging.config(name, operation_name)
    if pages:
        about += f"<p>{cli} is a paginated operation. Multiple API calls may be issued in order to "
        about += "retrieve the entire data set of results. You can disable pagination by providing "
        about += "the --no-paginate argument.</p>"
    options = "\n\n".join(_option(a, members.get(a.member)) for a in _documented(table))
    output = _output(model.output_shape)
    return _page(cli, about, _synopsis(cli, table), ("OPTIONS", options), ("OUTPUT", output))


def tail() -> str:
    """`aws logs tail help`"""
    about = "<p>Tails the logs for a CloudWatch Logs group. By default, the command returns logs "
    about += "from all associated CloudWatch Logs streams during the past ten minutes.</p>"
    names = [
        "group_name",
        *(f"[{name}{'' if 'action' in s else ' <value>'}]" for name, s in logs.OPTIONS),
    ]
    return _page("tail", about, "\n".join(["            tail", *(f"          {n}" for n in names)]))


def s3() -> str:
    """`aws s3 help`"""
    about = "<p>This section explains prominent concepts and notations in the set of high-level S3 "
    about += "commands provided.</p>"
    uses = "       aws s3 ls [s3://bucket[/prefix]] [--recursive] [--human-readable] [--summarize]\n"
    uses += "       aws s3 cp s3://bucket/key <LocalPath>|- [--recursive] [--include p] [--exclude p]"
    return _page("s3", about, uses, ("AVAILABLE COMMANDS", _bullets(s3_command.SUBCOMMANDS)))


def _page(name: str, about: str, synopsis: str, *sections: tuple[str, str]) -> str:
    parts = [("NAME", f"       {name} -"), ("DESCRIPTION", paragraphs(about, 7))]
    parts += [("SYNOPSIS", synopsis), *sections]
    body = "\n\n".join(f"{title}\n{text}" for title, text in parts if text)
    return f"{name.upper()}()\n\n{body}\n"


def _synopsis(cli: str, table: Table) -> str:
    lines = [f"            {cli}"]
    for argument in _documented(table):
        lines.append(f"          {_usage(argument)}")
    return "\n".join(lines)


def _documented(table: Table) -> list[Argument]:
    """Flags and their opposites are one entry: the opposite is named beside the flag."""
    return [a for a in table.values() if not (a.kind in ("false", "no") and a.member)]


def _usage(argument: Argument) -> str:
    if argument.kind == "positional":
        return "<value>"
    if argument.kind in ("true", "bare"):
        return f"[{argument.flag} | --no-{argument.name}]"
    text = f"{argument.flag} <value>"
    return text if argument.required else f"[{text}]"


def _option(argument: Argument, shape: "Shape | None") -> str:
    kind = shape.type_name if shape is not None else "string"
    lead = argument.flag
    if argument.kind in ("true", "bare"):
        lead += f" | --no-{argument.name}"
    text = shape.documentation if shape is not None else ""
    about = paragraphs(text or argument.help or _OWN_HELP.get(argument.name, ""), 10)
    required = " [required]" if argument.required else ""
    lines = [f"       {lead} ({kind}){required}", *([about] if about else [])]
    choices = _choices(argument, shape)
    if choices:
        lines.append("          Possible values:\n" + "\n".join(f"          o {c}" for c in choices))
    syntax = _syntax(shape)
    if syntax:
        lines.append(f"       Shorthand Syntax:\n          {syntax}")
    return "\n".join(lines[:1]) + "\n" + "\n\n".join(lines[1:]) if len(lines) > 1 else lines[0]


def _choices(argument: Argument, shape: "Shape | None") -> Iterable[str]:
    if shape is None:
        return argument.choices
    inner = shape.member if shape.type_name == "list" else shape
    return tuple(getattr(inner, "enum", ()) or ())


def _syntax(shape: "Shape | None") -> str:
    """How a structure is written: `Name=string,Values=string,string ...`"""
    if shape is None or shape.type_name not in ("structure", "list", "map"):
        return ""
    if shape.type_name == "list":
        inner = _example(shape.member, 0)
        plain = shape.member.type_name not in ("structure", "list", "map")
        return f'"{inner}" "{inner}" ...' if plain else f"{inner} ..."
    return _example(shape, 0)


def _example(shape: "Shape", depth: int) -> str:
    kind = shape.type_name
    if depth > 5:
        return "..."
    if kind == "structure":
        parts = [f"{n}={_example(m, depth + 1)}" for n, m in shape.members.items()]
        return ",".join(parts) if depth == 0 else f"{{{','.join(parts)}}}"
    if kind == "list":
        inner = _example(shape.member, depth + 1)
        plain = shape.member.type_name not in ("structure", "list", "map")
        return f"{inner},{inner}" if plain and depth <= 1 else f"[{inner},{inner}]"
    if kind == "map":
        inner = _example(shape.value, depth + 1)
        text = f"KeyName1={inner},KeyName2={inner}"
        return text if depth == 0 else f"{{{text}}}"
    return str(kind)


def _output(shape: "Shape | None") -> str:
    if shape is None:
        return "       None"
    members = shape.members.items()
    entries = [
        f"       {name} -> ({made.type_name})\n{paragraphs(first_sentence(made.documentation), 10)}"
        for name, made in members
    ]
    return "\n\n".join(entry.rstrip() for entry in entries) or "       None"


def _bullets(names: Iterable[str]) -> str:
    return "\n\n".join(f"       o {name}" for name in names)

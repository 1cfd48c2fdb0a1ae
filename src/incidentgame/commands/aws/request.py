"""One operation's words to a validated request."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.api import models
from incidentgame.commands.aws import customized, moments, paging, values
from incidentgame.commands.aws.arguments import Argument, Table, parser_of
from incidentgame.commands.aws.backend import Backend
from incidentgame.commands.aws.errors import CliError, UnknownOptionsError, bad_value, param_error
from incidentgame.commands.aws.global_options import Globals

Given = Mapping[str, Any]
"""Values as parsed, by the parser's key."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a line asks of an operation."""

    service: str
    operation: str
    request: dict[str, Any]
    paging: dict[str, Any]
    paginate: bool
    outfile: str = ""
    skeleton: str = ""
    help: bool = False


def prepare(
    service: str, operation: str, words: Sequence[str], options: Globals, backend: Backend
) -> Prepared:
    """Parse, unpack and validate; CliError or UnknownOptionsError says what is wrong."""
    if list(words) == ["help"]:
        return Prepared(service, operation, {}, {}, False, help=True)
    parser, table = parser_of(service, operation, _relaxed(words))
    space, rest = parser.parse_known_args(list(words))
    given = vars(space)
    extra = given.pop("help")
    if extra == "help":
        return Prepared(service, operation, {}, {}, False, help=True)
    rest = [*rest, extra] if extra else rest
    if rest:
        raise UnknownOptionsError(f"Unknown options: {', '.join(rest)}")
    try:
        return _prepared(service, operation, table, given, options, backend)
    except (RuntimeError, ValueError, OverflowError) as problem:
        # The real CLI's last resort: whatever a value provoked is printed as it is, exit 255.
        raise CliError(str(problem)) from None


def _relaxed(words: Sequence[str]) -> bool:
    """Input from a document or a skeleton waives the required options (by the literal word)."""
    if "--generate-cli-skeleton" in words:
        return words[words.index("--generate-cli-skeleton") + 1 :][:1] != ["output"]
    return "--cli-input-json" in words or "--cli-input-yaml" in words


def _prepared(
    service: str,
    operation: str,
    table: Table,
    given: dict[str, Any],
    options: Globals,
    backend: Backend,
) -> Prepared:
    skeleton = given.get("generate_cli_skeleton") or ""
    pages = paging.config(service, operation)
    request = _request(table, given, backend)
    customized.finish(service, operation, request, given, backend, options.region)
    for name, value in _document(given, backend).items():
        request.setdefault(name, value)
    paginate = options.paginate and bool(pages)
    if pages and paginate:
        paginate = not paging.by_hand(pages, given, request)
    wanted = _paging(service, operation, request, given, paginate) if pages else {}
    if skeleton not in ("input", "yaml-input"):
        request = _valid(service, operation, request, options, backend)
    return Prepared(service, operation, request, wanted, paginate, given.get("outfile") or "", skeleton)


def _paging(
    service: str, operation: str, request: dict[str, Any], given: Given, paginate: bool
) -> dict[str, Any]:
    if not paginate and paging.shadows(service, operation):
        paging.restored(request, given, service, operation)
        return {}
    return paging.settings(given, paginate)


def _request(table: Table, given: Given, backend: Backend) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for argument in table.values():
        words = given.get(argument.key)
        if words is None or not argument.member:
            continue
        if argument.member in request:
            if argument.kind == "no":
                raise both_ways(argument)
            continue
        request[argument.member] = values.unpack(argument, words, backend)
    return request


def both_ways(argument: Argument) -> CliError:
    """A flag given together with its opposite, where the CLI can tell."""
    positive = argument.name.removeprefix("no-")
    return param_error(f'Cannot specify both the "--{positive}" option and the "--{argument.name}" option.')


def _document(given: Given, backend: Backend) -> dict[str, Any]:
    """The members given by --cli-input-json or --cli-input-yaml."""
    said = [key for key in ("cli_input_json", "cli_input_yaml") if given.get(key) is not None]
    if not said:
        return {}
    if len(said) > 1:
        raise param_error("Only one --cli-input- parameter may be specified.")
    flag = f"--{said[0].replace('_', '-')}"
    text = given[said[0]]
    loaded = values.load_option(flag, text, backend)
    found = _read(said[0], text if loaded is None else loaded)
    if not isinstance(found, dict):
        raise bad_value(flag, f"Invalid type: expecting map, received {type(found)}")
    return found


def _read(kind: str, text: str | bytes) -> Any:
    name = kind.replace("_", "-")
    if kind == "cli_input_json":
        try:
            return json.loads(text)
        except ValueError:
            raise bad_value(name, "Invalid JSON received.") from None
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        raise bad_value(name, "Invalid YAML received.") from None


def _valid(
    service: str, operation: str, request: dict[str, Any], options: Globals, backend: Backend
) -> dict[str, Any]:
    """The request as the API takes it; CliError with botocore's report when it does not fit."""
    shape = models.operation(service, operation).input_shape
    if shape is None:
        return request
    from botocore.validate import ParamValidator

    request = values.blobs(request, shape, options.binary_format)
    request = moments.as_datetimes(request, shape, backend.now)
    report = ParamValidator().validate(_with_tokens(request, shape), shape)
    if report.has_errors():
        raise param_error(f"Parameter validation failed:\n{report.generate_report()}")
    ready: dict[str, Any] = moments.as_instants(request, shape)
    return ready


def _with_tokens(request: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Idempotency tokens count as given: the real CLI fills in a random one the API never shows."""
    tokens = (
        name
        for name, member in shape.members.items()
        if member.metadata.get("idempotencyToken") and name not in request
    )
    return {**request, **dict.fromkeys(tokens, "token")}

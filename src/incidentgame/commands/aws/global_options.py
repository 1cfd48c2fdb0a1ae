"""The options every command takes, wherever they stand on the line."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from incidentgame.commands.aws.catalogue import commands
from incidentgame.commands.aws.errors import CliError, ErrorFormat, param_error
from incidentgame.commands.aws.parser import CommandParser

if TYPE_CHECKING:
    from jmespath.parser import ParsedResult

OUTPUTS = ("json", "text", "table", "yaml", "yaml-stream", "off")
ERROR_FORMATS: tuple[ErrorFormat, ...] = ("legacy", "json", "yaml", "text", "table", "enhanced")
DEFAULT_ERROR_FORMAT: ErrorFormat = "legacy"
"""The on-call laptop's `cli_error_format`; out of the box the CLI uses `enhanced` since 2.34."""

OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--debug", {"action": "store_true"}),
    ("--endpoint-url", {}),
    ("--no-verify-ssl", {"action": "store_false", "dest": "verify_ssl"}),
    ("--no-paginate", {"action": "store_false", "dest": "paginate"}),
    ("--output", {"choices": OUTPUTS}),
    ("--query", {}),
    ("--profile", {}),
    ("--region", {}),
    ("--version", {"action": "store_true"}),
    ("--color", {"choices": ("on", "off", "auto"), "default": "auto"}),
    ("--no-sign-request", {"action": "store_false", "dest": "sign_request"}),
    ("--ca-bundle", {}),
    ("--cli-read-timeout", {}),
    ("--cli-connect-timeout", {}),
    ("--cli-binary-format", {"choices": ("base64", "raw-in-base64-out")}),
    ("--no-cli-pager", {"action": "store_true"}),
    ("--cli-auto-prompt", {"action": "store_true"}),
    ("--no-cli-auto-prompt", {"action": "store_true"}),
    ("--cli-error-format", {"choices": ERROR_FORMATS}),
)


@dataclass(frozen=True, slots=True)
class Globals:
    """The global options of one line, resolved; `rest` are the words after the command."""

    command: str
    rest: tuple[str, ...]
    region: str
    output: str
    query: "ParsedResult | None"
    paginate: bool
    profile: str
    binary_format: str
    error_format: ErrorFormat
    endpoint_url: str


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The raw global options, `command` and `rest` of a line (without the word `aws`)."""
    words, rest = _parser().parse_known_args(list(argv))
    words.rest = rest
    return words


def resolve(words: argparse.Namespace, env: Mapping[str, str], config: Mapping[str, str]) -> Globals:
    """Option, then environment, then config file, then the CLI's default."""
    return Globals(
        command=words.command,
        rest=tuple(words.rest),
        region=_region(words, env, config),
        output=_output(words, env, config),
        query=_query(words.query),
        paginate=words.paginate,
        profile=words.profile or "",
        binary_format=words.cli_binary_format or config.get("cli_binary_format", "base64"),
        error_format=error_format(words.cli_error_format, env, config),
        endpoint_url=_endpoint(words.endpoint_url),
    )


def error_format(option: str | None, env: Mapping[str, str], config: Mapping[str, str]) -> ErrorFormat:
    """How errors are shown; a value that is none of the formats counts as `enhanced`."""
    said = option or env.get("AWS_CLI_ERROR_FORMAT") or config.get("cli_error_format")
    if not said:
        return DEFAULT_ERROR_FORMAT
    return next((style for style in ERROR_FORMATS if style == said.lower()), "enhanced")


@cache
def _parser() -> CommandParser:
    parser = CommandParser()
    for name, settings in OPTIONS:
        parser.add_argument(name, **settings)
    parser.add_argument("command", choices=commands())
    return parser


def _region(words: argparse.Namespace, env: Mapping[str, str], config: Mapping[str, str]) -> str:
    said = words.region or env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION")
    return said or config.get("region", "")


def _output(words: argparse.Namespace, env: Mapping[str, str], config: Mapping[str, str]) -> str:
    said: str = words.output or env.get("AWS_DEFAULT_OUTPUT") or config.get("output", "json")
    if said not in OUTPUTS:
        raise CliError(f"Unknown output type: {said}")
    return said


def _query(text: str | None) -> "ParsedResult | None":
    if text is None:
        return None
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(text)
    except (JMESPathError, ValueError, RecursionError) as problem:
        raise param_error(f"Bad value for --query {text}: {problem}") from None


def _endpoint(url: str | None) -> str:
    try:
        known = url is None or bool(urlparse(url).scheme)
    except ValueError as problem:
        raise CliError(str(problem)) from None
    if not known:
        raise param_error(
            f'Bad value for --endpoint-url "{url}": scheme is missing.  '
            "Must be of the form http://<hostname>/ or https://<hostname>/"
        )
    return url or ""

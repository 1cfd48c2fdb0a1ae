"""The CLI's own errors, their texts and exit codes (AWS CLI v2.34 to 2.38; aws-cli "Status").

Exit codes: 252 the line could not be parsed or validated, 253 configuration, 254 the service
refused, 255 anything else.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from incidentgame.api.errors import ApiError

ErrorFormat = Literal["legacy", "enhanced", "json", "yaml", "text", "table"]

HELP_BLURB = (
    "To see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n"
)
USAGE = f"aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n{HELP_BLURB}"

PARAM_VALIDATION, CONFIGURATION, CLIENT, GENERAL = 252, 253, 254, 255


@dataclass
class CliError(Exception):
    """Something the CLI itself refuses. `code` is the name enhanced and structured errors show."""

    message: str
    exit: int = GENERAL
    code: str = ""

    def __str__(self) -> str:
        return self.message


def param_error(message: str) -> CliError:
    """A value or an option that cannot be used (exit 252)."""
    return CliError(message, PARAM_VALIDATION, "ParamValidation")


def bad_value(option: str, message: str) -> CliError:
    """A value of one option (with its dashes) that could not be read (exit 252)."""
    return param_error(f"Error parsing parameter '{option}': {message}")


def usage_error(message: str) -> CliError:
    """A line that does not fit the syntax: the message, then the usage (exit 252)."""
    return param_error(f"{message}\n\nusage: {USAGE}")


def configuration_error(code: str, message: str) -> CliError:
    """A missing or wrong setting (exit 253)."""
    return CliError(message, CONFIGURATION, code)


def unknown_words(words: Sequence[str]) -> CliError:
    """Words that one of the CLI's own commands does not take (exit 252)."""
    return param_error(f"Unknown options: {','.join(words)}")


class UnknownOptionsError(Exception):
    """Words no option of the operation takes; printed after the usage (exit 252)."""


_SYSTEM = {
    "FileNotFoundError": "[Errno 2] No such file or directory",
    "PermissionError": "[Errno 13] Permission denied",
    "IsADirectoryError": "[Errno 21] Is a directory",
    "NotADirectoryError": "[Errno 20] Not a directory",
}


def system_text(problem: Exception, path: str) -> str:
    """What the operating system says about a file that cannot be used."""
    said = _SYSTEM.get(type(problem).__name__)
    return f"{said}: '{path}'" if said else str(problem)


def render(error: CliError, style: ErrorFormat) -> str:
    """What goes to stderr. Only errors with a code have a structured form."""
    if not error.code or style == "legacy":
        return written(error.message)
    if style == "enhanced":
        return written(f"An error occurred ({error.code}): {error.message}")
    return structured({"Code": error.code, "Message": error.message}, style)


def render_unknown(error: UnknownOptionsError) -> str:
    """Unknown options come after the usage, in every error format."""
    return f"\nusage: {USAGE}\n" + written(str(error))


def render_api(error: ApiError, operation: str, style: ErrorFormat) -> str:
    """A service's refusal; the same in legacy and enhanced form."""
    if style in ("legacy", "enhanced"):
        return written(api_text(error, operation))
    return structured({"Message": error.message, "Code": error.code}, style)


def api_text(error: ApiError, operation: str) -> str:
    """botocore's sentence about a refused call."""
    called = f"when calling the {operation} operation"
    return f"An error occurred ({error.code}) {called}: {error.message}"


def written(message: str) -> str:
    """The form every error line of AWS CLI v2 has."""
    return f"\naws: [ERROR]: {message.strip()}\n"


def structured(fields: dict[str, str], style: ErrorFormat) -> str:
    """The error as a document in one of the output formats."""
    if style == "json":
        return json.dumps(fields, indent=4, ensure_ascii=False) + "\n"
    from incidentgame.commands.aws.output import document_text

    return document_text(style, "error", fields)

"""`aws SERVICE wait …`: botocore's waiters, polled on the case clock."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from incidentgame.api import models
from incidentgame.api.errors import ApiError
from incidentgame.commands.aws import calling, catalogue, response
from incidentgame.commands.aws.backend import AwsResult, Backend
from incidentgame.commands.aws.errors import CliError, param_error
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.parser import CommandParser
from incidentgame.commands.aws.request import Prepared, prepare
from incidentgame.kernel.instant import SECOND

if TYPE_CHECKING:
    from botocore.waiter import SingleWaiterConfig


def run(
    command: str, service: str, words: Sequence[str], options: Globals, backend: Backend
) -> AwsResult | Prepared:
    """Wait for the state: silent success, or CliError (exit 255). A Prepared asks for help."""
    names = catalogue.waiters(service)
    parser = CommandParser()
    parser.add_argument("subcommand", nargs="?", choices=(*names, "help"))
    space, rest = parser.parse_known_args(list(words))
    if space.subcommand is None:
        raise too_few(f"{command} wait")
    operation: str = models.waiters(service).get(names.get(space.subcommand, ""), {}).get("operation", "")
    if space.subcommand == "help":
        return Prepared(service, "", {}, {}, False, help=True)
    prepared = prepare(service, operation, rest, options, backend)
    if prepared.help:
        return prepared
    _poll(names[space.subcommand], prepared, options, backend)
    return AwsResult()


def too_few(command: str) -> CliError:
    """A command of commands without its subcommand."""
    return param_error(
        f"usage: aws [options] {command} <subcommand> [parameters]\naws: [ERROR]: too few arguments"
    )


def _poll(name: str, prepared: Prepared, options: Globals, backend: Backend) -> None:
    config = _config(name, prepared.service)
    last = ""
    for attempt in range(config.max_attempts):
        if attempt:
            backend.wait(config.delay * SECOND)
        document = _answer(prepared, options, backend)
        matched = next((a for a in config.acceptors if a.matcher_func(document)), None)
        if matched is None and "Error" in document:
            error = document["Error"]
            raise _failed(name, f"An error occurred ({error['Code']}): {error['Message']}")
        if matched is not None and matched.state == "success":
            return
        if matched is not None and matched.state == "failure":
            raise _failed(name, f"Waiter encountered a terminal failure state: {matched.explanation}")
        if matched is not None:
            last = matched.explanation
    said = f". Previously accepted state: {last}" if last else ""
    raise _failed(name, f"Max attempts exceeded{said}")


def _failed(name: str, reason: str) -> CliError:
    return CliError(f"Waiter {name} failed: {reason}")


def _config(name: str, service: str) -> "SingleWaiterConfig":
    from botocore.waiter import WaiterModel

    return WaiterModel({"version": 2, "waiters": models.waiters(service)}).get_waiter(name)


def _answer(prepared: Prepared, options: Globals, backend: Backend) -> Mapping[str, Any]:
    """The response as botocore's matchers want it: with the error and the HTTP status in it."""
    try:
        document = calling.call(prepared.service, prepared.operation, prepared.request, options, backend)
    except calling.RefusedError as refused:
        return _error(refused.error)
    shown = response.shown(prepared.service, prepared.operation, document)
    return {**shown, "ResponseMetadata": {"HTTPStatusCode": 200}}


def _error(error: ApiError) -> dict[str, Any]:
    return {
        "Error": {"Code": error.code, "Message": error.message},
        "ResponseMetadata": {"HTTPStatusCode": error.status},
    }

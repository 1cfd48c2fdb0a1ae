"""`aws …`: one line to what it prints. Pure but for the backend."""

from collections.abc import Mapping, Sequence

from incidentgame.commands.aws import calling, catalogue, errors, global_options, settings, waiting
from incidentgame.commands.aws.backend import AwsResult, Backend, Interrupted
from incidentgame.commands.aws.errors import CliError, ErrorFormat, UnknownOptionsError
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.parser import CommandParser
from incidentgame.commands.aws.piped import with_stdin
from incidentgame.commands.aws.request import Prepared, prepare

VERSION = "2.38.1"
VERSION_LINE = f"aws-cli/{VERSION} Python/3.13.9 Linux/6.12.48+deb13-amd64 source/x86_64.debian.13\n"
INTERRUPTED = 130


def run(argv: Sequence[str], env: Mapping[str, str], stdin: bytes, backend: Backend) -> AwsResult:
    """The result of `aws *argv`. Whatever the words, the answer is a result, never a traceback.

    `stdin` is what `file:///dev/stdin` reads. `env` may hold PWD, AWS_REGION, AWS_DEFAULT_REGION,
    AWS_DEFAULT_OUTPUT, AWS_PROFILE and AWS_CLI_ERROR_FORMAT. Exceptions of the backend besides
    ApiError and Interrupted pass through.
    """
    style = _style(argv, env)
    try:
        return _run(argv, env, with_stdin(backend, stdin))
    except CliError as error:
        return AwsResult("", errors.render(error, style), error.exit)
    except UnknownOptionsError as error:
        return AwsResult("", errors.render_unknown(error), errors.PARAM_VALIDATION)
    except calling.RefusedError as refused:
        text = errors.render_api(refused.error, refused.operation, style)
        return AwsResult("", text, errors.CLIENT)
    except Interrupted:
        return AwsResult("\n", "", INTERRUPTED)


def _style(argv: Sequence[str], env: Mapping[str, str]) -> ErrorFormat:
    """The error format must be known even for a line that cannot be parsed."""
    said = ""
    for position, word in enumerate(argv):
        if word == "--cli-error-format" and position + 1 < len(argv):
            said = argv[position + 1]
        elif word.startswith("--cli-error-format="):
            said = word.partition("=")[2]
    known = said if said in global_options.ERROR_FORMATS else None
    return global_options.error_format(known, env, {})


def _run(argv: Sequence[str], env: Mapping[str, str], backend: Backend) -> AwsResult:
    if "--version" in argv[:1]:
        return AwsResult(VERSION_LINE)
    words = global_options.parse(argv)
    if words.version:
        return AwsResult(VERSION_LINE)
    config = settings.profile(words.profile or "", env, backend)
    options = global_options.resolve(words, env, config)
    return _command(options, env, backend)


def _command(options: Globals, env: Mapping[str, str], backend: Backend) -> AwsResult:
    if options.command == "help":
        from incidentgame.commands.aws.help import provider

        _no_topic(options)
        return AwsResult(provider())
    if options.command == "configure":
        from incidentgame.commands.aws.customized import configure

        return configure.run(options, env, backend)
    if options.endpoint_url:
        backend.unanswered(options.command, f"--endpoint-url {options.endpoint_url}")
        raise settings.unreachable(options.endpoint_url.rstrip("/") + "/")
    if options.command == "s3":
        from incidentgame.commands.aws.customized import s3

        return s3.run(options, env.get("PWD", ""), backend)
    return _service(options, backend)


def _no_topic(options: Globals) -> None:
    """`aws help TOPIC`: there are no topics here."""
    parser = CommandParser()
    parser.add_argument("subcommand", nargs="?", choices=("topics",))
    parser.parse_known_args(list(options.rest))


def _service(options: Globals, backend: Backend) -> AwsResult:
    service = catalogue.service_of(options.command)
    parser = CommandParser()
    parser.add_argument("operation", choices=catalogue.operation_words(service))
    space, rest = parser.parse_known_args(list(options.rest))
    if space.operation == "help":
        from incidentgame.commands.aws.help import service as service_help

        return AwsResult(service_help(options.command, service))
    if (service, space.operation) == ("logs", "tail"):
        from incidentgame.commands.aws.customized import logs

        return logs.tail(rest, options, backend)
    if space.operation == "wait":
        return _wait(service, rest, options, backend)
    name = catalogue.operations(service)[space.operation]
    return _operation(prepare(service, name, rest, options, backend), options, backend)


def _operation(prepared: Prepared, options: Globals, backend: Backend) -> AwsResult:
    if prepared.help:
        from incidentgame.commands.aws.help import operation

        return AwsResult(operation(options.command, prepared.service, prepared.operation))
    if prepared.skeleton:
        from incidentgame.commands.aws.skeleton import printed

        return AwsResult(printed(prepared, options))
    settings.check_region(options.region, prepared.service)
    return calling.invoke(prepared, options, backend)


def _wait(service: str, words: Sequence[str], options: Globals, backend: Backend) -> AwsResult:
    if list(words) not in ([], ["help"]):
        settings.check_region(options.region, service)
    done = waiting.run(options.command, service, words, options, backend)
    if isinstance(done, AwsResult):
        return done
    from incidentgame.commands.aws.help import waiters

    return AwsResult(waiters(options.command, service))

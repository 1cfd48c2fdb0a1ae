"""Which commands there are: services under the CLI's names, their operations, and the CLI's own."""

from functools import cache

from incidentgame.api import models

_SERVICE_OF = {"deploy": "codedeploy", "s3api": "s3", "configservice": "config"}
"""Where the CLI's name of a service differs from botocore's."""

_CLI_OF = {service: name for name, service in _SERVICE_OF.items()}

OWN_COMMANDS = ("configure", "help", "s3")
"""Commands that are no service: high-level s3, configuration and help."""

_OWN_OPERATIONS = {"logs": ("tail",)}

_REMOVED = {
    "ec2": {"import-instance", "import-volume"},
    "lambda": {"invoke-with-response-stream"},
    "logs": {"get-log-object"},
    "kinesis": {"subscribe-to-shard"},
}
"""Operations of the models that the real CLI leaves out (streams, retired calls)."""


@cache
def commands() -> tuple[str, ...]:
    """Every word that may follow `aws`, sorted."""
    named = (_CLI_OF.get(name, name) for name in models.service_names())
    return tuple(sorted({*named, *OWN_COMMANDS}))


def service_of(command: str) -> str:
    """botocore's name of a service the CLI calls `command`."""
    return _SERVICE_OF.get(command, command)


@cache
def operations(service: str) -> dict[str, str]:
    """The operations of a service: CLI name → PascalCase name, in the model's order."""
    removed = _REMOVED.get(service, set())
    named = {models.cli_name(name): name for name in models.service(service).operation_names}
    return {name: made for name, made in named.items() if name not in removed}


@cache
def waiters(service: str) -> dict[str, str]:
    """The waiters of a service: CLI name → PascalCase name, sorted."""
    return {models.cli_name(name): name for name in sorted(models.waiters(service))}


@cache
def operation_words(service: str) -> tuple[str, ...]:
    """Every word that may follow `aws SERVICE`, sorted, `help` last."""
    own = _OWN_OPERATIONS.get(service, ())
    wait = ("wait",) if waiters(service) else ()
    return (*sorted({*operations(service), *own, *wait}), "help")

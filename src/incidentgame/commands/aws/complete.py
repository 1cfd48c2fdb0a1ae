"""What may come next on an `aws` line: commands, operations, options, and values with an enum.

Ids of this world are added by others. Models are loaded only for the service on the line.
"""

from collections.abc import Sequence

from incidentgame.api import models
from incidentgame.commands.aws import catalogue, global_options
from incidentgame.commands.aws.arguments import Argument, Table, table_of
from incidentgame.commands.aws.customized import logs, s3

_CHOICES = {name: tuple(made["choices"]) for name, made in global_options.OPTIONS if "choices" in made}


def candidates(words: Sequence[str], prefix: str) -> list[str]:
    """Completions of `prefix` after `words` (without `aws` itself), sorted; may be empty."""
    before = words[-1] if words else ""
    if before in _CHOICES:
        return _starting(_CHOICES[before], prefix)
    if before == "--region":
        return _starting(models.regions(), prefix)
    if before in ("--query", "--profile", "--endpoint-url"):
        return []
    plain = _plain(words)
    return _starting(_next(plain, words, before, prefix), prefix)


def services() -> list[str]:
    """Every command of the CLI, for documentation."""
    return list(catalogue.commands())


def _next(plain: list[str], words: Sequence[str], before: str, prefix: str) -> Sequence[str]:
    options = tuple(name for name, _ in global_options.OPTIONS) if prefix.startswith("-") else ()
    if not plain:
        return (*catalogue.commands(), *options)
    command = plain[0]
    if command not in catalogue.commands():
        return ()
    if command in catalogue.OWN_COMMANDS:
        return (*_own(plain), *options)
    service = catalogue.service_of(command)
    if len(plain) == 1:
        return (*catalogue.operation_words(service), *options)
    if plain[1:] == ["wait"]:
        return tuple(catalogue.waiters(service))
    return (*_parameters(service, plain, words, before), *options)


def _own(plain: list[str]) -> Sequence[str]:
    if plain[0] == "s3":
        return s3.SUBCOMMANDS if len(plain) == 1 else s3.LS_OPTIONS if plain[1] == "ls" else ()
    return ("get", "list") if plain == ["configure"] else ()


def _parameters(service: str, plain: list[str], words: Sequence[str], before: str) -> Sequence[str]:
    if (service, plain[1]) == ("logs", "tail"):
        return tuple(name for name, _ in logs.OPTIONS)
    operation = _operation(service, plain)
    if not operation:
        return ()
    table = table_of(service, operation)
    values = _values(table, before)
    if values is not None:
        return values
    used = set(words)
    return [a.flag for a in table.values() if a.flag.startswith("--") and not a.hidden and a.flag not in used]


def _operation(service: str, plain: list[str]) -> str:
    if plain[1] == "wait" and len(plain) > 2:
        waiter = catalogue.waiters(service).get(plain[2], "")
        found: str = models.waiters(service).get(waiter, {}).get("operation", "")
        return found
    return catalogue.operations(service).get(plain[1], "")


def _values(table: Table, before: str) -> Sequence[str] | None:
    """Values of the option just typed; None when options may follow."""
    argument = table.get(before.removeprefix("--")) if before.startswith("--") else None
    if argument is None or argument.kind in ("true", "false", "bare", "no"):
        return None
    return _enum(argument)


def _enum(argument: Argument) -> Sequence[str]:
    if argument.choices or argument.shape is None:
        return argument.choices
    shape = argument.shape.member if argument.shape.type_name == "list" else argument.shape
    return tuple(getattr(shape, "enum", ()) or ())


def _plain(words: Sequence[str]) -> list[str]:
    """The words that are neither options nor values of global options: commands come first."""
    plain: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("--"):
            skip = word in _CHOICES or word in (
                "--region",
                "--query",
                "--profile",
                "--endpoint-url",
            )
        else:
            plain.append(word)
    return plain


def _starting(found: Sequence[str], prefix: str) -> list[str]:
    return sorted({word for word in found if word.startswith(prefix)})

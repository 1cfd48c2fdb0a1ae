"""Pagination as the CLI does it: every page by default, `--max-items`, `--starting-token`."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from incidentgame.api import models
from incidentgame.commands.aws.errors import CliError, param_error

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from botocore.paginate import PageIterator

    from incidentgame.commands.aws.arguments import Argument, Table

_TYPES = {"string": str, "integer": int, "long": int}
_OWN = {"starting-token": "StartingToken", "page-size": "PageSize", "max-items": "MaxItems"}


def config(service: str, operation: str) -> dict[str, Any] | None:
    """How an operation (PascalCase) pages; None when it does not."""
    found: dict[str, Any] | None = models.paginators(service).get(operation)
    return found


def arguments(service: str, model: "OperationModel", table: "Table") -> "Mapping[str, Argument]":
    """The three paging options, shadowing members of that name; hides the model's own tokens."""
    from incidentgame.commands.aws.arguments import Argument

    pages = config(service, model.name)
    if pages is None or model.input_shape is None:
        return {}
    for name in (models.cli_name(token) for token in manual(pages)):
        if name in table:
            table[name] = _hidden(table[name])
    limit = pages.get("limit_key")
    kind = model.input_shape.members[limit].type_name if limit else "integer"
    made = {"starting-token": Argument("starting-token")}
    if limit:
        made["page-size"] = Argument("page-size", type=_TYPES.get(kind, int))
    made["max-items"] = Argument("max-items", type=_TYPES.get(kind, int))
    return made


def manual(pages: Mapping[str, Any]) -> list[str]:
    """Members by which a caller pages by hand: the tokens and the limit."""
    tokens = pages["input_token"]
    listed = list(tokens) if isinstance(tokens, list) else [tokens]
    return [*listed, *([pages["limit_key"]] if "limit_key" in pages else [])]


def by_hand(pages: Mapping[str, Any], given: Mapping[str, Any], request: Mapping[str, Any]) -> bool:
    """Does the caller page by hand (with the model's own members), which turns merging off?"""
    names = manual(pages)
    typed = {models.cli_name(name).replace("-", "_") for name in names} - {"max_items"}
    return any(given.get(name) is not None for name in typed) or any(n in request for n in names)


def settings(given: Mapping[str, Any], paginate: bool) -> dict[str, Any]:
    """botocore's PaginationConfig from the three options; refuses them beside --no-paginate."""
    used: dict[str, Any] = {name: given.get(name.replace("-", "_")) for name in _OWN}
    used = {name: value for name, value in used.items() if value is not None}
    if used and not paginate:
        listed = ", ".join(f"--{name}" for name in used)
        raise param_error(f"Cannot specify --no-paginate along with pagination arguments: {listed}")
    wanted = {_OWN[name]: value for name, value in used.items()}
    if "MaxItems" in wanted:  # a string where the service's own limit is one (Route 53)
        wanted["MaxItems"] = int(wanted["MaxItems"])
    return wanted


def restored(request: dict[str, Any], given: Mapping[str, Any], service: str, operation: str) -> None:
    """With paging off, a shadowed `--max-items` means the operation's own MaxItems again."""
    shape = models.operation(service, operation).input_shape
    for name in _OWN:
        value = given.get(name.replace("-", "_"))
        for member in shape.members if shape is not None else ():
            if value is not None and models.cli_name(member) == name:
                request[member] = value


def shadows(service: str, operation: str) -> bool:
    """Does a paging option hide a member of the same name?"""
    shape = models.operation(service, operation).input_shape
    return shape is not None and any(models.cli_name(member) in _OWN for member in shape.members)


def iterate(
    call: Any, service: str, operation: str, request: Mapping[str, Any], wanted: Mapping[str, Any]
) -> "PageIterator":
    """botocore's page iterator over `call(**request)`."""
    from botocore.paginate import Paginator

    model = models.operation(service, operation)
    paginator = Paginator(call, config(service, operation), model)
    return paginator.paginate(**request, PaginationConfig=dict(wanted))


def pages_of(iterator: "PageIterator") -> Iterator[Mapping[str, Any]]:
    """The pages; botocore's paging complaints become the CLI's (exit 255)."""
    from botocore.exceptions import PaginationError

    try:
        yield from iterator
    except (PaginationError, ValueError) as problem:
        raise CliError(str(problem)) from None


def merged(iterator: "PageIterator") -> dict[str, Any]:
    """One document of all pages, with NextToken when `--max-items` cut it."""
    from botocore.exceptions import PaginationError

    try:
        found: dict[str, Any] = iterator.build_full_result()
    except (PaginationError, ValueError) as problem:
        raise CliError(str(problem)) from None
    return found


def _hidden(argument: "Argument") -> "Argument":
    from dataclasses import replace

    return replace(argument, hidden=True)

"""What EC2's Describe calls share: resources by id, in this Region, through filters, page by page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.api.answer import Answer
from incidentgame.api.common import Getter, chosen, match_filters, member, page, paginate, strip
from incidentgame.api.errors import ApiError
from incidentgame.world.change import Call
from incidentgame.world.state import Doc
from incidentgame.world.view import View


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of resource: the response's member, the request's id member, and how a stray id is refused.

    `missing` is an error code and a message with `{}` for the id.
    """

    member: str
    ids: str
    missing: tuple[str, str]
    filters: Mapping[str, Getter]
    filters_member: str = "Filters"


def not_found(sort: Sort) -> Callable[[str], ApiError]:
    """The refusal of an id nobody has."""
    code, message = sort.missing
    return lambda id: ApiError(code, message.format(id))


def here(view: View, call: Call, table: Mapping[str, Doc]) -> Mapping[str, Doc]:
    """The table, or nothing when the call went to another Region than the world's."""
    return table if call.region in ("", view.account.region) else {}


def describe(view: View, call: Call, sort: Sort, table: Mapping[str, Doc]) -> Answer:
    """A Describe call's response: the chosen, filtered and paged documents."""
    request = call.request
    found = chosen(here(view, call, table), request.get(sort.ids), not_found(sort))
    kept = match_filters(found, request.get(sort.filters_member), sort.filters)
    return listed(sort.member, kept, request)


def listed(name: str, docs: Iterable[Doc], request: Mapping[str, Any]) -> Answer:
    """A page of documents; EC2 pages with MaxResults and NextToken."""
    items, token = paginate(strip(docs), request, "MaxResults", "NextToken", error="InvalidParameterValue")
    return Answer(page(name, items, token))


def by_member(**names: str) -> dict[str, Getter]:
    """Filters that compare one member: name (`_` for `-`, `__` for `.`) → dotted member path."""
    return {
        name.replace("__", ".").replace("_", "-"): member(*path.split(".")) for name, path in names.items()
    }


def required(view: View, call: Call, sort: Sort, table: Mapping[str, Doc], id: object) -> Doc:
    """The resource a write names; refused as the Describe call would refuse it."""
    if not id:
        raise ApiError("MissingParameter", f"The request must contain the parameter {sort.ids[:-1]}")
    return chosen(here(view, call, table), [str(id)], not_found(sort))[0]


def dry_run(call: Call) -> None:
    """`--dry-run` of an allowed call is refused in these words."""
    if call.request.get("DryRun"):
        message = "Request would have succeeded, but DryRun flag is set."
        raise ApiError("DryRunOperation", message, 412)


def replaced(items: Sequence[Any], index: int, *new: Any) -> list[Any]:
    """The list with one item taken out and others put in its place."""
    return [*items[:index], *new, *items[index + 1 :]]

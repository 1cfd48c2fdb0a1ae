"""What the services' handlers share: paging, filters, look-ups that fail in AWS's words, ARNs."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, World, public
from incidentgame.world.view import Aside, View

T = TypeVar("T")
Getter = Callable[[Doc], Iterable[Any]]
"""What a filter compares: the values a document has under the filter's name."""

_MARK = "page:"


def paginate(
    items: Sequence[T],
    request: Mapping[str, Any],
    size_member: str,
    token_member: str,
    *,
    default: int = 0,
    error: str = "ValidationError",
) -> tuple[list[T], str | None]:
    """The page a request asks for, and the token of the next one (None: that was the last).

    `size_member` and `token_member` name the request's members (`PageSize`, `Marker` …); `default` is the
    page size when none is asked for (0: everything). ApiError `error` when the token is not one of ours.
    """
    start = _offset(request.get(token_member), error)
    size = int(request.get(size_member) or default or max(len(items), 1))
    end = start + size
    return list(items[start:end]), _token(end) if end < len(items) else None


def page(
    member: str, items: Sequence[T], token: str | None, token_member: str = "NextToken"
) -> dict[str, Any]:
    """A response document: the items under their member, and the token only when there is one."""
    return {member: list(items), **({token_member: token} if token else {})}


def _token(offset: int) -> str:
    return b64encode(f"{_MARK}{offset}".encode()).decode()


def _offset(token: Any, error: str) -> int:
    if not token:
        return 0
    try:
        text = b64decode(str(token), validate=True).decode()
    except (NotBase64, UnicodeDecodeError, ValueError):
        text = ""
    number = text.removeprefix(_MARK)
    if not text.startswith(_MARK) or not number.isascii() or not number.isdigit():
        raise ApiError(error, "Invalid pagination token")
    return int(number)


def match_filters(
    docs: Iterable[Doc],
    filters: Sequence[Mapping[str, Any]] | None,
    getters: Mapping[str, Getter],
) -> list[Doc]:
    """The documents every filter lets through; values of one filter are alternatives with `*` and `?`.

    `filters` is EC2's list of {Name, Values}. `tag:<key>`, `tag-key` and `tag-value` are known everywhere.
    ApiError InvalidParameterValue for a name that is not a filter of the call.
    """
    tests = [(_getter(str(f.get("Name", "")), getters), list(f.get("Values") or ())) for f in filters or ()]
    return [doc for doc in docs if all(_passes(get(doc), wanted) for get, wanted in tests)]


def _passes(values: Iterable[Any], wanted: Sequence[str]) -> bool:
    shown = [_text(value) for value in values if value is not None]
    return any(fnmatchcase(value, _pattern(want)) for value in shown for want in wanted)


def _pattern(want: str) -> str:
    """EC2 knows `*` and `?`, not fnmatch's character classes."""
    return str(want).replace("[", "[[]")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _getter(name: str, getters: Mapping[str, Getter]) -> Getter:
    if name in getters:
        return getters[name]
    if name.startswith("tag:"):
        return lambda doc: [t["Value"] for t in tags(doc) if t["Key"] == name[4:]]
    if name in ("tag-key", "tag-value"):
        member = name[4:].capitalize()
        return lambda doc: [t[member] for t in tags(doc)]
    raise ApiError("InvalidParameterValue", f"The filter '{name}' is invalid")


def tags(doc: Doc) -> list[dict[str, str]]:
    """The document's tags as [{Key, Value}]; from `sim` where the API shows them elsewhere."""
    found: list[dict[str, str]] = list(doc.get("Tags") or doc.get("sim", {}).get("tags") or ())
    return found


def merge_tags(old: Sequence[Mapping[str, str]], new: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The tags after setting the new ones, in order of first appearance."""
    merged = {t["Key"]: t.get("Value", "") for t in old}
    merged.update({t["Key"]: t.get("Value", "") for t in new if "Key" in t})
    return [{"Key": key, "Value": value} for key, value in merged.items()]


def member(*names: str) -> Getter:
    """A getter that follows member names down; lists on the way are searched in all their items."""

    def get(doc: Doc) -> list[Any]:
        found: list[Any] = [doc]
        for name in names:
            found = _spread(item.get(name) for item in found if isinstance(item, Mapping))
        return found

    return get


def _spread(values: Iterable[Any]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        if isinstance(value, list | tuple):
            flat.extend(value)
        elif value is not None:
            flat.append(value)
    return flat


def strip(docs: Iterable[Doc]) -> list[dict[str, Any]]:
    """The documents as AWS shows them."""
    return [public(doc) for doc in docs]


def chosen(
    table: Mapping[str, Doc],
    ids: Sequence[str] | None,
    missing: Callable[[str], ApiError],
) -> list[Doc]:
    """The documents with these ids, or all when none are named; raises `missing(id)` for an unknown one."""
    if not ids:
        return list(table.values())
    for id in ids:
        if id not in table:
            raise missing(id)
    return [table[id] for id in ids]


def regional(found: Mapping[str, Handler]) -> dict[str, Handler]:
    """The handlers of a service whose resources live in the workload Region: any other Region is empty."""
    return {operation: _regional(handler) for operation, handler in found.items()}


def _regional(handler: Handler) -> Handler:
    def here_only(view: View, call: Call) -> Answer:
        here = call.region in ("", view.account.region)
        return handler(view if here else Aside(view, World(), view.now, alone=True), call)

    return here_only


def arn_resource(arn: str) -> str:
    """The part of an ARN after the account: `loadbalancer/app/shop-web/…`; empty when it is not an ARN."""
    parts = arn.split(":", 5)
    return parts[5] if len(parts) == 6 and parts[0] == "arn" else ""


def arn(service: str, region: str, account: str, resource: str) -> str:
    """An ARN of the standard partition."""
    return f"arn:aws:{service}:{region}:{account}:{resource}"

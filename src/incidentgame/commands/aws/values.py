"""From the words of one option to the value the API takes: files, JSON, shorthand, scalars."""

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from incidentgame.commands.aws import shorthand
from incidentgame.commands.aws.arguments import FLAG, Argument
from incidentgame.commands.aws.backend import Backend
from incidentgame.commands.aws.errors import CliError, bad_value, system_text

if TYPE_CHECKING:
    from botocore.model import Shape

_COMPLEX = ("structure", "list", "map")
_WHOLE = ("integer", "long")
_BROKEN = ("float", "double")


def unpack(argument: Argument, words: Any, backend: Backend) -> Any:
    """The value of an option; CliError when the words cannot be read.

    `words` is what the parser gave: a string, a list of strings, a boolean, or a number.
    """
    if argument.kind == "no" or words is FLAG:
        return {"Value": argument.kind != "no"}
    if argument.shape is None or isinstance(words, bool):
        return words
    value = _from_file(argument, words, backend)
    if _takes_shorthand(argument.shape) and not _looks_like_json(value):
        return _shorthand(argument, value, backend)
    return _unpack(argument.shape, value, argument.flag, backend)


def load_file(text: Any, backend: Backend) -> Any:
    """What `file://` (text) or `fileb://` (bytes) names, else None; CliError if unreadable."""
    if not isinstance(text, str):
        return None
    for prefix in ("fileb://", "file://"):
        if text.startswith(prefix):
            return _read(text, prefix, backend)
    return None


def load_option(flag: str, text: Any, backend: Backend) -> Any:
    """`load_file` with the option named in the error."""
    try:
        return load_file(text, backend)
    except CliError as problem:
        raise bad_value(flag, str(problem)) from None


def blobs(value: Any, shape: "Shape", binary_format: str) -> Any:
    """Text given for blobs as bytes: base64 (v2's default) or literal; CliError for bad base64."""
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        known = shape.members
        return {k: blobs(v, known[k], binary_format) if k in known else v for k, v in value.items()}
    if kind == "list" and isinstance(value, list):
        return [blobs(part, shape.member, binary_format) for part in value]
    if kind == "map" and isinstance(value, dict):
        return {key: blobs(part, shape.value, binary_format) for key, part in value.items()}
    if kind == "blob" and isinstance(value, str):
        return _blob(value, binary_format)
    return value


def _blob(text: str, binary_format: str) -> bytes:
    if binary_format != "base64":
        return text.encode()
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise CliError(f'Invalid base64: "{text}"') from None


def _from_file(argument: Argument, words: Any, backend: Backend) -> Any:
    single = words[0] if isinstance(words, list) and len(words) == 1 else words
    loaded = load_option(argument.flag, single, backend)
    return words if loaded is None else loaded


def _read(text: str, prefix: str, backend: Backend) -> Any:
    path = text[len(prefix) :]
    try:
        data = backend.read_file(path)
    except (OSError, ValueError) as problem:
        raise CliError(f"Unable to load paramfile {text}: {system_text(problem, path)}") from None
    if prefix == "fileb://":
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CliError(
            f"Unable to load paramfile ({path}), text contents could not be decoded.  If this is a "
            "binary file, please use the fileb:// prefix instead of the file:// prefix."
        ) from None


def _takes_shorthand(shape: "Shape") -> bool:
    if getattr(shape, "is_document_type", False) or shape.type_name not in _COMPLEX:
        return False
    return shape.type_name != "list" or shape.member.type_name in _COMPLEX


def _looks_like_json(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, str) and first.strip().startswith(("[", "{"))


def _shorthand(argument: Argument, value: Any, backend: Backend) -> Any:
    shape = argument.shape
    assert shape is not None
    if _single_value(shape) and isinstance(value, str) and "=" not in value:
        return {"Value": value}
    try:
        parts = [_parsed(part, backend) for part in (value if isinstance(value, list) else [value])]
    except shorthand.ShorthandError as problem:
        raise bad_value(argument.flag, str(problem)) from None
    if isinstance(value, list) or shape.type_name == "list":
        return shorthand.fitted(parts, shape)
    return shorthand.fitted(parts[0], shape)


def _parsed(text: Any, backend: Backend) -> dict[str, Any]:
    if not isinstance(text, str):
        text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)

    def load(value: str) -> Any:
        loaded = load_file(value, backend)
        return value if loaded is None else loaded

    return shorthand.parse(text, load)


def _single_value(shape: "Shape") -> bool:
    """`--instance-initiated-shutdown-behavior stop` for `{"Value": "stop"}` (EC2 attributes)."""
    members = getattr(shape, "members", {}) if shape.type_name == "structure" else {}
    return list(members) == ["Value"] and members["Value"].type_name == "string"


def _unpack(shape: "Shape", value: Any, flag: str, backend: Backend) -> Any:
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return _json(value, flag)
    if kind in ("structure", "map"):
        if isinstance(value, str) and value.lstrip().startswith("{"):
            return _json(value, flag)
        raise bad_value(flag, f"Invalid JSON:\n{value}")
    if kind == "list":
        return _list(shape, value, flag, backend)
    return _scalar(shape, value, flag, backend)


def _list(shape: "Shape", value: Any, flag: str, backend: Backend) -> Any:
    whole = value if isinstance(value, str) else value[0] if len(value) == 1 else ""
    if isinstance(whole, str) and whole.strip().startswith("["):
        return _json(whole, flag)
    parts = [value] if isinstance(value, (str, bytes)) else value
    try:
        return [_unpack(shape.member, part, flag, backend) for part in parts]
    except ValueError:
        raise bad_value(flag, str(parts[0])) from None


def _json(text: Any, flag: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError) as problem:
        raise bad_value(flag, f"Invalid JSON: {problem}\nJSON received: {text}") from None


def _scalar(shape: "Shape", value: Any, flag: str, backend: Backend) -> Any:
    kind = shape.type_name
    if kind in _WHOLE:
        return int(value)
    if kind in _BROKEN:
        return float(value)
    if kind == "boolean":
        return not (isinstance(value, str) and value.lower() == "false") and bool(value)
    if kind == "blob" and shape.serialization.get("streaming") and isinstance(value, str):
        return _streamed(value, flag, backend)
    return value


def _streamed(path: str, flag: str, backend: Backend) -> bytes:
    try:
        return backend.read_file(path)
    except (OSError, ValueError):
        raise bad_value(flag, "Blob values must be a path to a file.") from None

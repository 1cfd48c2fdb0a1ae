"""`--generate-cli-skeleton`: a sample of an operation's input, or of its output."""

import json
from typing import TYPE_CHECKING, Any

from incidentgame.api import models
from incidentgame.commands.aws import calling
from incidentgame.commands.aws.errors import param_error
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.output.document import yaml_of
from incidentgame.commands.aws.request import Prepared

if TYPE_CHECKING:
    from botocore.model import Shape

_SCALARS: dict[str, Any] = {
    "integer": 0,
    "long": 0,
    "float": 0.0,
    "double": 0.0,
    "boolean": True,
    "timestamp": "1970-01-01T00:00:00",
    "blob": None,
}


def printed(prepared: Prepared, options: Globals) -> str:
    """The skeleton asked for, as JSON or YAML; an output sample in the output format."""
    model = models.operation(prepared.service, prepared.operation)
    if prepared.skeleton == "output":
        shape = model.output_shape
        document = _sample(shape, (), "", members=True) if shape is not None else {}
        _check(document, shape)
        return calling.formatted(options, prepared.operation, document)
    shape = model.input_shape
    document = _sample(shape, (), "", members=False) if shape is not None else {}
    if prepared.skeleton == "yaml-input":
        return yaml_of(document, sort=False)
    return json.dumps(document, indent=4, ensure_ascii=False) + "\n"


def _sample(shape: "Shape", above: tuple[str, ...], name: str, members: bool) -> Any:
    """A sample value; `above` are the shapes around it, so that recursive ones end."""
    kind = shape.type_name
    inside = (*above, shape.name)
    if kind == "structure":
        if above.count(shape.name) > 1:
            return {}
        return {n: _sample(m, inside, n, members) for n, m in shape.members.items()}
    if kind == "list":
        return [_sample(shape.member, inside, shape.member.name, members)]
    if kind == "map":
        return {"KeyName": _sample(shape.value, inside, "", members)}
    if kind == "string":
        return _text(shape, name, members)
    return _SCALARS.get(kind)


def _text(shape: "Shape", name: str, members: bool) -> str:
    choices = getattr(shape, "enum", None)
    if members:
        return name
    return str(choices[0]) if choices else ""


def _check(document: Any, shape: "Shape | None") -> None:
    """The real CLI validates its own sample, and refuses it where a number has a minimum."""
    from botocore.validate import ParamValidator

    if shape is None:
        return
    report = ParamValidator().validate(document, shape)
    if report.has_errors():
        raise param_error(f"Parameter validation failed:\n{report.generate_report()}")

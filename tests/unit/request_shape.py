"""Requests AWS's model would let through, made of a few given words: what a player's typing can amount to."""

from collections.abc import Sequence
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st
from output_shape import _model

_HINTS = {
    "loadbalancerarn": ":loadbalancer/",
    "targetgrouparn": ":targetgroup/",
    "listenerarn": ":listener/",
    "rulearn": ":listener-rule/",
    "resourcearn": "arn:",
    "identifier": ":targetgroup/",
    "instanceid": "i-",
    "resources": "i-",
    "autoscalinggroupname": "shop-api",
    "launchtemplateid": "lt-",
    "launchtemplatename": "shop-api",
    "subnet": "subnet-",
    "field": "path-pattern",
    "values": "/",
    "scalingprocesses": "AddTo",
    "healthstatus": "Healthy",
    "vpcid": "vpc-",
}
"""What a member's name says about its words: most draws follow it, so that most requests mean something."""


def requests(service: str, operation: str, words: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Requests of the operation's input shape; strings are the words, required members always present."""
    shape = _model(service).operation_model(operation).input_shape
    return st.just({}) if shape is None else _value(shape, tuple(words), 5, "")


def _value(shape: Any, words: tuple[str, ...], depth: int, name: str) -> st.SearchStrategy[Any]:
    if shape.type_name == "structure":
        return _structure(shape, words, depth)
    if shape.type_name == "list":
        return st.lists(_value(shape.member, words, depth - 1, name), max_size=3) if depth else st.just([])
    if shape.type_name == "string":
        return _text(shape, words, name)
    return _SCALARS.get(shape.type_name, st.just({}))


def _structure(shape: Any, words: tuple[str, ...], depth: int) -> st.SearchStrategy[Any]:
    if not depth:
        return st.just({})
    members = {name: _value(member, words, depth - 1, name) for name, member in shape.members.items()}
    members.pop("DryRun", None)
    needed = {name: members[name] for name in shape.required_members}
    return st.fixed_dictionaries(needed, optional={n: m for n, m in members.items() if n not in needed})


def _text(shape: Shape, words: tuple[str, ...], name: str) -> st.SearchStrategy[str]:
    anything = st.sampled_from(list(getattr(shape, "enum", None) or ()) or list(words))
    hints = [hint for key, hint in _HINTS.items() if name.lower().startswith(key)]
    fitting = [word for word in words if hints and hints[0] in word]
    return st.one_of(*([st.sampled_from(fitting)] * 4), anything) if fitting else anything


_SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-2, 10) | st.integers(0, 1200),
    "long": st.integers(-2, 10),
    "double": st.integers(0, 9),
    "float": st.integers(0, 9),
    "boolean": st.booleans(),
    "timestamp": st.integers(0, 2**41),
}

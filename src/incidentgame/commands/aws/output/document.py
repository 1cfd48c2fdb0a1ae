"""`--output yaml`: YAML 1.2 as the CLI's dumper writes it: block style, keys sorted."""

import json
import re
from typing import Any

import yaml

_WIDTH = 80


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper with YAML 1.2's scalars, and without anchors for repeated values."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_number(self, data: float) -> yaml.ScalarNode:
        """`1e+20` stays as it is; YAML 1.1 would need `1.0e+20`."""
        special = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
        return self.represent_scalar("tag:yaml.org,2002:float", special.get(repr(data), repr(data)))


_RESOLVED = {
    "bool": (r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    "int": (
        r"^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$",
        "-+0123456789",
    ),
    "float": (
        r"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
        r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        "-+0123456789.",
    ),
}
"""Plain scalars that YAML 1.2 reads as something else than text, and their first letters."""

_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag.rsplit(":", 1)[-1] not in _RESOLVED]
    for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
for _name, (_pattern, _first) in _RESOLVED.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list(_first))
_Dumper.add_representer(float, _Dumper.represent_number)


def yaml_of(document: Any, *, sort: bool = True) -> str:
    """The document as YAML; a lone scalar as JSON, as the CLI writes it."""
    if document is None or isinstance(document, (str, int, float, bool)):
        return json.dumps(document, ensure_ascii=False) + "\n"
    text: str = yaml.dump(
        document, Dumper=_Dumper, default_flow_style=False, allow_unicode=True, sort_keys=sort, width=_WIDTH
    )
    return text

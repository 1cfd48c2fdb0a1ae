"""The output formats of AWS CLI v2. Always plain: colour and width belong to the front ends."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jmespath.parser import ParsedResult

EMPTY: Any = {}


def document_text(output: str, title: str, document: Any) -> str:
    """One whole document. `title` heads a table; an empty document prints nothing."""
    return _FORMATS[output](title, document)


def searched(query: "ParsedResult | None", document: Any) -> Any:
    """The part `--query` asks for; jmespath's run-time errors pass through (ValueError)."""
    return document if query is None else query.search(document)


def _json(title: str, document: Any) -> str:
    return "" if document == EMPTY else json.dumps(document, indent=4, ensure_ascii=False) + "\n"


def _text(title: str, document: Any) -> str:
    from incidentgame.commands.aws.output.text import text_of

    return text_of(document)


def _table(title: str, document: Any) -> str:
    from incidentgame.commands.aws.output.table import table_of

    return table_of(title, document)


def _yaml(title: str, document: Any) -> str:
    from incidentgame.commands.aws.output.document import yaml_of

    return "" if document == EMPTY else yaml_of(document)


def _yaml_stream(title: str, document: Any) -> str:
    from incidentgame.commands.aws.output.document import yaml_of

    return "" if document == EMPTY else yaml_of([document])


def _off(title: str, document: Any) -> str:
    return ""


_FORMATS: Mapping[str, Callable[[str, Any], str]] = {
    "json": _json,
    "text": _text,
    "table": _table,
    "yaml": _yaml,
    "yaml-stream": _yaml_stream,
    "off": _off,
}

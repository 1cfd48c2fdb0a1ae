"""From a prepared request to printed text: one call or all pages, the query, the format."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api import models
from incidentgame.api.errors import ApiError
from incidentgame.commands.aws import denied, output, paging, response
from incidentgame.commands.aws.backend import AwsResult, Backend
from incidentgame.commands.aws.errors import CliError, system_text
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.request import Prepared


class RefusedError(Exception):
    """A service's refusal together with the operation that was called (PascalCase)."""

    def __init__(self, error: ApiError, operation: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.operation = operation


def invoke(prepared: Prepared, options: Globals, backend: Backend) -> AwsResult:
    """Call and print; RefusedError carries what AWS answered, CliError what the CLI itself refuses."""
    if prepared.paginate:
        return AwsResult(_paged(prepared, options, backend), _warning(prepared.paging))
    document = call(prepared.service, prepared.operation, prepared.request, options, backend)
    saved = _save(prepared, document, backend)
    shown = response.shown(prepared.service, prepared.operation, document)
    if prepared.outfile:
        shown.pop(_payload(prepared), None)
    text = formatted(options, prepared.operation, shown)
    if saved is None:
        return AwsResult(text)
    return AwsResult(saved + text.encode())


def call(
    service: str, operation: str, request: Mapping[str, Any], options: Globals, backend: Backend
) -> Mapping[str, Any]:
    """One API call as the caller's role may make it; RefusedError when AWS refuses."""
    try:
        if not backend.supports(service, operation):
            raise refused(service, operation, backend)
        return backend.call(service, operation, request, options.region)
    except ApiError as error:
        raise RefusedError(error, operation) from None


def refused(service: str, operation: str, backend: Backend) -> RefusedError:
    """The refusal of what this world does not answer, noted for its authors."""
    backend.unanswered(service, operation)
    return RefusedError(denied.refusal(service, operation, backend.caller_arn), operation)


def formatted(options: Globals, title: str, document: Any) -> str:
    """The queried part in the asked format; CliError for what a query cannot do."""
    try:
        found = output.searched(options.query, document)
        return output.document_text(options.output, title, found)
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise CliError(str(problem)) from None


def _paged(prepared: Prepared, options: Globals, backend: Backend) -> str:
    def one(**request: Any) -> dict[str, Any]:
        document = call(prepared.service, prepared.operation, request, options, backend)
        return response.shown(prepared.service, prepared.operation, document)

    pages = paging.iterate(one, prepared.service, prepared.operation, prepared.request, prepared.paging)
    if options.output == "text":
        return _text_pages(pages, options)
    if options.output == "yaml-stream":
        return "".join(formatted(options, "", page) for page in paging.pages_of(pages))
    return formatted(options, prepared.operation, paging.merged(pages))


def _warning(wanted: Mapping[str, Any]) -> str:
    if wanted.get("MaxItems", 1) > 0:
        return ""
    return "warning: Non-positive values for --max-items may result in undefined behavior.\n"


def _text_pages(pages: Any, options: Globals) -> str:
    """Text is written, and queried, page by page; what is no list comes with the first page."""
    from botocore.utils import set_value_from_jmespath

    written = []
    for position, page in enumerate(paging.pages_of(pages)):
        part: dict[str, Any] = {} if position else pages.non_aggregate_part
        for key in pages.result_keys:
            set_value_from_jmespath(part, key.expression, key.search(page))
        written.append(formatted(options, "", part))
    if pages.resume_token:
        token = {"NextToken": {"NextToken": pages.resume_token}}
        written.append(formatted(options, "", token))
    return "".join(written)


def _payload(prepared: Prepared) -> str:
    shape = models.operation(prepared.service, prepared.operation).output_shape
    name: str = shape.serialization.get("payload", "") if shape is not None else ""
    return name


def _save(prepared: Prepared, document: Mapping[str, Any], backend: Backend) -> bytes | None:
    """Write the streamed body to the named file; /dev/stdout gives it back for printing."""
    if not prepared.outfile:
        return None
    body = document.get(_payload(prepared), b"")
    data = body.encode() if isinstance(body, str) else bytes(body)
    if prepared.outfile == "/dev/stdout":
        return data
    if prepared.outfile != "/dev/null":
        save(prepared.outfile, data, backend)
    return None


def save(path: str, data: bytes, backend: Backend) -> None:
    """Write a file of the virtual host; CliError with the system's words when it cannot be."""
    try:
        backend.write_file(path, data)
    except OSError as problem:
        raise CliError(system_text(problem, path)) from None

"""The reference of the console's pages (docs/console.md), made from the pages themselves."""

import re
from collections.abc import Iterator

from incidentgame.commands.game.console import finding
from incidentgame.commands.game.console.model import Page, Service, Table
from incidentgame.commands.game.console.pages import SERVICES

_HEAD = """\
# `console`: the pages

`console [--region REGION] [SERVICE [PAGE [NAME [TAB]]]]` shows the cloud under the AWS console's own page and
tab names. Every table stands below the `aws` line that gives it; pasting that line gives the same facts, and
both count alike in the score. Without `--region` the Region is the profile's, as for `aws`; Route 53,
CloudFront and IAM are global; every Region keeps its own CloudTrail event history.

This file is made from the pages (`incidentgame.commands.game.console.document`); a test compares the two.
`<…>` stands for a value of the item that was opened.
"""


def document() -> str:
    """The reference as Markdown."""
    return "\n".join([_HEAD, *(line for service in SERVICES for line in _service(service))])


def _service(service: Service) -> Iterator[str]:
    short = ", ".join(f"`{alias}`" for alias in service.aliases)
    yield f"## {service.title}\n"
    yield f"{'Global. ' if service.everywhere else ''}{f'Also: {short}.' if short else ''}".strip() + "\n"
    for page in service.pages:
        yield from _page(finding.slug(service.title), page)


def _page(service: str, page: Page) -> Iterator[str]:
    yield f"### {page.title}\n"
    yield f"`console {service} {finding.slug(page.title)}`\n"
    yield from (f"- list: {line}" for line in _lines(page.items))
    for tab in page.tabs:
        yield from (f"- {tab.title}: {line}" for table in tab.tables for line in _lines(table))
    yield ""


def _lines(table: Table) -> Iterator[str]:
    if table.first:
        yield f"`aws {_named(table.first)}`"
    yield f"`aws {_named(table.line)}`"
    if table.each is not None:
        yield from _lines(table.each)


def _named(line: str) -> str:
    """A line with the members its places are filled from, without how they are cut."""
    return re.sub(r"<(?:after\()?(\w+)[^<>]*>", r"<\1>", line)

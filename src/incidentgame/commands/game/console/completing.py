"""What may follow on a `console` line: services, pages and tabs; items are whatever was seen."""

from collections.abc import Sequence

from incidentgame.commands.game.console import finding
from incidentgame.commands.game.console.pages import SERVICES


def candidates(words: Sequence[str]) -> list[str]:
    """Words after these (without `console` itself), as one would type them."""
    if not words:
        return [finding.slug(service.title) for service in SERVICES]
    found = finding.taken(words, [(n, s) for s in SERVICES for n in (s.title, *s.aliases)])
    if found is None:
        return []
    service, rest = found
    page = finding.taken(rest, [(n, p) for p in service.pages for n in (p.title, *p.aliases)])
    if page is None:
        return [] if rest else [finding.slug(one.title) for one in service.pages]
    return [finding.slug(tab.title) for tab in page[0].tabs] if len(page[1]) == 1 else []

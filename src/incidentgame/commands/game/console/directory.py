"""What the console has: its services, their pages, and the words to type."""

from collections.abc import Sequence
from textwrap import fill

from incidentgame.commands.game.console import finding
from incidentgame.commands.game.console.model import Page, Service
from incidentgame.commands.game.console.pages import SERVICES

_WIDTH = 22
_WIDE = 78


def overview() -> str:
    """Every service with its pages, a line each."""
    rows = "".join(_row(f"  {s.title:<{_WIDTH}}", [page.title for page in s.pages]) for s in SERVICES)
    return (
        "The AWS console, in words. Nothing here changes anything.\n\n"
        f"{rows}\n"
        "  console SERVICE                   its pages    console ec2\n"
        "  console SERVICE PAGE              the list     console ec2 target-groups\n"
        "  console SERVICE PAGE NAME [TAB]   one of them  console ec2 instances NAME tags\n"
        "  console --region REGION …         another Region, as at the console's top right\n"
        "Dashes or spaces, short forms and small typos are fine.\n"
        "Every table stands below the `aws` line that gives it.\n"
    )


def pages_of(service: Service) -> str:
    """The navigation of one service: pages by group, with their tabs."""
    word = finding.slug(service.title)
    text, group = f"{service.title}\n", ""
    for page in service.pages:
        if page.group != group:
            group = page.group
            text += f"  {group}\n"
        text += f"    {page.title:<{_WIDTH}}console {word} {finding.slug(page.title)}{_tabs(page)}"
    return text


def _tabs(page: Page) -> str:
    """The tabs of a page's items, below the line that opens one."""
    if not page.tabs:
        return "\n"
    return " NAME\n" + _row(" " * (_WIDTH + 6) + "tabs: ", [tab.title for tab in page.tabs])


def _row(head: str, titles: Sequence[str]) -> str:
    """Titles after a head, in rows that a screen of 80 columns does not break; none of them is broken."""
    kept = " · ".join(title.replace(" ", "\0") for title in titles)
    rows = fill(kept, _WIDE, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)
    return rows.replace("\0", " ") + "\n"

"""What the console has: its services, their pages, and the words to type."""

from incidentgame.commands.game.console import finding
from incidentgame.commands.game.console.model import Page, Service
from incidentgame.commands.game.console.pages import SERVICES

_WIDTH = 22


def overview() -> str:
    """Every service with its pages, a line each."""
    rows = "".join(f"  {s.title:<{_WIDTH}}{' · '.join(p.title for p in s.pages)}\n" for s in SERVICES)
    return (
        "The AWS console, in words. Nothing here changes anything.\n\n"
        f"{rows}\n"
        "  console SERVICE                   its pages         console ec2\n"
        "  console SERVICE PAGE              the list          console ec2 target-groups\n"
        "  console SERVICE PAGE NAME [TAB]   one of them       console ec2 target-groups api attributes\n"
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
        text += f"    {page.title:<{_WIDTH}}console {word} {finding.slug(page.title)}{_tabs(page)}\n"
    return text


def _tabs(page: Page) -> str:
    return " NAME   (" + " · ".join(tab.title for tab in page.tabs) + ")" if page.tabs else ""

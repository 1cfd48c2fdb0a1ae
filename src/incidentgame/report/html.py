"""The debrief as one self-contained page: no script, no request to anywhere, light or dark, fit to print."""

from typing import Any

from incidentgame.report.model import Debrief
from incidentgame.report.plot import BOX, plot
from incidentgame.report.steps import rows
from incidentgame.report.words import MARKS, several


def page(found: Debrief) -> str:
    """A debrief as HTML. Everything from the player or the world is escaped by the templates."""
    drawn = plot(found.path.curve, found.path.steps) if found.path else None
    return render("debrief.html.j2", debrief=found, plot=drawn, title=f"Debrief: {found.head.title}")


def ticked(text: str) -> str:
    """Escaped text with `what stands between backticks` set as code."""
    from markupsafe import Markup, escape

    parts = text.split("`")
    if len(parts) % 2 == 0:  # one that is not closed is just a character
        return escape(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(part) if n % 2 else escape(part) for n, part in enumerate(parts))


def render(template: str, **values: Any) -> str:
    """One of the package's own templates, filled; autoescape is on for all of them."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # late: nobody needs it to play

    env = Environment(
        loader=PackageLoader("incidentgame.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["ticked"] = ticked
    env.globals.update(several=several, marks=MARKS, box=BOX, rows=rows)
    return env.get_template(template).render(**values)

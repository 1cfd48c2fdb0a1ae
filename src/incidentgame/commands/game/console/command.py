"""`console [SERVICE [PAGE [NAME [TAB]]]]`: the cloud as the AWS console lays it out, over the same calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.console import finding
from incidentgame.commands.game.console.directory import overview, pages_of
from incidentgame.commands.game.console.lines import Asker
from incidentgame.commands.game.console.model import Page, Service, Tab
from incidentgame.commands.game.console.pages import SERVICES
from incidentgame.commands.game.console.showing import Listed, listed, listing, shown
from incidentgame.shell.command import Invocation, Outcome

_FEW = 12
_WITH_AWS = ("laptop", "bastion")
_USAGE = "usage: console [--region REGION] [SERVICE [PAGE [NAME [TAB]]]]\n"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the console one is, and the Region chosen at its top right."""

    service: Service
    page: Page
    region: str

    def heading(self, *further: str) -> str:
        path = " > ".join((self.service.title, self.page.title, *further))
        where = "Global" if self.service.everywhere else self.region
        return f"{path}{' ' * max(3, 76 - len(path))}[{where}]\n"

    @property
    def typed(self) -> str:
        return f"console {finding.slug(self.service.title)} {finding.slug(self.page.title)}"


def console(invocation: Invocation, bench: Bench) -> Outcome:
    """Pages under the console's own names; each table stands beneath the `aws` line that gives it."""
    words, region, trouble = _options(invocation.argv)
    if trouble:
        return Outcome("", f"console: {trouble}\n{_USAGE}", 2)
    if not words:
        return Outcome(overview())
    meant = _page(words)
    if isinstance(meant, Outcome):
        return meant
    service, page, rest = meant
    env = invocation.env
    chosen = env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION") or bench.view.account.region
    asker = Asker(invocation, bench, region)
    outcome = _at(_Place(service, page, region or chosen), rest, asker)
    if bench.host in _WITH_AWS:
        return outcome
    return replace(outcome, stdout=f"{outcome.text}(`aws` itself is on your laptop: `exit`)\n")


def _options(argv: Sequence[str]) -> tuple[list[str], str, str]:
    """The words of a path (`EC2 > Instances` is one, too), the Region asked for, and what is wrong."""
    words: list[str] = []
    region = ""
    given = iter(argv)
    for word in given:
        if word.startswith("--region"):
            region = word.partition("=")[2] or next(given, "")
            if not region:
                return [], "", "--region needs a Region, such as us-east-1"
        elif word.startswith("-"):
            return [], "", f"unknown option {word}"
        else:
            words += [part.strip() for part in word.split(">") if part.strip()]
    return words, region, ""


def _page(words: Sequence[str]) -> tuple[Service, Page, Sequence[str]] | Outcome:
    """The page meant: by its service, or by its own name alone, as the console's search finds it."""
    service = finding.taken(words, [(n, s) for s in SERVICES for n in (s.title, *s.aliases)])
    if service is None:
        alone = finding.taken(words, [(n, (s, p)) for s in SERVICES for p in s.pages for n in _named(p)])
        if alone is None:
            return _unknown("service or page", words[0], [n for s in SERVICES for n in (s.title, *s.aliases)])
        (found, page), rest = alone
        return found, page, rest
    found, rest = service
    page_found = finding.taken(rest, [(n, p) for p in found.pages for n in _named(p)])
    if page_found is not None:
        return found, *page_found
    if len(found.pages) == 1:
        return found, found.pages[0], rest
    if not rest:
        return Outcome(pages_of(found))
    return _unknown(f"page of {found.title}", rest[0], [p.title for p in found.pages])


def _named(page: Page) -> tuple[str, ...]:
    return (page.title, *page.aliases)


def _unknown(kind: str, word: str, names: Sequence[str]) -> Outcome:
    near = finding.suggestions(word, names)
    few = f"There is {', '.join(names)}." if len(names) < _FEW else "`console` lists what there is."
    hint = f"Did you mean {', '.join(near)}?" if near else few
    return Outcome("", f"console: no {kind} called {word!r}. {hint}\n", 1)


def _at(place: _Place, words: Sequence[str], asker: Asker) -> Outcome:
    page = place.page
    items = listed(page, asker)
    if items.trouble:
        lines = "".join(one.line + "\n" for one in items.asked)
        return Outcome(place.heading() + lines, items.trouble + "\n", 1)
    if not words:
        everything = range(len(items.rows))
        return Outcome(place.heading() + listing(page, items, everything) + _next(place, items))
    hits, rest = _hits(page, items, words)
    if not hits:
        return _nothing(place, items, words[0])
    if len(hits) > 1 or not page.tabs:
        count = f"{len(hits)} of {len(items.rows)} match {words[0]!r}\n"
        return Outcome(place.heading() + listing(page, items, hits) + count)
    tab, rest = _tab(page, rest)
    if tab is None:
        return _unknown(f"tab of {page.title}", rest[0], [t.title for t in page.tabs])
    return _open(place, items, hits[0], tab, rest, asker)


def _hits(page: Page, items: Listed, words: Sequence[str]) -> tuple[list[int], Sequence[str]]:
    """The items the first word names; a page with one item may go without its name."""
    hits = finding.matching(words[0], items.names)
    if not hits and len(items.rows) == 1 and finding.taken(words, _tabs(page)) is not None:
        return [0], words
    return hits, words[1:]


def _tabs(page: Page) -> list[tuple[str, Tab]]:
    return [(tab.title, tab) for tab in page.tabs]


def _tab(page: Page, words: Sequence[str]) -> tuple[Tab | None, Sequence[str]]:
    if not words:
        return page.tabs[0], ()
    return finding.taken(words, _tabs(page)) or (None, words)


def _open(place: _Place, items: Listed, n: int, tab: Tab, rest: Sequence[str], asker: Asker) -> Outcome:
    row = items.rows[n]
    name = items.names[n][0]
    member: Mapping[str, Any] = row if isinstance(row, Mapping) else {"Name": row}
    text, right = shown(tab, asker, {**member, **asker.times(), "Rest": " ".join(rest)})
    others = " · ".join(t.title for t in place.page.tabs if t is not tab)
    tail = f"\nOther tabs: {others}   ({place.typed} {name} TAB)\n" if others else ""
    return Outcome(place.heading(name, tab.title) + text + tail, "", 0 if right else 1)


def _next(place: _Place, items: Listed) -> str:
    if not place.page.tabs or not items.rows:
        return ""
    name = items.names[0][0] if len(items.rows) == 1 else "NAME"
    tabs = " · ".join(tab.title for tab in place.page.tabs)
    return f"\nOpen one: {place.typed} {name} [TAB]   tabs: {tabs}\n"


def _nothing(place: _Place, items: Listed, word: str) -> Outcome:
    every = [names[0] for names in items.names if names]
    near = finding.suggestions(word, every) or every[:8]
    hint = f"There is {', '.join(near)}." if near else "The list is empty."
    return Outcome("", f"console: nothing called {word!r} in {place.page.title}. {hint}\n", 1)

"""The debrief as a page: self-contained, accessible, and safe whatever a player typed."""

import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from debrief_sessions import NAMES, debriefed, engine, long_session, played, result, typed
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.report.debrief import debrief_of
from incidentgame.report.html import page, ticked
from incidentgame.session.statements import Statement

VOID = {"meta", "br", "link", "img", "input", "hr", "path", "line"}
HOSTILE = (
    'note "<script>alert(1)</script></style><img src=https://evil.example/x onerror=alert(1)>"',
    "think \"' onmouseover='alert(2) {{ 7*7 }} {% raw %}\"",
    "expect '</title></main><iframe src=//evil.example>'",
    "echo $'\\e[31m' \u202e txt.exe",
    "explain <<'END'\nroot_cause: <b onclick=alert(3)>the</b> group is empty &lt; \x07\x00 \u202e reversed.\n"
    "chain: javascript:alert(4). السبب هو القاعدة.\nEND",
)


class Read(HTMLParser):
    """A page as read: its tags with attributes, whether they were closed in order, headings, ids."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@cache
def read(name: str) -> Read:
    return Read(page(debriefed(name)))


@cache
def hostile() -> str:
    return page(debrief_of(played(*HOSTILE)))


@pytest.mark.parametrize("name", NAMES)
def test_every_tag_is_closed_in_order(name: str) -> None:
    found = read(name)
    assert found.wrong == []
    assert found.open == []


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_nobody_for_anything(name: str) -> None:
    found = read(name)
    assert {tag for tag, _ in found.tags}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form", "base"}
    )
    for _, attributes in found.tags:
        assert not {a for a in attributes if a.startswith("on")}
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in page(debriefed(name))
    policy = next(
        a["content"] for a in found.named("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("name", NAMES)
def test_landmarks_headings_and_labels(name: str) -> None:
    found = read(name)
    assert found.named("html")[0]["lang"] == "en"
    for landmark in ("header", "main", "footer", "nav"):
        assert len(found.named(landmark)) == 1
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(ids) == len(set(ids))
    wanted = [w for _, a in found.tags for w in a.get("aria-labelledby", "").split()]
    wanted += [a["href"][1:] for a in found.named("a")]
    assert set(wanted) <= set(ids)


def test_drawings_have_words_and_tables_have_scopes() -> None:
    found = read("solved")
    (drawing,) = found.named("svg")
    assert drawing["role"] == "img"
    assert {tag for tag, _ in found.tags} >= {"title", "desc"}
    assert found.named("table")
    assert len(found.named("caption")) == len(found.named("table"))
    assert all(a.get("scope") in ("col", "row") for a in found.named("th"))


def test_it_says_what_the_text_says() -> None:
    """The facts of the value are all there, in their words."""
    found, shown = debriefed("solved"), " ".join(read("solved").text.split())
    assert (
        found.path and found.levels and found.opening.done_well and found.opening.learn and found.story.route
    )
    said = [
        found.head.truth,
        found.opening.done_well.text,
        found.opening.learn.title,
        found.story.route.words,
    ]
    said += [event.text for event in found.story.events]
    said += [hop.paged for hop in found.story.route.hops]
    said += [step.line for step in found.path.steps] + [step.line for step in found.path.par]
    said += [sentence.text for sentence in found.explained.sentences]
    said += [beside.statement for beside in found.explained.not_said]
    said += [said.text for said in (*found.aside.predictions, *found.aside.strikes, *found.aside.hints)]
    said += [text for level in found.levels.levels for text in (level.means, *level.reasons)]
    said += [text for topic in found.onward.topics for text in (topic.title, topic.what, topic.why)]
    said += [*found.onward.at_work, *found.onward.next_cases, found.path.curve.words]
    for text in said:
        assert " ".join(text.split()) in shown, text


def test_what_a_player_typed_is_never_markup() -> None:
    found = Read(hostile())
    assert found.wrong == [] and found.open == []
    assert {tag for tag, _ in found.tags}.isdisjoint({"script", "img", "iframe", "b"})
    for _, attributes in found.tags:
        assert not {a for a in attributes if a.startswith("on")}
    assert "alert(1)" in found.text  # it is there, as text
    assert "{{ 7*7 }}" in found.text
    assert hostile().count("</style>") == 1
    assert hostile().count("</title>") == 2  # the page's and the drawing's
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", hostile())


def test_words_of_any_direction_are_set_apart() -> None:
    found = Read(hostile())
    assert "السبب هو القاعدة" in found.text
    assert sum(a.get("dir") == "auto" for _, a in found.tags) >= 5


def test_a_megabyte_of_explanation_is_cut_kindly() -> None:
    of = typed(engine(), "explain the target group is empty")
    told = "".join(f"The target group api{n} is empty. " for n in range(35_000))
    of.statements.said["explain"] = [Statement(1, of.now, told)]
    shown = page(debrief_of(result(of)))
    assert len(shown.encode()) < 200_000
    assert "more sentence" in shown or "very long" in shown


def test_250_lines_stay_a_page() -> None:
    shown = page(long_session(250))
    assert len(shown.encode()) < 200_000
    assert "248 lines that told nothing new" in shown


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_ticks_never_let_markup_through(text: str) -> None:
    shown = str(ticked(text))
    assert "<" not in shown.replace("<code>", "").replace("</code>", "")
    assert shown.count("<code>") == shown.count("</code>")


def test_ticks_become_code() -> None:
    assert ticked("a `b<` c") == "a <code>b&lt;</code> c"
    assert ticked("it`s") == "it`s"


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})\b", block))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("which", [0, 1, 2], ids=["light", "dark", "print"])
def test_words_can_be_read(which: int) -> None:
    """Contrast of at least 4.5 (WCAG 2.2, 1.4.3) between every colour of text and what it stands on."""
    blocks = re.findall(r":root \{([^}]*)\}", page(debriefed("empty")))
    found = colours(blocks[which])
    for name in ("ink", "muted", "accent", "good", "half", "bad", "open"):
        one, other = sorted((luminance(found[name]), luminance(found["paper"])))
        assert (other + 0.05) / (one + 0.05) >= 4.5, name

"""Game verbs: what is said is kept, what is asked is answered, and nothing needs quotes."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from walk_world import peace

from incidentgame.commands.game import bits, case, guidance, leaving, saying
from incidentgame.commands.player import (
    Fork,
    Gained,
    HintOffer,
    Persona,
    PutQuestion,
    Rephrased,
    Seen,
    SuspectFamily,
    Told,
)
from incidentgame.kernel.instant import parse_iso
from incidentgame.shell.command import Invocation, Outcome

AT = parse_iso("2026-03-10T14:07:31Z")


@dataclass
class Player:
    """A player who saw and said what the test gives."""

    mode: str = "practice"
    case_code: str = "K7Q2"
    paged_at: int = AT
    minutes: int = 40
    page: dict[str, str] = field(
        default_factory=lambda: {"severity": "SEV2", "title": "API answers 503", "text": "Help."}
    )
    personas: list[Persona] = field(
        default_factory=lambda: [Persona("dba", "Ines", "database administrator")]
    )
    observations: list[Seen] = field(default_factory=list)
    layers_seen: list[str] = field(default_factory=list)
    branch: int = 1
    family: str = ""
    forks: list[Fork] = field(default_factory=list)
    questions_opened: bool = False
    questions: list[PutQuestion] = field(default_factory=list)
    offers: list[HintOffer] = field(default_factory=list)
    told_by: dict[int, Gained] = field(default_factory=dict)
    said: dict[str, list[Told]] = field(default_factory=dict)

    def told(self, verb: str) -> list[Told]:
        return self.said.get(verb, [])

    def ask(self, persona: str, question: str) -> str:
        return f"{persona} heard {question}"

    def hints(self) -> list[HintOffer]:
        return self.offers

    def gained(self, n: int = 0) -> Gained | None:
        return self.told_by.get(n)

    def said_again(self, n: int, words: str) -> Rephrased:
        return Rephrased(f"before. {words}. after") if n == 2 else Rephrased("", "it has 3 sentences")

    def suspects(self, reveal: str = "") -> list[SuspectFamily]:
        names = ("a rule",) if reveal == "routing" else ()
        return [SuspectFamily("edge", 0, 2, (3, 4), ()), SuspectFamily("routing", 1, 3, (), names)]


@dataclass
class Bench:
    player: Player = field(default_factory=Player)
    view: Any = field(default_factory=peace)
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def say(self, verb: str, **parameters: Any) -> None:
        self.said.append((verb, parameters))


def run(bench: Bench, command: Any, *argv: str, stdin: bytes = b"") -> Outcome:
    found: Outcome = command(Invocation("x", argv, stdin, bool(stdin), {}, "/", "oncall"), bench)
    return found


@pytest.mark.parametrize(
    ("verb", "command"),
    [("note", saying.note), ("think", saying.think), ("expect", saying.expect), ("update", saying.update)],
)
def test_a_sentence_is_kept_as_words_or_from_standard_input(verb: str, command: Any) -> None:
    bench = Bench()
    assert run(bench, command, "it's", "the ALB").exit == 0
    assert run(bench, command, stdin=b" from\na file \n").exit == 0
    assert bench.said == [(verb, {"text": "it's the ALB"}), (verb, {"text": "from\na file"})]


def test_without_words_what_was_said_is_shown_or_how_to_say_it() -> None:
    bench = Bench()
    assert run(bench, saying.note).exit == 2
    bench.player.said["note"] = [Told(4, AT, "hello")]
    assert run(bench, saying.note).stdout == "  #4   14:07:31  hello\n"
    assert bench.said == []


@pytest.mark.parametrize("who", ["dba", "Ines", "DBA", "dba:", "ines,"])
def test_people_are_asked_by_id_or_name(who: str) -> None:
    assert run(Bench(), saying.ask, who, "is", "it slow?").stdout == "Ines: dba heard is it slow?\n"


def test_nobody_is_asked_of_somebody_unknown_or_nothing() -> None:
    stranger = run(Bench(), saying.ask, "ceo", "why?")
    assert (stranger.exit, "Ines" in stranger.stderr) == (1, True)
    assert (run(Bench(), saying.ask).exit, run(Bench(), saying.ask, "dba").exit) == (0, 2)


def test_the_page_is_shown_again() -> None:
    shown = str(run(Bench(), case.brief).stdout)
    assert "SEV2   API answers 503   Tue 10 Mar 14:07 UTC" in shown
    assert "case K7Q2 · practice · about 40 minutes" in shown


def test_a_timeline_is_what_was_typed() -> None:
    bench = Bench()
    assert "Nothing yet" in str(run(bench, case.timeline).stdout)
    bench.player.observations = [
        Seen(1, AT, "laptop", "dig x", "", 0),
        Seen(2, AT, "i-1", "cat <<E\nx\nE", "x", 0),
    ]
    assert run(bench, case.timeline).stdout == "#1   14:07:31  dig x\n#2   14:07:31  [i-1] cat <<E …\n"


def test_suspects_by_family() -> None:
    shown = str(run(Bench(), case.suspects).stdout)
    assert "edge     – ruled out   (by #3, #4)" in shown
    assert "routing  1 of 3 left" in shown
    assert "· a rule" in str(run(Bench(), case.suspects, "Routing").stdout)
    assert run(Bench(), case.suspects, "nothing").exit == 1
    assert run(Bench(Player(mode="exam")), case.suspects).exit == 1


@pytest.mark.parametrize(
    ("words", "exit_"), [(("the", "DB", "because", "idle"), 0), (("the DB",), 2), ((), 2)]
)
def test_striking_needs_a_reason(words: tuple[str, ...], exit_: int) -> None:
    bench = Bench()
    assert run(bench, case.suspects, "strike", *words).exit == exit_
    assert bench.said == ([("strike", {"text": "the DB because idle"})] if exit_ == 0 else [])


def test_stuck_names_what_was_not_looked_at_and_is_never_empty() -> None:
    bench = Bench()
    assert "nothing yet" in str(run(bench, guidance.stuck).stdout)
    bench.player.layers_seen = ["users", "name"]
    shown = str(run(bench, guidance.stuck).stdout)
    assert "You have looked at: users, name." in shown
    assert shown.count("  · ") == 3
    bench.player.layers_seen = [name for name, _, _ in guidance.QUESTIONS]
    assert str(run(bench, guidance.stuck).stdout).count("  · ") == 3
    assert bench.said == []


OFFERS = [
    HintOffer("h1", 2, "which rule?", 1, "a question to ask"),
    HintOffer("h2", 0, "look at the rules", 2, "which layer"),
    HintOffer("h3", 7, "aws elbv2 describe-rules", 3, "the exact line"),
]


def test_a_hint_says_its_price_first() -> None:
    bench = Bench()
    assert "No hint" in str(run(bench, guidance.hint).stdout)
    bench.player.offers = OFFERS
    shown = str(run(bench, guidance.hint).stdout)
    assert "1   2 points   a question to ask" in shown
    assert "2   paid for   which layer" in shown
    assert "rules" not in shown.replace("describe", "")
    assert bench.said == []
    assert run(bench, guidance.hint, "take").stdout == "which rule?\n"
    assert run(bench, guidance.hint, "take", "3").stdout == "aws elbv2 describe-rules\n"
    assert bench.said == [("hint", {"text": "h1", "about": "2"}), ("hint", {"text": "h3", "about": "7"})]


@pytest.mark.parametrize("words", [("take", "4"), ("take", "one"), ("give",), ("take", "1", "2")])
def test_a_hint_there_is_not_costs_nothing(words: tuple[str, ...]) -> None:
    bench = Bench(Player(offers=OFFERS))
    assert run(bench, guidance.hint, *words).exit == 2
    assert bench.said == []


@pytest.mark.parametrize("mode", ["exam", "rehearsal"])
def test_where_it_counts_nothing_helps(mode: str) -> None:
    bench = Bench(Player(mode=mode, offers=OFFERS))
    for command in (guidance.hint, bits.bits, case.suspects):
        assert "not in this mode" in run(bench, command).stderr
    assert bench.said == []


LOOK = Gained(4, "look", 1.5849625, 6, 2, (("edge", 2, 0), ("routing", 2, 1)))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (LOOK, "#4  1.6 bits: 6 suspects before, 2 after (edge 2 → 0, routing 2 → 1)\n"),
        (Gained(5, "look", 0.0, 2, 2, ()), "#5  nothing new; 2 suspects left, as before\n"),
        (Gained(6, "change", 0.0, 1, 1, ()), "#6  a change, not a look; 1 suspect left, as before\n"),
        (
            Gained(7, "confirms", 0.0, 1, 1, ()),
            "#7  confirms the fix: viewers are served; 1 suspect left, as before\n",
        ),
        (Gained(8, "verb", 0.0, 1, 1, ()), "#8  words, not a look; 1 suspect left, as before\n"),
    ],
)
def test_bits_say_what_a_line_told(found: Gained, said: str) -> None:
    bench = Bench(Player(told_by={found.n: found, 0: found}))
    assert run(bench, bits.bits).stdout == said
    assert run(bench, bits.bits, f"#{found.n}").stdout == said
    assert run(bench, bits.bits, "99").exit == 1
    assert run(bench, bits.bits, "x").exit == 2
    run(bench, bits.bits, "on")
    assert bench.said == [("bits", {"text": "on"})]


def test_one_sentence_is_explained_again() -> None:
    bench = Bench()
    run(bench, leaving.explain, 'again 2 "it\'s the pool"')
    assert bench.said == [("explain", {"text": "before. it's the pool. after"})]
    assert run(bench, leaving.explain, "again 7 x").exit == 1
    assert len(bench.said) == 1


def test_an_explanation_is_kept_and_its_citations_checked() -> None:
    bench = Bench(Player(observations=[Seen(3, AT, "laptop", "x", "", 0)]))
    shown = str(run(bench, leaving.explain, "it broke, see #3 and #9").stdout)
    assert "It cites #3, #9." in shown
    assert "There is no line #9" in shown
    assert bench.said == [("explain", {"text": "it broke, see #3 and #9"})]
    assert run(Bench(), leaving.explain).exit == 2


def test_finishing_needs_an_explanation_or_force() -> None:
    bench = Bench()
    assert run(bench, leaving.finish).exit == 1
    assert bench.said == []
    run(bench, leaving.finish, "-f")
    bench.player.said["explain"] = [Told(1, AT, "x")]
    run(bench, leaving.finish)
    assert bench.said == [("leave", {"why": "solved"})] * 2


@pytest.mark.parametrize(
    ("command", "why"),
    [(leaving.give_up, "gave-up"), (leaving.quit_case, "quit"), (leaving.restart, "restarted")],
)
def test_ways_to_leave(command: Any, why: str) -> None:
    bench = Bench()
    run(bench, command)
    assert bench.said == [("leave", {"why": why})]


def test_status_counts_what_viewers_get() -> None:
    from watched_case import running

    from incidentgame.commands.game.status import status

    calm, broken = (
        str(run(Bench(view=view), status).stdout) for view in (peace(), running("clean-up-job-empties-group"))
    )
    assert "503:" in broken
    assert "503:" not in calm
    assert "Alarms" in calm

"""`rescore` and `replay --check`: what a case earned is kept, and compared with the present rules."""

import json
from pathlib import Path

import msgspec
import pytest

from incidentgame import __version__, bootstrap
from incidentgame.adapters.rules import rules
from incidentgame.adapters.store import MemoryStore, SessionFile, StoreError
from incidentgame.cli import main
from incidentgame.cli.terminal import _telling
from incidentgame.kernel.events import AnyEvent, CaseScored, Ended, decode, encode
from incidentgame.session.earned import Moved, earned, kept_score, moved
from incidentgame.session.play import Play, replayed
from incidentgame.session.result import result_of

OLD = CaseScored(
    at=5, scores={"P1": 1, "K": None, "total": 20}, claims={"c": "stated"}, engine="0", rules="r"
)


@pytest.fixture(scope="module")
def played() -> list[AnyEvent]:
    """A short case with its score behind it."""
    case = bootstrap.open_case("warm-up", "maintenance-rule-on-top", 1)
    play = Play(bootstrap.engine_for("warm-up", case), MemoryStore())
    play.open(__version__)
    lines = (
        "curl -si https://api.shop.example/v1/cart",
        'explain "A maintenance rule answers 503."',
        "finish",
    )
    for n, line in enumerate(lines, 1):
        play.line(line, case.paged_at + 20_000 * n)
    play.store.append(earned(result_of(play.engine), __version__, rules()))
    return list(play.store.events())


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path))
    (tmp_path / "sessions").mkdir()
    return tmp_path / "sessions"


def kept(sessions: Path, name: str, events: list[AnyEvent]) -> None:
    with SessionFile(sessions / f"{name}.db", create=True) as file:
        for event in events:
            file.append(event)


def otherwise(events: list[AnyEvent]) -> list[AnyEvent]:
    """The same session, scored otherwise when it ended."""
    score = events[-1]
    assert isinstance(score, CaseScored)
    scores, claims = {**score.scores, "P1": 3, "total": 77}, {**score.claims, "cause": "denied"}
    return [*events[:-1], msgspec.structs.replace(score, scores=scores, claims=claims, rules="older")]


def test_nothing_moves_under_the_same_rules(
    sessions: Path, played: list[AnyEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    kept(sessions, "a", played)
    assert main(["rescore", "a"]) == 0
    assert "nothing moved" in capsys.readouterr().out
    assert main(["replay", "a", "--check"]) == 0
    assert "the same score" in capsys.readouterr().out


def test_what_moved_is_told_by_dimension_and_claim(
    sessions: Path, played: list[AnyEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    kept(sessions, "a", otherwise(played))
    assert main(["rescore", "a"]) == 0
    out = capsys.readouterr().out
    assert f"rules older then, {rules()} now" in out
    assert "P1           3 → 1  (-2)" in out and "claim cause  denied → " in out
    assert main(["rescore", "a", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {entry["what"] for entry in answer["moved"]} == {"P1", "total", "claim cause"}
    assert answer["old"]["scores"]["total"] == 77 and answer["new"]["rules"] == rules()


def test_a_replay_with_another_score_fails_the_check(
    sessions: Path, played: list[AnyEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    kept(sessions, "a", otherwise(played))
    assert main(["replay", "a", "--check"]) == 1
    assert "identical: 3 lines\nthe score differs: P1 3 → 1" in capsys.readouterr().out


def test_sessions_without_a_score_say_so_and_show_the_new_one(
    sessions: Path, played: list[AnyEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    kept(sessions, "old", played[:-1])
    kept(sessions, "open", [event for event in played[:-1] if not isinstance(event, Ended)][:-2])
    assert main(["rescore", "none", "open", "old"]) == 1
    out, err = capsys.readouterr()
    assert "old: no score was kept when it ended" in out and "P1 1" in out
    assert "there is no session none" in err and "open: this case is not over" in err
    assert main(["replay", "old", "--check"]) == 0


def test_the_terminal_keeps_the_score_before_it_tells(sessions: Path, played: list[AnyEvent]) -> None:
    class Full(MemoryStore):
        """A disk that takes nothing."""

        def append(self, event: AnyEvent) -> None:
            raise StoreError("full")

    for store in (MemoryStore(), Full()):
        case = bootstrap.open_case("warm-up", "maintenance-rule-on-top", 1)
        engine = bootstrap.engine_for("warm-up", case)
        for _ in replayed(engine, played):
            pass
        path = sessions / "a.db"
        path.touch()
        assert "explanation" in _telling(Play(engine, store), path)(engine).lower()
        assert [event for event in store.events() if event == played[-1]] == list(store.events())


def test_the_event_survives_the_disk() -> None:
    assert decode(encode(OLD)) == OLD


def test_only_a_score_after_the_end_counts() -> None:
    assert kept_score([Ended(at=4, why="solved"), OLD]) == OLD
    assert kept_score([OLD, Ended(at=6, why="solved")]) is None
    assert kept_score([]) is None


def test_moved_is_in_the_scorecards_order() -> None:
    new = msgspec.structs.replace(OLD, scores={"P1": 2, "K": 1, "total": 20}, claims={"d": "missing"})
    assert moved(OLD, new) == (
        Moved("P1", 1, 2),
        Moved("K", None, 1),
        Moved("claim d", None, "missing"),
        Moved("claim c", "stated", None),
    )

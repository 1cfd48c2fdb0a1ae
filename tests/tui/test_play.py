"""The game as a process in a pseudo-terminal: a short play, suspension, a second terminal, bad luck."""

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pseudoterminal import Played

from incidentgame.adapters.store import SessionFile
from incidentgame.kernel.events import LineAccepted

PLAY = ("play", "api-503", "--seed", "3")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Path:
    """A home of its own; only the opened case is shared, so that it is opened once."""
    (tmp_path / "cache").symlink_to(cache)
    return tmp_path


@pytest.fixture
def played(home: Path) -> Iterator[Played]:
    game = Played(home, *PLAY)
    game.until(r"noted")
    yield game
    game.process.close(force=True)


def sessions(home: Path) -> list[Path]:
    return sorted((home / "sessions").glob("*.db"))


def test_a_short_play(home: Path, played: Played) -> None:
    assert "PAGE  SEV-2   api.shop.example: probe failing" in played.seen
    played.line("date", r"UTC 2026")
    played.line("think it's the edge", r"on record")
    played.line("sleep 90", r"… sleep: 90 s pass")
    played.until(r"noted", since=len(played.seen) - 1)
    played.line("quit", r"incidentgame resume \d{4}-\d\d-\d\d-api-503-\w{4}-1")
    assert played.ended() == 0
    again = Played(home, "resume")
    again.until(r"4 lines so far")
    again.line("timeline", r"#3 .* sleep 90")
    again.send("\x04")
    again.until(r"Leave for now")
    again.send("y\r")
    assert again.ended() == 0


def test_completion_at_the_prompt(played: Played) -> None:
    played.tab("susp", r"suspects")


def test_ctrl_c_ends_a_wait_where_it_stood(home: Path, played: Played) -> None:
    played.line("sleep 3000", r"50 min 00 s pass")
    played.send("\x03")
    played.until(r"\^C")
    played.line("date", r"UTC 2026")
    played.line("quit", r"incidentgame resume")
    assert played.ended() == 0
    again = Played(home, "replay", sessions(home)[0].stem, "--check")
    assert again.ended() == 0
    assert "identical: 3 lines" in again.seen


def test_a_second_process_is_refused_and_a_second_terminal_may_join(home: Path, played: Played) -> None:
    refused = Played(home, "resume")
    assert refused.ended() == 3
    assert "is being played in another window" in refused.seen
    second = Played(home, "resume", "--join")
    second.until(r"Joined")
    second.line("cd runbooks; pwd", r"/home/oncall/runbooks")
    played.until(r"\[other terminal\] .*cd runbooks")
    second.tab("sta", r"status")
    second.process.close(force=True)


def test_the_report_of_an_open_case_is_not_told(home: Path, played: Played) -> None:
    played.line("quit", r"incidentgame resume")
    played.ended()
    listed = Played(home, "sessions")
    assert listed.ended() == 0 and re.search(r"1 lines in 0 min  open", listed.seen)
    report = Played(home, "report", sessions(home)[0].stem)
    assert report.ended() == 2
    assert "is not over" in report.seen


def test_plain_is_linear(home: Path) -> None:
    game = Played(home, *PLAY, "--plain")
    game.until(r"oncall@laptop:~\$ ")
    game.line("echo $((6*7))", r"\n42\n")
    game.line("quit", r"incidentgame resume")
    assert game.ended() == 0
    assert "\x1b[" not in game.raw.replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")
    assert not set(game.seen) & set("─│┌┐└┘")


def test_no_color(home: Path) -> None:
    game = Played(home, *PLAY, NO_COLOR="1")
    game.until(r"noted")
    game.process.close(force=True)
    assert "\x1b[1;31m" not in game.raw and "\x1b[0;32" not in game.raw


def test_the_case_is_given_up_and_told(played: Played) -> None:
    played.line("give-up", r"\[y/N\]")
    played.line("y", r"DEBRIEF[\s\S]*q: leave")
    played.line("q", r"incidentgame report")
    assert "DEBRIEF" in played.seen
    assert played.ended() == 0


def accepted(home: Path) -> list[str]:
    """The lines a session's file holds."""
    with SessionFile(sessions(home)[0]) as file:
        return [event.text for event in file.events() if isinstance(event, LineAccepted)]


def test_killed_at_any_moment_nothing_accepted_is_lost(home: Path) -> None:
    """kill -9 between, during and right after lines; whatever was accepted is there again."""
    game = Played(home, *PLAY)
    game.until(r"noted")
    for turn in range(8):
        game.line(f"echo $(({turn}+100))", rf"\n{turn + 100}\n")
        game.send("sleep 40\r" if turn % 2 else "aws elbv2 describe-load-balancers\r")
        with suppress(AssertionError):
            game.until("never", within=0.06 * turn)
        game.kill()
        kept = accepted(home)
        assert f"echo $(({turn}+100))" in kept
        game = Played(home, "resume")
        game.until(rf"Taken up at .* {len(kept)} lines so far")
        game.until(r"noted")
        assert "would show something else" not in game.seen
    told = game.line("timeline", rf"#{len(kept)} ")
    assert all(f"echo $(({turn}+100))" in told for turn in range(8))
    game.kill()


def test_a_damaged_file_is_said_plainly(home: Path, played: Played) -> None:
    played.line("quit", r"incidentgame resume")
    played.ended()
    path = sessions(home)[0]
    path.write_bytes(b"not a database at all" * 100)
    game = Played(home, "resume")
    assert game.ended() == 1
    assert "is damaged" in game.seen and "Traceback" not in game.seen


def test_a_damaged_event_is_said_plainly(home: Path, played: Played) -> None:
    played.line("date", r"UTC 2026")
    played.line("quit", r"incidentgame resume")
    played.ended()
    with sqlite3.connect(sessions(home)[0]) as connection:
        connection.execute("UPDATE events SET body = '{' WHERE n = 2")
    game = Played(home, "resume")
    assert game.ended() == 1
    assert "event 2" in game.seen and "Traceback" not in game.seen


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    game = Played(tmp_path, *PLAY)
    assert game.ended() == 2
    assert "INCIDENTGAME_HOME" in game.seen


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    game = Played(place, *PLAY)
    assert game.ended() == 2
    assert "INCIDENTGAME_HOME" in game.seen and "Traceback" not in game.seen


def test_an_unknown_pack_gets_a_suggestion(tmp_path: Path) -> None:
    game = Played(tmp_path, "play", "api-530")
    assert game.ended() == 2
    assert 'did you mean "api-503"?' in game.seen

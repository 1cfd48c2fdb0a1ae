"""The history on disk: once per session, safe against kills and neighbours, honest when damaged."""

import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from practice_data import NOW, case, kept, review

from incidentgame.adapters.progress import NAME, Progress, ProgressError
from incidentgame.scoring.practice.records import CardKept, History


def later(days: int) -> Callable[[CardKept], CardKept]:
    return lambda card: msgspec.structs.replace(card, days=days, reviews=card.reviews + 1)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert Progress(tmp_path).history() == History()
    assert list(tmp_path.iterdir()) == []


def test_what_was_recorded_is_read_oldest_first(tmp_path: Path) -> None:
    Progress(tmp_path).record(case("s2", 1), [kept("b-1", 5), kept("a-1")])
    Progress(tmp_path).record(case("s1", 4), [])
    history = Progress(tmp_path).history()
    assert [one.session for one in history.cases] == ["s1", "s2"]
    assert history.cases[1] == case("s2", 1)
    assert history.cards == (kept("a-1"), kept("b-1", 5))


def test_a_session_is_recorded_once(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    assert progress.record(case(path=10), [kept("a-1")])
    assert not progress.record(case(path=99), [kept("b-1")])
    history = progress.history()
    assert history.cases[0].scores["path"] == 10
    assert [card.id for card in history.cards] == ["a-1"]


def test_a_card_that_was_thin_again_is_due_again_and_keeps_its_memory(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    known = msgspec.structs.replace(kept("a-1", 1_000_000, 4), memory="remembered")
    progress.record(case("s1"), [known])
    progress.record(case("s2"), [kept("a-1", why="skipped")])
    (card,) = progress.history().cards
    assert (card.due, card.memory, card.days, card.why) == (NOW, "remembered", 4, "skipped")
    progress.record(case("s3"), [kept("a-1", 2_000_000)])
    assert progress.history().cards == (card,)


def test_a_review_moves_the_card_as_it_is_now(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.record(case(), [kept("a-1")])
    progress.review(kept("a-1"), later(1), review("a-1", 0.0))
    _, before = progress.review(kept("a-1"), later(3), review("a-1", 1.0))
    assert (before.days, before.reviews) == (1, 2)
    history = progress.history()
    assert [one.reviews for one in history.cards] == [3]
    assert [one.points for one in history.reviews] == [0.0, 1.0]


def test_a_card_nobody_knew_comes_in_with_its_first_review_and_can_be_amended(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    number, before = progress.review(kept("new-1"), later(2), review("new-1", 1.0))
    assert before == kept("new-1")
    easy = msgspec.structs.replace(review("new-1", 1.0), rating="easy")
    progress.amend(number, later(9)(before), easy)
    history = progress.history()
    assert (history.cards[0].days, history.reviews) == (9, (easy,))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.one_of(st.binary(min_size=1, max_size=300), st.just(b"SQLite format 3\0 and no more")))
def test_a_damaged_file_is_moved_aside_and_told(
    damage: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place, told = tmp_path_factory.mktemp("home"), []
    (place / NAME).write_bytes(damage)
    progress = Progress(place, told.append)
    assert progress.record(case(), [])
    assert len(progress.history().cases) == 1
    if told:
        assert "damaged" in told[0] and (place / "progress-damaged-1.db").read_bytes() == damage
    else:
        assert damage.strip(b"\0") == b"" or len(damage) < 2  # sqlite takes next to nothing for an empty file


def test_a_file_with_its_middle_overwritten_does_not_raise(tmp_path: Path) -> None:
    told: list[str] = []
    progress = Progress(tmp_path, told.append)
    for n in range(60):
        progress.record(case(f"s{n}"), [kept(f"a-{n}")])
    content = bytearray((tmp_path / NAME).read_bytes())
    content[4096:12288] = b"\xff" * 8192
    (tmp_path / NAME).write_bytes(content)
    progress.history()
    assert progress.record(case("after"), [])
    assert told


def test_a_file_of_another_program_is_moved_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("CREATE TABLE cases (other TEXT)")
    told: list[str] = []
    assert Progress(tmp_path, told.append).record(case(), [])
    assert (tmp_path / "progress-damaged-1.db").exists() and told


def test_an_entry_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    told: list[str] = []
    progress = Progress(tmp_path, told.append)
    progress.record(case("s1"), [])
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("INSERT INTO cases VALUES ('s2', 1, ?)", (b'{"session": 3',))
    assert [one.session for one in progress.history().cases] == ["s1"]
    assert told == [f"1 of the entries in {progress.path} cannot be read; they are left out"]


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(ProgressError, match="later version"):
        Progress(tmp_path).history()
    assert not list(tmp_path.glob("*damaged*"))


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProgressError):
        Progress(tmp_path / "nowhere").record(case(), [])


def test_delete_leaves_nothing_of_it(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    (tmp_path / NAME).write_bytes(b"damaged, certainly, and long enough to be none")
    progress.record(case(), [kept("a-1")])
    assert len(progress.files()) == 2
    progress.delete()
    assert progress.files() == [] and progress.history() == History()


def test_an_answer_survives_a_process_that_is_killed_at_once(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from practice_data import kept, review\n"
        "from incidentgame.adapters.progress import Progress\n"
        "Progress(Path(sys.argv[1])).review(kept('a-1'), lambda card: card, review('a-1', 1.0))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    here = str(Path(__file__).parent.parent)
    child = subprocess.run([sys.executable, "-c", code, str(tmp_path), here], check=False)
    assert child.returncode == -9
    assert len(Progress(tmp_path).history().reviews) == 1


def _reviews(place: Path, name: str) -> None:
    for n in range(10):
        Progress(place).review(kept("a-1"), later(n), review(f"{name}-{n}", 1.0))


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"damaged, certainly, and long enough to be none")
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_reviews, args=(tmp_path, name)) for name in ("one", "two")]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    history = Progress(tmp_path).history()
    assert (len(history.reviews), history.cards[0].reviews) == (20, 21)
    assert len(list(tmp_path.glob("progress-damaged-*.db"))) == 1

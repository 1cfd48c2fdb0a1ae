"""`incidentgame progress` and `drill`, and how a case that ended gets there."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from freezegun import freeze_time
from practice_data import NOW, case, kept, review

from incidentgame import __version__, bootstrap
from incidentgame.adapters import packs
from incidentgame.adapters.progress import NAME, Progress
from incidentgame.adapters.store import SessionFile
from incidentgame.cli import main
from incidentgame.pack.bank import Bank
from incidentgame.scoring.knowledge.cards import Accepted, Card
from incidentgame.session.play import Play

AT = "2026-11-21T12:00:00Z"


@pytest.fixture(autouse=True)
def home_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INCIDENTGAME_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def _choice(id_: str, level: int = 1) -> Card:
    return Card(
        id=id_,
        service="nginx",
        level=level,
        ask=f"Which one is right, {id_}?",
        because=f"Because of {id_}.",
        options=("the right one", "a wrong one", "another wrong one"),
        read="A page",
    )


BANK = Bank(
    {
        "nginx-a": _choice("nginx-a"),
        "nginx-b": _choice("nginx-b", 2),
        "tls-a": Card(
            id="tls-a",
            service="tls",
            level=1,
            ask="What ends at the edge?",
            because="The TLS connection of the viewer ends there.",
            accept=(Accepted(statement="The TLS connection of the viewer ends at the edge."),),
            look=("openssl",),
        ),
    },
    {"nginx": "nginx", "tls": "TLS certificates"},
)


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    monkeypatch.setattr(packs, "bank", lambda: BANK)
    return BANK


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))


def drilled(monkeypatch: pytest.MonkeyPatch, *lines: str, words: tuple[str, ...] = ()) -> int:
    typed(monkeypatch, *lines)
    with freeze_time(AT):
        return main(["drill", *words])


def right(card: str, seed: int = 1) -> str:
    """The letter of the right option, as the card is dealt for its next asking."""
    from incidentgame.kernel.chance import Dice

    dealt = BANK.cards[card].dealt(Dice(seed))
    return dealt.lettered[dealt.right][0]


def test_with_nothing_kept_both_say_so_kindly(bank: Bank, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress"]) == 0 == main(["drill"])
    said = capsys.readouterr().out
    assert "Nothing is kept yet" in said and "Nothing to drill yet" in said and "--topic nginx" in said


def test_due_cards_are_asked_judged_and_scheduled(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a", -1), kept("tls-a")])
    assert drilled(monkeypatch, right("nginx-a"), "I do not know") == 0
    said = capsys.readouterr().out
    assert "1 of 2 · nginx" in said and "2 of 2 · TLS certificates" in said and "not right" in said
    assert "Right.\n Because of nginx-a.\n Read: A page\n It comes back in " in said
    assert "Not known, and said so.\n The TLS connection of the viewer ends there." in said
    assert "2 cards: 1 right, 1 not known." in said
    history = Progress(home_).history()
    assert [(one.card, one.rating, one.at) for one in history.reviews] == [
        ("nginx-a", "good", NOW),
        ("tls-a", "again", NOW),
    ]
    assert [card.id for card in history.cards] == ["tls-a", "nginx-a"]


def test_easy_after_a_verdict_is_the_players_own_rating(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a")])
    assert drilled(monkeypatch, "easy", right("nginx-a"), "easy") == 0
    said = capsys.readouterr().out
    assert "There is no answer to rate yet." in said and "Rated easy." in said
    history = Progress(home_).history()
    assert [one.rating for one in history.reviews] == ["easy"]
    assert history.cards[0].days > 5


def test_what_is_no_option_is_asked_for_again_and_skip_and_quit_are_taken(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a", -2), kept("nginx-b", -1), kept("tls-a")])
    assert drilled(monkeypatch, "perhaps", "", "skip", "quit", "a") == 0
    said = capsys.readouterr().out
    assert "One of the letters a to c" in said and "3 of 3" not in said
    assert "No card was answered." not in said and "0 cards: 1 skipped. 3 are still due" in said
    assert Progress(home_).history().reviews == ()


def test_a_lone_letter_does_not_answer_a_question_in_words(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("tls-a")])
    assert drilled(monkeypatch, "a") == 0
    assert "This one is answered in words" in capsys.readouterr().out
    assert Progress(home_).history().reviews == ()


def test_lines_that_run_out_end_it_politely_and_keep_what_was_answered(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a", -1), kept("tls-a")])
    assert drilled(monkeypatch, right("nginx-a")) == 0
    assert "1 card: 1 right. 1 is still due" in capsys.readouterr().out
    assert len(Progress(home_).history().reviews) == 1


def test_a_topic_takes_new_cards_too_the_easier_first_and_only_so_many(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drilled(monkeypatch, right("nginx-a", 0), words=("--topic", "NGINX", "--limit", "1")) == 0
    assert "1 of 1 · nginx" in capsys.readouterr().out
    assert [card.id for card in Progress(home_).history().cards] == ["nginx-a"]
    drilled(monkeypatch, words=("--topic", "edge"))
    assert "1 of 1 · TLS certificates" in capsys.readouterr().out


def test_an_unknown_topic_is_named_with_those_there_are(
    bank: Bank, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drill", "--topic", "ngnix"]) == 2
    assert 'did you mean "nginx"?' in capsys.readouterr().err


def test_a_card_taken_out_of_the_bank_is_passed_over(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("gone-a")])
    assert drilled(monkeypatch) == 0
    assert "Nothing to drill yet" in capsys.readouterr().out


def test_the_next_date_is_said_when_nothing_is_due(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a", 3 * 86_400_000, 3)])
    assert drilled(monkeypatch) == 0
    assert "The next card comes in 3 days, Tue 24 Nov." in capsys.readouterr().out


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1000"])
def test_a_limit_is_a_number_of_cards(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["drill", f"--limit={limit}"])
    assert left.value.code == 2 and "no number of cards" in capsys.readouterr().err


def test_progress_comes_as_text_json_and_page(
    home_: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [])
    Progress(home_).review(kept("nginx-a"), lambda card: card, review("nginx-a", 1.0))
    assert main(["progress"]) == 0
    assert "1 case, 1 card drilled" in capsys.readouterr().out
    assert main(["progress", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["case"] == "shop K7Q2"
    assert main(["progress", "--format", "html", "--out", str(tmp_path / "p.html")]) == 0
    assert (tmp_path / "p.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["progress", "--out", str(tmp_path / "no" / "p.html")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_everything_can_be_exported_and_deleted(
    home_: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("nginx-a")])
    assert main(["progress", "--export", str(tmp_path / "all.json")]) == 0
    found = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert (found["incidentgame_progress"], len(found["cases"]), len(found["cards"])) == (1, 1, 1)
    typed(monkeypatch)
    assert main(["progress", "--delete"]) == 2
    assert "--yes" in capsys.readouterr().err and (home_ / NAME).exists()
    assert main(["progress", "--delete", "--yes"]) == 0
    assert "The sessions themselves are still in" in capsys.readouterr().out and not (home_ / NAME).exists()
    assert main(["progress", "--delete", "--yes"]) == 0
    assert "nothing to delete" in capsys.readouterr().out


def test_a_damaged_file_is_a_sentence_and_the_game_goes_on(
    home_: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home_ / NAME).write_bytes(b"this has never been a database, and is long enough to show it")
    assert main(["progress"]) == 0
    said = capsys.readouterr()
    assert "Nothing is kept yet" in said.out and "progress-damaged-1.db" in said.err


def _session(home: Path, name: str, *lines: str, pack: str = "warm-up", mode: str = "practice") -> Path:
    opened = packs.load(pack)
    found = bootstrap.open_case(pack, opened.fault_ids[0], 2)
    path = home / "sessions" / f"{name}.db"
    path.parent.mkdir(exist_ok=True)
    with SessionFile(path, create=True) as file:
        play = Play(bootstrap.engine_for(pack, found, mode), file)
        play.open(__version__)
        for n, line in enumerate(lines, 1):
            play.line(line, max(found.paged_at + 20_000 * n, play.engine.now))
    when = NOW // 1000 - 86_400
    os.utime(path, (when, when))
    return path


def test_a_reported_session_comes_into_the_history_once_with_its_own_date(
    home_: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _session(home_, "one", "dig shop.example", "give-up")
    with freeze_time(AT):
        assert main(["report", "one"]) == 0 == main(["report", "one", "--format", "json"])
    history = Progress(home_).history()
    (found,) = history.cases
    assert (found.session, found.pack, found.how, found.scored, found.lines) == (
        "one",
        "warm-up",
        "gave-up",
        False,
        2,
    )
    assert found.at == NOW - 86_400_000
    assert {card.id for card in history.cards} == {card.id for card in found.own}
    assert all(card.body for card in history.cards)


def test_a_session_that_is_not_over_or_was_restarted_does_not(home_: Path) -> None:
    _session(home_, "open", "dig shop.example")
    _session(home_, "again", "dig shop.example", "restart")
    main(["report", "open"])
    main(["report", "again"])
    assert Progress(home_).history().cases == ()


def test_a_scored_exam_brings_its_levels_and_what_they_rest_on(home_: Path) -> None:
    _session(
        home_, "exam", "curl -si https://api.shop.example/v1/cart", "give-up", pack="api-503", mode="exam"
    )
    assert main(["report", "exam"]) == 0
    (found,) = Progress(home_).history().cases
    assert found.scored and found.mode == "exam" and found.family and found.par > 0
    assert found.reasons["P1"] and found.scores["P1"] is not None
    assert "cloudfront" in found.services


def test_answers_survive_a_kill_in_the_middle_of_a_drill(home_: Path) -> None:
    """The drill is killed while it waits for its second answer; the first is kept."""
    environment = {**os.environ, "INCIDENTGAME_HOME": str(home_)}
    code = "import sys; from incidentgame.cli import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "drill", "--topic", "nginx"]
    child = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8"
    )
    assert child.stdin and child.stdout
    child.stdin.write("I do not know\n")
    child.stdin.flush()
    for line in child.stdout:
        if "comes back" in line:
            break
    child.kill()
    child.communicate()
    assert len(Progress(home_).history().reviews) == 1


def test_any_line_is_taken_calmly(
    bank: Bank, home_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Progress(home_).record(case(), [kept("tls-a"), kept("nginx-a", 1)])
    assert drilled(monkeypatch, "\x1b]0;title\x07 ‮ok " * 40_000, "\x00\x01") == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\x00" not in said and len(said) < 5_000

"""psql's prompt: which calls open it, and the ordinary lines its statements become."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.commands.psql.options import parse
from incidentgame.tui.psqlprompt import PsqlPrompt, begins_transaction, is_bare_psql, is_game_word

CALL = "PGPASSWORD=x psql -h db.example -U oncall shop"


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("psql", True),
        (CALL, True),
        (" psql 'postgresql://oncall@db/shop' ", True),
        ("psql -x shop", True),
        ("psql -c 'select 1'", False),
        ("psql shop -f x.sql", False),
        ("psql -l", False),
        ("psql --help", False),
        ("psql shop < x.sql", False),
        ("psql shop <<'END'\nselect 1;\nEND", False),
        ("psql | head", False),
        ("psql shop;ls", False),
        ("psql $(cat host)", False),
        ("psql -h 'unclosed", False),
        ("psql --nonsense", False),
        ("psqlx", False),
        ("echo psql", False),
    ],
)
def test_a_call_without_statements_opens_the_prompt(line: str, bare: bool) -> None:
    assert is_bare_psql(line) is bare


def opened() -> PsqlPrompt:
    psql = PsqlPrompt(CALL)
    psql.learn('You are connected to database "shop" as user "oncall" on host "x"\n')
    return psql


def asked(line: str) -> list[tuple[str, str]]:
    """What psql is asked to do by a line."""
    return parse(tuple(shlex.split(line)[2:]), {}, "").actions


def test_the_prompt_tells_where_a_statement_stands() -> None:
    psql = opened()
    assert psql.prompt == "shop=> "
    assert psql.feed("select (1,") == [] and psql.prompt == "shop(> "
    assert psql.feed("2), 'it''s") == [] and psql.prompt == "shop'> "
    psql.cleared()
    assert psql.prompt == "shop=> " and psql.idle


def test_a_statement_of_several_lines_is_one_line_of_the_game() -> None:
    psql = opened()
    assert psql.feed("select 'it''s'") == []
    (line,) = psql.feed("  from t;")
    assert line.startswith(CALL) and asked(line) == [("c", "select 'it''s'\n  from t")]


def test_pasted_statements_are_a_line_each_but_a_transaction_stays_together() -> None:
    assert len(opened().feed("select 1;\nselect 2; select 3;")) == 3
    (line,) = opened().feed("begin; delete from t; commit;")
    assert asked(line) == [("c", "begin; delete from t; commit")]
    assert begins_transaction("START  transaction") and not begins_transaction("select 'begin'")


def test_meta_commands_go_by_the_same_way() -> None:
    assert asked(opened().feed("\\dt car*")[0]) == [("c", "\\dt car*")]
    assert opened().feed("select 1 \\gx")[0].endswith(" -x -c 'select 1'")
    assert opened().feed("select 1 \\watch 2")[0].endswith(" <<'SQL'\nselect 1 \\watch 2\nSQL")


@pytest.mark.parametrize("word", ["\\q", "quit", " exit "])
def test_leaving(word: str) -> None:
    psql = opened()
    assert psql.feed(f"{word}\nselect 1;") == [] and psql.ended


def test_display_settings_travel_as_options() -> None:
    psql = opened()
    psql.learn("Expanded display is on.\n")
    assert parse(tuple(shlex.split(psql.feed("select 1;")[0])[2:]), {}, "").psets == ["expanded=on"]
    psql.learn("Expanded display is off.\n")
    assert "expanded=off" in psql.feed("select 1;")[0]


def test_the_games_words_that_no_statement_begins_with() -> None:
    assert is_game_word("think it's the db") and is_game_word("stuck")
    assert not is_game_word("update t set a = 1;") and not is_game_word("explain select 1;")
    assert not is_game_word("")


@given(st.text(st.sampled_from("ab'\"$\\;\n -`()"), max_size=30))
def test_whatever_is_typed_becomes_lines_that_say_exactly_that(text: str) -> None:
    for line in opened().feed(text):
        if "<<" not in line:
            ((kind, statement),) = asked(line)
            assert kind == "c" and statement.strip() and not is_bare_psql(line)

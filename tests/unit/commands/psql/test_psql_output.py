"""psql's own words and tables (api-503-host §3.2–§3.6)."""

import pytest
from database_world import READER, REPORT, SERVER, DatabaseBench, database, session
from network_world import NOW, WEB
from network_world import run as run_on

from incidentgame.commands.psql.table import Style, printed
from incidentgame.world.compute.app import held
from incidentgame.world.database.values import Span

PID = 465
assert run_on


@pytest.fixture
def bench() -> DatabaseBench:
    return DatabaseBench()


def out(bench: DatabaseBench, sql: str) -> str:
    found = bench.psql("-At", "-c", sql)
    assert found.stderr == ""
    return found.text


def test_a_table_is_aligned_as_in_the_sheet() -> None:
    """§3.1: numbers to the right, names centred with the odd space behind, no space after the last value."""
    rows = ((228, "app", Span(0, 0, 1_962_454), "select 1"), (22, "postgres", None, None))
    assert printed(("pid", "usename", "running", "query"), rows, Style()) == (
        " pid | usename  |     running     |  query   \n"
        "-----+----------+-----------------+----------\n"
        " 228 | app      | 00:00:01.962454 | select 1\n"
        "  22 | postgres |                 | \n"
        "(2 rows)\n\n"
    )


def test_expanded_as_in_the_sheet() -> None:
    """§3.4, last sample."""
    found = printed(("count",), ((300000,),), Style(expanded=True))
    assert found == "-[ RECORD 1 ]-\ncount | 300000\n\n"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "select * from nosuch",
            'ERROR:  relation "nosuch" does not exist\nLINE 1: select * from nosuch\n                      ^\n',
        ),
        (
            "table nosuch",
            'ERROR:  relation "nosuch" does not exist\nLINE 1: table nosuch\n              ^\n',
        ),
        ("selec 1", 'ERROR:  syntax error at or near "selec"\nLINE 1: selec 1\n        ^\n'),
        (
            "select nocol from orders",
            'ERROR:  column "nocol" does not exist\nLINE 1: select nocol from orders\n               ^\n',
        ),
        (
            "select * form orders",
            'ERROR:  syntax error at or near "form"\nLINE 1: select * form orders\n                 ^\n',
        ),
        ("delete from orders", "ERROR:  permission denied for table orders\n"),
        ("drop table orders", "ERROR:  must be owner of table orders\n"),
        ("select 1/0", "ERROR:  division by zero\n"),
    ],
)
def test_errors_have_postgresql_s_words(bench: DatabaseBench, sql: str, expected: str) -> None:
    """§3.5."""
    found = bench.psql("-c", sql)
    assert (found.text, found.stderr, found.exit) == ("", expected, 1)


def test_a_reader_takes_no_writes(bench: DatabaseBench) -> None:
    """aws-request-path §6.2."""
    found = bench.psql("-c", "insert into orders values (1)", server=READER)
    assert found.stderr == "ERROR:  cannot execute INSERT in a read-only transaction\n"
    assert bench.psql("-At", "-c", "select pg_is_in_recovery()", server=READER).text == "t\n"


def test_a_script_s_transaction_fails_and_is_rolled_back(bench: DatabaseBench) -> None:
    """§3.4: what follows an error in a transaction is ignored until its end."""
    found = bench.psql(stdin="begin;\nselec 1;\nselect 1;\nrollback;\nselect 1,\n2;\n")
    aborted = "ERROR:  current transaction is aborted, commands ignored until end of transaction block\n"
    assert found.stderr.endswith(aborted)
    assert found.text == (
        "BEGIN\nROLLBACK\n ?column? | ?column? \n----------+----------\n        1 |        2\n(1 row)\n\n"
    )


def test_values_with_line_ends_go_on_below(bench: DatabaseBench) -> None:
    """§3.4: `+` marks a value that goes on."""
    found = bench.psql("-c", "select 'a\n'")
    assert found.text == " ?column? \n----------\n a       +\n \n(1 row)\n\n"


def test_connection_failures_exit_2(bench: DatabaseBench) -> None:
    """§3.5 and aws-request-path §6.1."""
    where = f'connection to server at "{SERVER}" (10.0.21.40), port 5432 failed: '
    wrong = f'{where}FATAL:  password authentication failed for user "app"\n'
    refused = bench.psql("-c", "select 1", user="app", PGPASSWORD="x")
    assert (refused.stderr, refused.exit) == (f"psql: error: {wrong}{wrong}", 2)
    nothing = bench.psql("-c", "select 1", user="nobody")
    assert nothing.stderr == f"psql: error: {where}fe_sendauth: no password supplied\n"
    absent = bench.run("-h", SERVER, "-U", "oncall", "-d", "nosuch")
    assert absent.stderr == f'psql: error: {where}FATAL:  database "nosuch" does not exist\n'
    unknown = bench.run("-h", "nosuch.example", "shop")
    assert unknown.stderr.endswith('"nosuch.example" to address: Name or service not known\n')


def test_from_the_laptop_the_packets_vanish() -> None:
    bench = DatabaseBench(host="laptop")
    found = bench.psql("-c", "select 1", PGCONNECT_TIMEOUT="5")
    assert found.stderr.endswith("port 5432 failed: timeout expired\n")
    assert bench.waited == 5_000


def test_a_password_is_read_from_the_url_or_pgpass(bench: DatabaseBench) -> None:
    url = f"postgresql://app:secret@{SERVER}:5432/shop?application_name=api"
    assert bench.run(url, "-Atc", "select current_user").text == "app\n"
    bench.store["/home/admin/.pgpass"] = b"*:*:shop:app:secret\n"
    assert bench.psql("-Atc", "select current_user", user="app").text == "app\n"


def test_intervals_are_printed_as_in_the_sheet() -> None:
    """§3.1: `now() - query_start`."""
    bench = DatabaseBench(database(session(PID)))
    age = out(
        bench, f"select date_trunc('second', now() - query_start) from pg_stat_activity where pid = {PID}"
    )
    assert age == "00:00:10\n"
    seconds = out(
        bench, f"select extract(epoch from now() - xact_start)::int from pg_stat_activity where pid={PID}"
    )
    assert seconds == "10\n"


def test_the_pool_is_shown_and_the_report_takes_its_place() -> None:
    """A held connection is one of the pool's: the total stays."""
    count = "select count(*) from pg_stat_activity where application_name = 'api'"
    assert out(DatabaseBench(), count) == out(DatabaseBench(database(session(PID))), count) == "5\n"


def test_ending_the_report_frees_the_pool() -> None:
    """§3.3: terminate gives t, the session is gone, the pool opens a connection in its place."""
    bench = DatabaseBench(database(session(PID), session(PID + 1)))
    assert held(bench.view.world, WEB) == 2
    told = bench.psql("-c", f"select pg_terminate_backend({PID})")
    assert told.text == " pg_terminate_backend \n----------------------\n t\n(1 row)\n\n"
    assert held(bench.view.world, WEB) == 1
    assert out(bench, "select count(*) from pg_stat_activity where application_name='api'") == "5\n"
    again = bench.psql("-Atc", f"select pg_terminate_backend({PID})")
    assert (again.text, again.stderr) == ("f\n", f"WARNING:  PID {PID} is not a PostgreSQL backend process\n")


def test_who_may_not_signal_is_told_so() -> None:
    bench = DatabaseBench(database(session(PID)))
    found = bench.psql("-c", f"select pg_terminate_backend({PID})", user="reporting")
    assert found.stderr == (
        "ERROR:  must be a member of the role whose process is being terminated or member of pg_signal_backend\n"
    )
    hidden = bench.psql("-Atc", f"select query from pg_stat_activity where pid={PID}", user="reporting")
    assert hidden.text == "<insufficient privilege>\n"


def test_cancel_does_nothing_to_an_idle_transaction() -> None:
    """§3.3."""
    idle = {
        "state": "idle in transaction",
        "sim": {"locks": [{"relation": "orders", "mode": "AccessExclusiveLock"}]},
    }
    waits = {"sim": {"blocked_by": [PID], "locks": []}, "wait_event_type": "Lock"}
    bench = DatabaseBench(database(session(PID, **idle), session(471, **waits)))
    assert out(bench, f"select pg_cancel_backend({PID})") == "t\n"
    assert out(bench, "select pg_blocking_pids(471)") == f"{{{PID}}}\n"
    assert out(bench, f"select pg_terminate_backend({PID})") == "t\n"
    assert out(bench, "select wait_event_type, state from pg_stat_activity where pid=471") == "Client|idle\n"


def test_sleep_is_simulated_and_timed(bench: DatabaseBench) -> None:
    found = bench.psql(stdin="\\timing\nset statement_timeout = '1s';\nselect pg_sleep(5);\n")
    assert found.stderr == "ERROR:  canceling statement due to statement timeout\n"
    assert 1_000 <= bench.waited < 1_010
    assert found.text.startswith("Timing is on.\nSET\n")


def test_meta_commands(bench: DatabaseBench) -> None:
    """§3.4."""
    shown = bench.psql("-c", "\\dt").text
    assert shown == (
        "         List of relations\n"
        " Schema |   Name    | Type  | Owner \n"
        "--------+-----------+-------+-------\n"
        " public | customers | table | app\n"
        " public | orders    | table | app\n"
        "(2 rows)\n\n"
    )
    assert '    "orders_pkey" PRIMARY KEY, btree (id)\n' in bench.psql("-c", "\\d orders").text
    assert bench.psql("-c", "\\d nosuch").stderr == 'Did not find any relation named "nosuch".\n'
    assert bench.psql("-c", "\\timing").text == "Timing is on.\n"
    assert bench.psql("-c", "\\x").text == "Expanded display is on.\n"


def test_watch_looks_three_times(bench: DatabaseBench) -> None:
    found = bench.psql(stdin="select 1 \\watch 2\n")
    assert found.text.count("(1 row)") == 3
    assert bench.waited >= 4_000


def test_watch_says_when_in_every_layout(bench: DatabaseBench) -> None:
    for style in ("", "\\x\n", "\\a\n"):
        found = bench.psql("-q", stdin=f"{style}select 1 as one \\watch 2\n")
        assert found.text.count("(every 2s)\n") == 3, found.text


def test_settings(bench: DatabaseBench) -> None:
    """§3.6."""
    expected = " max_connections \n-----------------\n 100\n(1 row)\n\n"
    assert bench.psql("-c", "show max_connections").text == expected
    assert out(bench, "select setting, unit from pg_settings where name='deadlock_timeout'") == "1000|ms\n"


def test_nothing_typed_raises(bench: DatabaseBench) -> None:
    for sql in (
        "select",
        "select (",
        "select 'a",
        "select * from",
        ";;",
        "\\",
        "\\nosuch",
        "with",
        "select $1",
        "values",
    ):
        assert bench.psql("-c", sql).exit in (0, 1)
    assert bench.psql("-Z").stderr.startswith("psql: invalid option -- 'Z'\n")
    assert REPORT and NOW

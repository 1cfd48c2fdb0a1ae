"""The SQL engine against PostgreSQL's semantics."""

import pytest
from database_world import DatabaseBench
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.adapters.sql.compare import added, divided
from incidentgame.commands.psql.splitter import Splitter
from incidentgame.world.database.values import Moment, Span, moved, span, text

CASES = [
    ("select 5/2, -5/2, 5%2", "2|-2|1"),
    ("select 5.0/2", "2.5000000000000000"),
    ("select null = null, null is null, 1 is distinct from null", "|t|t"),
    (
        "select count(*), count(x), sum(x), avg(x) from (values (1),(2),(null)) v(x)",
        "3|2|3|1.5000000000000000",
    ),
    ("select x from (values (2),(null),(1)) v(x) order by x desc", "\n2\n1"),
    ("select string_agg(x, ',' order by x desc) from (values ('a'),('b')) v(x)", "b,a"),
    (
        "select a, count(*) filter (where b > 1) from (values ('x',1),('x',2),('y',3)) v(a,b) group by a order by 1",
        "x|1\ny|1",
    ),
    ("select interval '90 minutes', '1 day'::interval * 2", "01:30:00|2 days"),
    ("select 'abc' like 'a%', 'ABC' ilike 'a_c', 'abc' ~ '^b'", "t|t|f"),
    ("select left('abcdef', 2), right('abcdef', 2), substr('abc', 2), upper('a') || 'b'", "ab|ef|bc|Ab"),
    ("select coalesce(null, 2), nullif(1, 1), greatest(1, 3, 2)", "2||3"),
    ("select case when 1 = 2 then 'a' else 'b' end", "b"),
    ("select 3 in (1,2), 3 not in (1,2), 2 = any(array[1,2])", "f|t|t"),
    ("select x from generate_series(1,3) x where x > (select 1)", "2\n3"),
    (
        "select a.x, b.y from (values (1),(2)) a(x) left join (values (2,'t')) b(x,y) using (x) order by 1",
        "1|\n2|t",
    ),
    ("with t as (select 1 as n union all select 2) select sum(n) from t", "3"),
    ("select distinct x from (values (1),(1),(2)) v(x) order by 1 limit 1 offset 1", "2"),
    ("select count(*) from orders", "300000"),
    ("select sum(n) > 290000 from (select status, count(*) as n from orders group by 1) x", "t"),
    ("select exists(select 1 from orders where id = -1)", "f"),
    ("select a from (values (1)) v(a) where exists (select 1 where a = 1)", "1"),
    ("select '2026-03-10 14:00:00+00'::timestamptz - interval '1 month'", "2026-02-10 14:00:00+00"),
    ("select extract(epoch from interval '1.5 seconds')", "1.500000"),
    ("select relation::regclass from pg_locks where false", ""),
    ("select pg_size_pretty(19922944), round(2.345, 2)", "19 MB|2.35"),
]


@pytest.mark.parametrize(("sql", "expected"), CASES)
def test_semantics(sql: str, expected: str) -> None:
    found = DatabaseBench().psql("-At", "-c", sql)
    assert (found.stderr, found.text) == ("", f"{expected}\n" if expected else "")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select status, count(*) from orders", 'column "status" must appear in the GROUP BY clause'),
        ("select nosuch(1)", "function nosuch(integer) does not exist"),
        ("select x.y from orders o", 'missing FROM-clause entry for table "x"'),
        ("select id from orders join customers on true", 'column reference "id" is ambiguous'),
        ("select 'x'::int", 'invalid input syntax for type integer: "x"'),
        ("select 1 where count(*) > 1", "aggregate functions are not allowed in WHERE"),
        ("select 'a' > 1", 'invalid input syntax for type integer: "a"'),
    ],
)
def test_errors(sql: str, message: str) -> None:
    assert message in DatabaseBench().psql("-c", sql).stderr


@given(st.integers(-(10**6), 10**6), st.integers(-(10**4), 10**4).filter(bool))
def test_whole_division_cuts_towards_zero(one: int, other: int) -> None:
    assert divided(one, other) == int(abs(one) // abs(other)) * (1 if (one < 0) == (other < 0) else -1)


@given(st.integers(0, 4 * 10**15), st.integers(0, 4 * 10**15))
def test_a_difference_added_back_gives_the_moment(one: int, other: int) -> None:
    later, earlier = Moment(one), Moment(other)
    assert added(earlier, added(later, earlier, -1), 1) == later


@given(st.integers(0, 10**12))
def test_an_interval_s_text_reads_back(micros: int) -> None:
    whole = Span(0, micros // 86_400_000_000, micros % 86_400_000_000)
    assert span(text(whole)) == whole
    assert moved(Moment(0), whole).micros == micros


@given(
    st.lists(st.sampled_from(["select 1", "select ';'", "select 'a''b;'", "/* ; */ select 2"]), max_size=5)
)
def test_statements_are_cut_at_semicolons_outside_quotes(statements: list[str]) -> None:
    assert Splitter().feed("".join(f"{one};\n" for one in statements)) == statements

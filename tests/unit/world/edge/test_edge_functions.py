"""CloudFront functions: what code does is what viewers get (api-503-aws §1.3, §1.4, §1.8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentgame.world.edge.functions import FunctionResult, evaluate
from incidentgame.world.edge.script.lexer import ScriptSyntaxError
from incidentgame.world.edge.script.parser import parse

MODERN = {"Runtime": "cloudfront-js-2.0"}
OLD = {"Runtime": "cloudfront-js-1.0"}
REQUEST = {
    "method": "GET",
    "uri": "/v1/orders",
    "querystring": {"a": {"value": "1"}},
    "headers": {"host": {"value": "api.shop.example"}},
    "cookies": {},
}
STORE_CODE = """
import cf from 'cloudfront';
const kvs = cf.kvs();
async function handler(event) {
    const request = event.request;
    const version = request.uri.split('/')[1];
    const base = await kvs.get(version);
    request.uri = base + request.uri.substring(version.length + 1);
    request.headers['x-api-version'] = { value: version };
    return request;
}
"""


def run(body: str, config: dict[str, str] = MODERN) -> FunctionResult:
    return evaluate("function handler(event) {" + body + "}", config, None, REQUEST)


def test_a_stored_value_rewrites_the_request() -> None:
    result = evaluate(STORE_CODE, MODERN, {"v1": "/internal"}, REQUEST)
    assert (result.kind, result.uri, result.query) == ("pass", "/internal/orders", "a=1")
    assert result.headers == {"host": "api.shop.example", "x-api-version": "v1"}
    assert REQUEST["headers"] == {"host": {"value": "api.shop.example"}}, "the request given is never changed"


def test_a_missing_key_rejects_and_is_an_execution_error() -> None:
    result = evaluate(STORE_CODE, MODERN, {}, REQUEST)
    assert (result.kind, result.error) == ("error", "Error: KeyNotFound")


def test_without_an_associated_store_the_handle_cannot_be_made() -> None:
    assert evaluate(STORE_CODE, MODERN, None, REQUEST).kind == "error"


def test_a_caught_rejection_passes() -> None:
    code = STORE_CODE.replace("await kvs.get(version);", "await (async () => { return 'x'; })();")
    guarded = STORE_CODE.replace(
        "const base = await kvs.get(version);",
        "let base = '/v1'; try { base = await kvs.get(version); } catch (err) { console.log(`miss ${err}`); }",
    )
    result = evaluate(guarded, MODERN, {}, REQUEST)
    assert (result.kind, result.logs) == ("pass", ("miss Error: KeyNotFound",))
    assert evaluate(code, MODERN, {}, REQUEST).kind == "error", "an URI must begin with a slash"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return nope;", 'ReferenceError: "nope" is not defined'),
        ("return event.a.b;", 'TypeError: cannot get property "b" of undefined'),
        ("event.request.go();", 'TypeError: (intermediate value)["go"] is not a function'),
        ("throw new Error('no');", "Error: no"),
        ("for (const a of [1]) {} return event.request;", 'Token "of" not supported in this version in 1'),
        ("return f(await g());", "SyntaxError: await in arguments not supported in 1"),
        ("return event.request", ""),
        ("const a = 1; a = 2; return event.request;", "TypeError: assignment to constant variable"),
        ("return;", "Error: The function returned an invalid value: undefined"),
        ("while (true) {}", "Error: compute utilization exceeded"),
        ("function f() { return f(); } f();", "RangeError: Maximum call stack size exceeded"),
    ],
)
def test_errors_in_the_runtimes_words(body: str, message: str) -> None:
    result = run(body)
    assert result.error.endswith(message) and (result.kind == "error") == bool(message)


@pytest.mark.parametrize(
    "body", ["var f = x => x; return event.request;", "let a = 1; return event.request;"]
)
def test_the_old_runtime_lacks_modern_syntax(body: str) -> None:
    assert run(body, OLD).error.startswith("SyntaxError") and run(body).kind == "pass"


def test_its_own_answer() -> None:
    result = run("return { statusCode: 302, headers: { location: { value: '/new' } }, body: 'x' };")
    assert (result.kind, result.status, result.body) == ("response", 302, "x")
    assert result.headers == {"location": "/new"}


def test_a_read_only_header_may_not_be_written() -> None:
    assert run("event.request.headers.host.value = 'x'; return event.request;").kind == "invalid"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a-b-c'.replace(/-/g, '+')", "a+b+c"),
        ("'/v1/x'.replace(/^\\/v1\\/(\\w+)/, '/$1')", "/x"),
        ("[1, 2, 3].map(x => x * 2).filter(x => x > 2).join('|')", "4|6"),
        ("`${1 + 1} ${event.request.method.toLowerCase()}`", "2 get"),
        ("event.request.headers.cookie?.value ?? 'none'", "none"),
        ("Object.keys(event.request).length > 3 ? 'y' : 'n'", "y"),
        ("JSON.stringify({ a: [1, 'b', null] })", '{"a":[1,"b",null]}'),
        ("'7' === 7 || '7' == 7", "true"),
        ("typeof missing", "undefined"),
        ("parseInt('42px') + Math.floor(1.9)", "43"),
    ],
)
def test_expressions(expression: str, value: str) -> None:
    assert run(f"console.log({expression}); return event.request;").logs == (value,)


@given(st.text(alphabet="abc(){}[];=.'`\"$ /*+-?:,<>!&|\n1", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_code_or_a_syntax_error(text: str) -> None:
    try:
        parse(text)
    except ScriptSyntaxError as wrong:
        assert str(wrong).startswith("SyntaxError: ")


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_body_ends_in_a_result(body: str) -> None:
    assert run(body).kind in ("pass", "response", "error", "invalid")

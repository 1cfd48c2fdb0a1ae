"""nginx's parser: what real configurations mean, and nginx's own complaints (api-503-host §1)."""

import pytest
from host_world import FILES, small_world
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.world.compute.nginx import (
    ConfigError,
    NginxConfig,
    check_host,
    key_conflict,
    locate,
    parse_files,
)

SITE = "/etc/nginx/sites-enabled/api"
LIMITS = "/etc/nginx/conf.d/limits.conf"


def files() -> dict[str, str]:
    found = {path: text for path, text in FILES.items() if path.startswith("/etc/nginx")}
    found[SITE] = found.pop("/etc/nginx/sites-available/api")
    return found


def edited(path: str, old: str, new: str) -> NginxConfig | ConfigError:
    found = files()
    assert old in found[path]
    return parse_files({**found, path: found[path].replace(old, new, 1)})


def good(path: str, old: str, new: str) -> NginxConfig:
    found = edited(path, old, new)
    assert isinstance(found, NginxConfig), found
    return found


def test_the_debian_configuration_is_understood() -> None:
    config = check_host(small_world(), "i-a")
    assert isinstance(config, NginxConfig)
    assert config.zones["api_per_ip"].rate_per_minute == 600
    assert config.zones["api_per_ip"].key == "$binary_remote_addr"
    assert config.ports == {80}
    assert config.server == "nginx/1.22.1"
    assert config.files[0] == "/etc/nginx/nginx.conf" and config.files[-1] == SITE


def test_healthz_is_a_location_of_its_own_without_the_limit() -> None:
    config = parse_files(files())
    assert isinstance(config, NginxConfig)
    health, orders = locate(config, "10.0.1.57", "/healthz"), locate(config, "x", "/v1/orders?a=1")
    assert health.limit is None and health.access_logs[0].path == "/var/log/nginx/health.log"
    assert orders.limit is not None
    assert (orders.limit.zone, orders.limit.burst, orders.limit.nodelay) == ("api_per_ip", 5, True)
    assert orders.upstream == "127.0.0.1:8000" and orders.read_timeout == 30_000


@pytest.mark.parametrize(
    ("path", "old", "new", "text", "after"),
    [
        (SITE, "listen 80", "lissten 80", f'unknown directive "lissten" in {SITE}:7', False),
        (SITE, "burst=5", "brust=5", f'invalid parameter "brust=5" in {SITE}:19', False),
        (SITE, "timeout 30s;", "timeout 30s", f'unexpected "}}" in {SITE}:29', False),
        (SITE, "zone=api_per_ip", "zone=x", 'zero size shared memory zone "x"', True),
        (LIMITS, "rate=10r/s", "rate=10", None, False),
        (LIMITS, "rate=10r/s", "rate=ten", f'invalid rate "rate=ten" in {LIMITS}:2', False),
        (LIMITS, "api_per_ip:10m", "api_per_ip", f'invalid zone size "zone=api_per_ip" in {LIMITS}:2', False),
        (LIMITS, "$binary_remote_addr", "$nope", 'unknown "nope" variable', False),
        (SITE, "server_name", "limit_req_status 200;\nserver_name", None, False),
        (SITE, "location / {", "location = /healthz {", f'duplicate location "/healthz" in {SITE}:18', False),
        (SITE, "http://app;", "http://ap;", f'host not found in upstream "ap" in {SITE}:13', False),
    ],
)  # fmt: skip
def test_nginx_s_own_words(path: str, old: str, new: str, text: str | None, after: bool) -> None:
    found = edited(path, old, new)
    if text is None:
        assert isinstance(found, ConfigError) == ("200" in new)
        return
    assert isinstance(found, ConfigError)
    assert (found.emerg, found.after_syntax) == (text, after)


def test_an_unclosed_block_and_a_stray_brace() -> None:
    text = files()[SITE]
    unclosed = parse_files({**files(), SITE: text.rstrip()[:-1]})
    stray = parse_files({**files(), SITE: text + "}\n"})
    assert isinstance(unclosed, ConfigError) and isinstance(stray, ConfigError)
    assert unclosed.emerg.startswith('unexpected end of file, expecting "}" in ' + SITE)
    assert stray.emerg == f'unexpected "}}" in {SITE}:{text.count(chr(10)) + 1}'


def test_only_a_trusted_peer_s_header_is_believed() -> None:
    real = "set_real_ip_from 10.0.0.0/16;\nreal_ip_header X-Forwarded-For;\nreal_ip_recursive on;\n"
    config = good(LIMITS, "# one", real + "# one")
    assert config.remote_address("10.0.1.57", "1.2.3.4, 203.0.113.9, 10.0.1.5") == "203.0.113.9"
    assert config.remote_address("192.0.2.1", "203.0.113.9") == "192.0.2.1"
    once = good(LIMITS, "# one", real.replace("recursive on", "recursive off") + "# one")
    assert once.remote_address("10.0.1.57", "1.2.3.4, 203.0.113.9, 10.0.1.5") == "10.0.1.5"
    assert config.real_client("10.0.1.57") and not config.real_client("192.0.2.1")


def test_another_key_under_the_same_zone_name_needs_a_restart() -> None:
    old = parse_files(files())
    new = good(LIMITS, "$binary_remote_addr", "$http_x_forwarded_for")
    assert isinstance(old, NginxConfig)
    assert key_conflict(old, new) == (
        'limit_req "api_per_ip" uses the "$http_x_forwarded_for" key '
        'while previously it used the "$binary_remote_addr" key'
    )
    assert key_conflict(old, old) is None


def test_error_pages_are_inherited_and_mapped_to_files() -> None:
    config = good(
        SITE,
        "location / {",
        "error_page 503 =503 /errors/503.json;\n\tproxy_intercept_errors on;\n"
        "\tlocation /errors/ { internal; root /var/www; }\n\tlocation / {",
    )
    place = locate(config, "x", "/v1/orders")
    assert place.intercept_errors and place.error_pages == {503: "/errors/503.json"}
    assert place.error_codes == {503: 503}
    assert place.page_file("/errors/503.json") == "/var/www/errors/503.json"


def test_locations_are_chosen_as_nginx_chooses() -> None:
    extra = (
        "location ^~ /static/ { return 204; }\n location ~ \\.json$ { return 418; }\n"
        " location /v1/ { return 200 ok; }\n location / {"
    )
    config = good(SITE, "location / {", extra)
    returns = [locate(config, "x", p).returns for p in ("/static/a.json", "/v1/a.json", "/v1/a", "/z")]
    assert returns == [(204, ""), (418, ""), (200, "ok"), None]


@given(st.text(alphabet="abc{};\"'#$\\ \n=", max_size=60))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    assert isinstance(parse_files({**files(), SITE: text}), NginxConfig | ConfigError)

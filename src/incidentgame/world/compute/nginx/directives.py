"""Which directives this nginx knows, where each may stand and how many arguments it takes.

One line: contexts, arguments, names. Contexts: m main, e events, h http, s server, l location, u upstream,
i if. Arguments: a count, a range, `n+`, `f` (on or off), `b` before a count for a block.
"""

from dataclasses import dataclass

_TABLE = """
m 1 worker_processes pid lock_file worker_rlimit_nofile worker_rlimit_core working_directory load_module
m 1 worker_priority timer_resolution worker_shutdown_timeout env debug_points
m 1-2 user
m 1+ worker_cpu_affinity thread_pool
m f daemon master_process pcre_jit
m b0 events http stream mail
mhsl 1-2 error_log
mehsliu 1 include
e 1 worker_connections use accept_mutex_delay worker_aio_requests debug_connection
e f multi_accept accept_mutex
h b0-1 server
u 1+ server
h b1 upstream
h b2 map geo split_clients
h b1-2 geo
h 2+ log_format
h 3+ limit_req_zone
h 2+ limit_conn_zone proxy_cache_path
h 1 server_names_hash_max_size server_names_hash_bucket_size map_hash_bucket_size map_hash_max_size
h 1 variables_hash_max_size variables_hash_bucket_size
s 1+ listen server_name
sl b1+ location
sli b1+ if
l b1+ limit_except
hsl b0 types
hsl 1+ limit_req
hsl 1 limit_req_status limit_req_log_level limit_conn_status limit_conn_log_level
hsl f limit_req_dry_run limit_conn_dry_run
hsl 2 limit_conn
hsl 1 set_real_ip_from real_ip_header
hsl f real_ip_recursive
hsli 1 root
l 1 alias proxy_method
l 0 internal
sl 2+ try_files
hsli 2+ error_page
sli 1-2 return
sli 2-3 rewrite
sli 2 set
sli 0 break
hsli f rewrite_log
hsli 1+ access_log
hsl f log_subrequest log_not_found
hsli 2-3 add_header add_trailer
hsli 1+ expires
hsli 1 default_type
hsl 1+ index
hsli f sendfile
hsl f tcp_nopush tcp_nodelay ignore_invalid_headers
hsl f merge_slashes underscores_in_headers chunked_transfer_encoding
hsl f etag msie_padding msie_refresh
hsl f port_in_redirect server_name_in_redirect absolute_redirect recursive_error_pages
hsl f reset_timedout_connection
hsl 1 server_tokens types_hash_max_size types_hash_bucket_size client_body_timeout client_header_timeout
hsl 1-2 keepalive_timeout
hsl 1 keepalive_requests keepalive_time send_timeout client_max_body_size client_body_buffer_size
hs 1 client_header_buffer_size connection_pool_size request_pool_size
hs 2 large_client_header_buffers
hsl 1+ client_body_temp_path keepalive_disable resolver
hsl 1 resolver_timeout satisfy lingering_close lingering_time lingering_timeout send_lowat postpone_output
hsli 1 limit_rate limit_rate_after
hsl 1-2 open_file_cache
hsl 1 aio directio output_buffers open_file_cache_valid open_file_cache_min_uses disable_symlinks
hsli 1 allow deny
hsl 1 allow deny auth_basic_user_file
hsli 1 auth_basic
hsl f auth_delay
hsli f gzip
hsl f gzip_vary
hsl 1 gzip_comp_level gzip_min_length gzip_http_version gzip_static gunzip
hsl 2 gzip_buffers
hsl 1+ gzip_types gzip_proxied gzip_disable
li 1 proxy_pass
hsl 2 proxy_set_header
hsl 1 proxy_connect_timeout proxy_read_timeout proxy_send_timeout proxy_http_version proxy_hide_header
hsl 1 proxy_pass_header proxy_buffer_size proxy_busy_buffers_size proxy_max_temp_file_size proxy_set_body
hsl 1 proxy_temp_file_write_size proxy_next_upstream_tries
hsl 1 proxy_next_upstream_timeout proxy_cache proxy_cache_key
hsl 1 proxy_cache_min_uses proxy_cache_lock_timeout
hsl 1 proxy_ssl_name proxy_ssl_verify_depth proxy_ssl_trusted_certificate
hsl 2 proxy_buffers
hsl 1-2 proxy_redirect
hsl 1+ proxy_next_upstream proxy_ignore_headers proxy_cache_valid proxy_cache_use_stale proxy_cache_bypass
hsl 1+ proxy_no_cache proxy_cache_methods proxy_temp_path proxy_cookie_path proxy_cookie_domain proxy_bind
hsl 1+ proxy_ssl_protocols
hsl f proxy_buffering proxy_request_buffering proxy_intercept_errors proxy_pass_request_headers
hsl f proxy_pass_request_body proxy_ignore_client_abort proxy_cache_lock proxy_cache_revalidate
hsl f proxy_cache_background_update proxy_ssl_verify proxy_ssl_server_name proxy_socket_keepalive
hs 1 ssl_certificate ssl_certificate_key ssl_session_timeout
hs 1 ssl_ciphers ssl_dhparam ssl_ecdh_curve ssl_buffer_size
hs 1+ ssl_protocols ssl_session_cache
hs f ssl_prefer_server_ciphers ssl_session_tickets ssl_stapling
u 1 keepalive_requests keepalive_timeout keepalive_time
u 1 keepalive
u 0 least_conn ip_hash
u 1-2 hash random
u 2 zone
l 0-1 stub_status
li 1 fastcgi_pass
hsl 2-3 fastcgi_param
"""

_REPEATED = frozenset(
    [
        "include",
        "server",
        "location",
        "if",
        "map",
        "geo",
        "split_clients",
        "upstream",
        "listen",
        "server_name",
        "log_format",
        "limit_req_zone",
        "limit_conn_zone",
        "limit_req",
        "limit_conn",
        "set_real_ip_from",
        "error_page",
        "return",
        "rewrite",
        "set",
        "access_log",
        "error_log",
        "add_header",
        "add_trailer",
        "allow",
        "deny",
        "proxy_set_header",
        "proxy_hide_header",
        "proxy_pass_header",
        "proxy_cache_valid",
        "fastcgi_param",
        "env",
        "load_module",
        "break",
        "limit_except",
        "types",
        "debug_connection",
        "proxy_cache_path",
        "ssl_certificate",
        "ssl_certificate_key",
        "proxy_cookie_path",
        "proxy_cookie_domain",
    ]
)

FREE_FORM = frozenset(("map", "geo", "split_clients", "types", "stream", "mail"))
"""Blocks whose lines are no directives."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row: where a directive may stand, how many arguments, and whether it opens a block."""

    contexts: str
    least: int
    most: int
    flag: bool
    block: bool


def _row(contexts: str, arity: str) -> Known:
    block = arity.startswith("b")
    arity = arity.removeprefix("b")
    if arity == "f":
        return Known(contexts, 1, 1, True, False)
    if arity.endswith("+"):
        return Known(contexts, int(arity[:-1]), 99, False, block)
    low, _, high = arity.partition("-")
    return Known(contexts, int(low), int(high or low), False, block)


def _read() -> dict[str, tuple[Known, ...]]:
    table: dict[str, tuple[Known, ...]] = {}
    for line in _TABLE.strip().splitlines():
        contexts, arity, *names = line.split()
        for name in names:
            table[name] = (*table.get(name, ()), _row(contexts, arity))
    return table


DIRECTIVES = _read()
"""Every directive's rows by name."""


def may_repeat(name: str) -> bool:
    """May the directive stand twice in one block?"""
    return name in _REPEATED

"""A small world with two instances of one role, a bastion and a laptop, for the tests of hosts."""

from incidentgame.kernel.instant import parse_iso
from incidentgame.world import kinds
from incidentgame.world.state import World

BOOT = parse_iso("2026-11-19T02:11:40Z")
NOW = parse_iso("2026-11-21T03:42:12Z")

NGINX_CONF = """user www-data;
worker_processes auto;
pid /run/nginx.pid;
include /etc/nginx/modules-enabled/*.conf;

events {
	worker_connections 768;
}

http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;

	include /etc/nginx/mime.types;
	default_type application/octet-stream;

	log_format main '$remote_addr - $remote_user [$time_local] "$request" '
			'$status $body_bytes_sent "$http_referer" "$http_user_agent" '
			'xff="$http_x_forwarded_for" trace="$http_x_amzn_trace_id" '
			'rt=$request_time urt=$upstream_response_time us=$upstream_status';

	access_log /var/log/nginx/access.log main;
	error_log /var/log/nginx/error.log;

	gzip on;

	include /etc/nginx/conf.d/*.conf;
	include /etc/nginx/sites-enabled/*;
}
"""

LIMITS = """# one bucket per client address
limit_req_zone $binary_remote_addr zone=api_per_ip:10m rate=10r/s;
"""

SITE = """upstream app {
	server 127.0.0.1:8000;
	keepalive 16;
}

server {
	listen 80 default_server;
	listen [::]:80 default_server;
	server_name api.example.com;

	location = /healthz {
		access_log /var/log/nginx/health.log main;
		proxy_pass http://app;
		proxy_http_version 1.1;
		proxy_set_header Connection "";
	}

	location / {
		limit_req zone=api_per_ip burst=5 nodelay;

		proxy_pass http://app;
		proxy_http_version 1.1;
		proxy_set_header Connection "";
		proxy_set_header Host $host;
		proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
		proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
		proxy_connect_timeout 2s;
		proxy_read_timeout 30s;
	}
}
"""

API_UNIT = """[Unit]
Description=Orders API (gunicorn)
After=network-online.target
Wants=network-online.target

[Service]
User=api
Group=api
WorkingDirectory=/opt/api
EnvironmentFile=/etc/api/api.env
ExecStart=/opt/api/venv/bin/gunicorn --workers 2 --worker-class gthread --threads 8 --bind 127.0.0.1:8000 app:app
ExecReload=/bin/kill -HUP $MAINPID
KillMode=mixed
TimeoutStopSec=30
Restart=on-failure
RestartSec=2

[Install]
WantedBy=multi-user.target
"""

ENV = "DATABASE_URL=postgresql://app:secret@10.0.21.40:5432/shop?application_name=api\nDB_POOL_MAX=5\n"

FILES = {
    "/etc/nginx/nginx.conf": NGINX_CONF,
    "/etc/nginx/mime.types": "types {\n    text/html html htm;\n    application/json json;\n}\n",
    "/etc/nginx/conf.d/limits.conf": LIMITS,
    "/etc/nginx/sites-available/api": SITE,
    "/etc/systemd/system/api.service": API_UNIT,
    "/etc/api/api.env": ENV,
    "/opt/api/app.py": "app = 1\n",
    "/etc/crontab": "SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n",
}

GUNICORN = (
    "/opt/api/venv/bin/gunicorn --workers 2 --worker-class gthread --threads 8 --bind 127.0.0.1:8000 app:app"
)


def unit(name: str, description: str, command: str, user: str = "root") -> dict[str, object]:
    return {
        "Unit": name,
        "Description": description,
        "LoadState": "loaded",
        "ActiveState": "active",
        "SubState": "running",
        "Result": "success",
        "MainPid": 600 + len(name),
        "Since": BOOT + 9_000,
        "EnabledState": "enabled",
        "ExecStart": command,
        "User": user,
        "Restarts": 0,
    }


def host(name: str, address: str, role: str) -> dict[str, object]:
    return {
        "Hostname": name,
        "PrivateIp": address,
        "Role": role,
        "Users": ["admin"],
        "BootedAt": BOOT,
        "Cpus": 2,
        "MemoryMiB": 3900,
    }


def small_world() -> World:
    tables: dict[str, dict[str, dict[str, object]]] = {
        kinds.HOST: {},
        kinds.UNIT: {},
        kinds.FILE: {},
    }
    tables[kinds.HOST]["laptop"] = host("laptop", "192.168.1.20", "laptop")
    tables[kinds.HOST]["bastion"] = host("ip-10-0-0-15", "10.0.0.15", "bastion")
    tables[kinds.HOST]["i-a"] = host("ip-10-0-11-35", "10.0.11.35", "api")
    tables[kinds.HOST]["i-b"] = host("ip-10-0-12-41", "10.0.12.41", "api")
    for path, content in FILES.items():
        tables[kinds.FILE][f"role:api|{path}"] = {
            "Content": content, "Mode": "0644", "Owner": "root", "Group": "root", "Modified": BOOT
        }  # fmt: skip
    tables[kinds.FILE]["role:api|/etc/nginx/sites-enabled/api"] = {"Link": "/etc/nginx/sites-available/api"}
    nginx = "A high performance web server and a reverse proxy server"
    for name in ("i-a", "i-b"):
        tables[kinds.UNIT][f"{name}|nginx.service"] = unit(
            "nginx.service", nginx, "/usr/sbin/nginx -g daemon on; master_process on;"
        )
        tables[kinds.UNIT][f"{name}|api.service"] = unit(
            "api.service", "Orders API (gunicorn)", GUNICORN, "api"
        )
        tables[kinds.UNIT][f"{name}|cron.service"] = unit(
            "cron.service", "Regular background program processing daemon", "/usr/sbin/cron -f"
        )
    return World(tables)

"""Storefront and API of shop.example."""

import logging
import os

from flask import Flask, jsonify, request
from psycopg_pool import ConnectionPool, PoolTimeout

from shop import catalogue, cart, orders, reports, search, stock

log = logging.getLogger("gunicorn.error")
app = Flask(__name__)
pool = ConnectionPool(
    os.environ["DATABASE_URL"],
    min_size=int(os.environ["DB_POOL_MIN"]),
    max_size=int(os.environ["DB_POOL_MAX"]),
    timeout=float(os.environ["DB_POOL_TIMEOUT"]),
    name="db",
    open=False,
)


@app.before_request
def _open():
    if pool.closed:
        pool.open()


@app.errorhandler(PoolTimeout)
def _busy(error):
    log.warning("%s %s 503 db pool exhausted: %s", request.method, request.path, error)
    body = jsonify(error="database_unavailable", detail="no database connection available")
    return body, 503, {"Retry-After": "1"}


@app.get("/healthz")
def healthz():
    # Healthy means: able to serve. So this borrows from the same pool as everything else.
    with pool.connection() as conn:
        conn.execute("select 1")
    return jsonify(status="ok")


@app.get("/v1/version")
def version():
    return jsonify(release=os.environ["RELEASE"])


for part in (catalogue, cart, orders, reports, search, stock):
    app.register_blueprint(part.routes(pool))

"""Reports for finance. They read a lot; call them at night."""

from flask import Blueprint, Response, jsonify

SALES = """
select c.email, date_trunc('day', o.created_at) as day, sum(o.total_cents) as cents
  from orders o join customers c on c.id = o.customer_id
 where o.created_at > now() - interval '90 days'
 group by 1, 2 order by 3 desc
"""


def routes(pool):
    part = Blueprint("reports", __name__)

    @part.get("/v1/reports/sales")
    def sales() -> Response:
        with pool.connection() as conn:  # held until the last row is written out
            rows = conn.execute(SALES).fetchall()
        return jsonify(rows=len(rows))

    return part

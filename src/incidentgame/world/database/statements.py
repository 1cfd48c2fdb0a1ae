"""What the app says to the database all day; psycopg sends parameters apart."""

APP_STATEMENTS = (
    "select id, items, updated_at from carts where customer_id=$1 order by updated_at desc limit 1",
    "select sku, name, cents from products where sku=$1",
    "select count(*) from orders where customer_id=$1",
    "update carts set items=$1, updated_at=now() where id=$2",
    "select id, status, total_cents, created_at from orders where customer_id=$1 order by id desc limit 20",
    "select sku, stock from products where sku = any($1)",
    "COMMIT",
    "select 1",
)

"""psql: PostgreSQL's client, on the hosts that reach the database (api-503-host §3).

Nothing is imported here: the prompt needs only what splits statements, and a case begins without any.
"""

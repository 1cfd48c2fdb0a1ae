"""The database behind the app: its backends, settings, tables, and what may be done to them."""

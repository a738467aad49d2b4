"""What the store promises, on SQLite and on Postgres."""

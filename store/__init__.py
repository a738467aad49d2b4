"""What Conn remembers: tables, queries and migrations, on SQLite or Postgres."""

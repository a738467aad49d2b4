"""What Conn can do: one verb per file, each load, decide, record."""

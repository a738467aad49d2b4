"""Conn with one safeguard taken away at a time: some test must notice."""

"""Conn, incident command for Slack: what people do, what the rules are, what the world is told."""

__version__ = "0.1.0"

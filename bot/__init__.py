"""Conn, incident command for Slack: what people do, what the rules are, what the world is told."""

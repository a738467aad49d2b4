"""Conn as a process of its own, driven only as Slack, its operator and the system would drive it."""

"""Conn's own edge: how Slack's payloads come in, and what operators can ask over HTTP."""

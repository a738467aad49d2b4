"""Conn in a local Slack look-alike: a story played in the terminal, or a workspace to try in the browser."""

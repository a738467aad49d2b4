"""The command line's way into the use cases: words typed in a terminal, answered in plain text, with no Slack."""

"""What people see: pure functions from an incident to Slack text and blocks."""

"""What Conn asks of Slack: measured in simulated time, and held against Slack's limits."""

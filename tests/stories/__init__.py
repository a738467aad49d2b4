"""What people experience, told through Slack."""

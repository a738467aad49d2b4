"""Stories told through Slack, and tables of cases for the rules."""

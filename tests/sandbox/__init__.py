"""The look-alike is as strict as Slack, and breaks only as it is told to."""

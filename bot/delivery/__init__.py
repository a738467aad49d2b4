"""Telling the world: claim what is to be sent or shown, carry it out in Slack, mark what became of it."""

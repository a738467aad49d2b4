"""Reads an organisation's support model, finds everything wrong with it at once, and proves what it does."""

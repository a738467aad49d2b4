"""What people do in Slack: each thing is parsed, handed to one use case, and answered."""

from slack_bolt.async_app import AsyncApp

from bot.listeners import actions, around, commands, events, home, model, oncall, shortcuts, views
from bot.listeners.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers what."""
    for feature in (commands, oncall, home, model, actions, views, shortcuts, around, events):
        feature.register(app, desk)

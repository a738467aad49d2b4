"""A local Slack look-alike, as strict as Slack wherever Conn touches it; it imports nothing of Conn's."""

from bot.sandbox.blocks import problems, view_problems
from bot.sandbox.errors import CutError, ImpossibleError, SlackError
from bot.sandbox.faults import Faults
from bot.sandbox.log import Called, Changed, Delivered, Entry, Log, Violation
from bot.sandbox.objects import Bookmark, Channel, Message, User, Usergroup
from bot.sandbox.people import Person
from bot.sandbox.replies import Reply, Submitted
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.screens import View

__all__ = [
    "Bookmark",
    "Called",
    "Changed",
    "Channel",
    "CutError",
    "Delivered",
    "Entry",
    "Faults",
    "ImpossibleError",
    "Log",
    "Message",
    "Person",
    "Reply",
    "Sandbox",
    "SlackError",
    "Submitted",
    "User",
    "Usergroup",
    "View",
    "Violation",
    "problems",
    "view_problems",
]

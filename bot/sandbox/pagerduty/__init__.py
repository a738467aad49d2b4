"""A local PagerDuty look-alike, as strict as PagerDuty wherever Conn touches it; it imports nothing of Conn's."""

from bot.sandbox.pagerduty.account import Alert, AlertStatus, Schedule, User
from bot.sandbox.pagerduty.pagerduty import PagerDuty

__all__ = ["Alert", "AlertStatus", "PagerDuty", "Schedule", "User"]

"""What Slack and PagerDuty allow, per app and workspace, and how much of it is kept for what cannot wait.

The figures are Slack's: https://docs.slack.dev/apis/web-api/rate-limits
"""

from bot.delivery.priority import Importance, Priority
from store.budget import Door

WINDOW = 61.0
"""Seconds: Slack's minute, and one for what two calls may differ in the time they take to get there."""

TIERS = {2: 20, 3: 50, 4: 100}
POSTS = 300
"""Slack promises `several hundred` posts a minute in all channels together."""

IN_ONE_CHANNEL = (3, 3.0)
"""Posts in so many seconds: about one a second, and Slack tolerates short bursts."""

METHODS = {
    "auth.test": POSTS,
    "bookmarks.add": TIERS[2],
    "bookmarks.edit": TIERS[2],
    "bookmarks.list": TIERS[3],
    "chat.delete": TIERS[3],
    "chat.postEphemeral": TIERS[4],
    "chat.postMessage": POSTS,
    "chat.update": TIERS[3],
    "conversations.create": TIERS[2],
    "conversations.history": TIERS[3],
    "conversations.info": TIERS[3],
    "conversations.invite": TIERS[3],
    "conversations.join": TIERS[3],
    "conversations.list": TIERS[2],
    "conversations.open": TIERS[3],
    "conversations.replies": TIERS[3],
    "conversations.setTopic": TIERS[2],
    "pagerduty.events": 120,  # for one key: https://developer.pagerduty.com/docs/events-api-v2/overview/
    "pagerduty.rest": 960,  # for one token: https://developer.pagerduty.com/docs/rest-api-rate-limits
    "pins.add": TIERS[2],
    "usergroups.list": TIERS[2],
    "usergroups.users.list": TIERS[2],
    "users.conversations": TIERS[2],
    "users.info": TIERS[4],
    "users.list": TIERS[2],
    "users.lookupByEmail": TIERS[3],
    "views.open": TIERS[4],
    "views.publish": TIERS[4],
    "views.update": TIERS[4],
}
"""Calls a minute; what is not here is treated like the scarcest."""

KEPT_BACK = {
    Importance.PAGE: 0.0,
    Importance.ANSWER: 0.0,
    Importance.ROOM: 0.1,
    Importance.UPKEEP: 0.15,
    Importance.HOUSEKEEPING: 0.5,
}
"""The part of a limit that work of this importance leaves to what is more important: of 20 calls 0, 0, 2, 3 and 10."""

KEPT_FOR_WORSE = 0.05
"""The part that messages and upkeep leave besides to each severity that is worse: of 20 calls one."""


_SEVERITIES = 4


def doors(method: str, channel: str | None = None) -> tuple[Door, ...]:
    """Name what a call has to pass: the limit of its method, and where it posts that of the channel."""
    door = Door(name=method, places=METHODS.get(method, TIERS[2]), seconds=WINDOW)
    if method != "chat.postMessage" or channel is None:
        return (door,)
    places, seconds = IN_ONE_CHANNEL
    return door, Door(name=f"{method} {channel}", places=places, seconds=seconds)


def kept_back(door: Door, priority: Priority) -> int:
    """Say how many places of a door this work must leave free."""
    part = KEPT_BACK[priority.importance]
    if priority.importance in (Importance.ROOM, Importance.UPKEEP):
        part += KEPT_FOR_WORSE * min(priority.rank - 1, _SEVERITIES)
    return int(door.places * part)

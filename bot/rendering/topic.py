"""The line at the top of an incident's channel: what somebody who joins in the middle reads first."""

import html

from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.rendering.names import severity_name, status_name, title
from bot.rendering.text import channel_link, mention, quote, safe_url, size

TOPIC_LIMIT = 250  # https://docs.slack.dev/reference/methods/conversations.setTopic
_SEPARATOR = " | "
_WORD_LIMITS = (40, 24, 12)  # a severity's or status's long name gives way to the bridge, after the title


def topic(incident: Incident, policy: Policy) -> str:
    """Sum the incident up within Slack's limit; the title gives way, never the bridge.

    It is counted as Slack may at most: with every sign escaped once more. Slack's pages do not say how it counts.
    """
    bridge = safe_url(incident.bridge)
    tries = (_SEPARATOR.join(_facts(incident, policy, words, bridge)) for words in _WORD_LIMITS)
    line = next((line for line in tries if _size(line) <= TOPIC_LIMIT), None)
    if line is None:  # half a URL leads nowhere, so one that no topic can hold is only pointed to
        line = _SEPARATOR.join(_facts(incident, policy, _WORD_LIMITS[-1], "bridge: see the card"))
    left = TOPIC_LIMIT - _size(line) - len(_SEPARATOR)
    words = _title(incident, left)
    return f"{line}{_SEPARATOR}{words}" if words.strip("… ") else line


def _title(incident: Incident, left: int) -> str:
    words = (quote(title(incident), limit) for limit in range(left, 0, -1))
    return next((cut for cut in words if _size(cut) <= left), "")


def _facts(incident: Incident, policy: Policy, words: int, bridge: str | None) -> list[str]:
    return [
        quote(severity_name(incident, policy), words),
        quote(status_name(incident, policy), words),
        f"IC: {_commander(incident)}",
        *([channel_link(incident.room.channel)] if incident.room else []),
        *([bridge] if bridge else []),  # before the title, and bare: a topic draws no labels
    ]


def _commander(incident: Incident) -> str:
    if incident.commander:
        return mention(incident.commander)
    return f"{mention(incident.declared.by)} (acting)"


def _size(line: str) -> int:
    return size(html.escape(line, quote=False))

"""What Slack must show when everything has come to rest: what is drawn from the incident, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from bot.domain.events import Undelivered
from bot.rendering.announcement import announcement
from bot.rendering.card import card
from bot.rendering.drawn import Drawn
from bot.rendering.ladder import ladder
from bot.rendering.topic import topic
from bot.sandbox import Channel, Message
from tests.history.evidence import Case, Evidence


def the_topic_says_what_is_true(evidence: Evidence) -> Iterator[str]:
    """INV-12: the topic equals what is drawn from the incident, or a person's own words that were left."""
    for case, place in _rooms(evidence):
        row = case.surfaces.get("topic")
        if row is None or row.overrides or (row.remote or {}).get("refused"):
            continue
        wanted = topic(case.incident, case.policy)
        if place.topic != wanted:
            yield f"{case}: the topic is {place.topic!r}, not {wanted!r}"


def the_card_says_what_is_true(evidence: Evidence) -> Iterator[str]:
    """INV-12: the one card equals what is drawn from the incident, and is pinned."""
    for case in evidence.cases:
        row = case.surfaces.get("card")
        place = evidence.room(case)
        if row is None or place is None:
            continue
        shown = place.find(str((row.remote or {}).get("ts", "")))
        if shown is None:
            yield f"{case}: its card is gone"
            continue
        yield from _differs(f"{case}: the card", shown, card(case.incident, case.policy, evidence.now))
        refused = f"inc:{case.incident.id}/pin" in _refusals(case)
        left = "pin" in case.surfaces and case.surfaces["pin"].overrides
        if "pin" in case.surfaces and not case.incident.room.thread and not shown.pinned and not (refused or left):
            yield f"{case}: the card is not pinned"


def the_ladder_says_what_is_true(evidence: Evidence) -> Iterator[str]:
    """INV-12: the one message about who is called equals what is drawn from the incident."""
    for case in evidence.cases:
        row = case.surfaces.get("ladder")
        place = evidence.room(case)
        if row is None or place is None:
            continue
        shown = place.find(str((row.remote or {}).get("ts", "")))
        if shown is None:
            yield f"{case}: its ladder is gone"
        else:
            yield from _differs(f"{case}: the ladder", shown, ladder(case.incident, case.policy, evidence.now))


def the_bridge_is_bookmarked(evidence: Evidence) -> Iterator[str]:
    """INV-12: the channel's header leads to the bridge."""
    for case, place in _rooms(evidence):
        row, bridge = case.surfaces.get("bookmark"), case.incident.bridge
        if row is None or not bridge or (row.remote or {}).get("refused"):
            continue
        if bridge not in [bookmark.link for bookmark in place.bookmarks]:
            yield f"{case}: the bridge is not bookmarked"


def the_announcement_says_what_is_true(evidence: Evidence) -> Iterator[str]:
    """INV-12: each announcement equals what is drawn from the incident."""
    for case in evidence.cases:
        for facet, row in case.surfaces.items():
            remote = row.remote or {}
            if not facet.startswith("announcement") or remote.get("refused") or not remote.get("ts"):
                continue
            shown = evidence.sandbox.channel(remote["channel"]).find(remote["ts"])
            if shown is None:
                yield f"{case}: its announcement is gone"
            else:
                yield from _differs(f"{case}: the announcement", shown, announcement(case.incident, case.policy))


def the_people_called_are_in_the_room(evidence: Evidence) -> Iterator[str]:
    """INV-12: everybody the incident called in is in its channel, unless Slack refused them, and that was recorded."""
    for case, place in _rooms(evidence):
        if "members" not in case.surfaces:
            continue
        left_out = {key.removeprefix("invite/") for key in _refusals(case)}
        left = {change.by for change in evidence.sandbox.log.changes("member_left") if change.channel == place.id}
        for person in set(case.incident.members) - set(place.members) - left_out - left:
            yield f"{case}: {person} was called in, and is not in the channel"


def _rooms(evidence: Evidence) -> Iterator[tuple[Case, Channel]]:
    for case in evidence.cases:
        place = evidence.room(case)
        if place and case.incident.room and not case.incident.room.thread:
            yield case, place


def _refusals(case: Case) -> set[str]:
    """Name everything of which people were told that Slack refused it."""
    return {entry.event.key for entry in case.log if isinstance(entry.event, Undelivered)}


def _differs(what: str, shown: Message, wanted: Drawn) -> Iterator[str]:
    if shown.text != wanted.text:
        yield f"{what} says {shown.text!r}, not {wanted.text!r}"
    elif _without_ids(shown.blocks) != json.loads(json.dumps(wanted.blocks)):
        yield f"{what} has the right words, and other blocks: {shown.blocks}, not {wanted.blocks}"


def _without_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in block.items() if name != "block_id"} for block in blocks]


INVARIANTS = (
    the_topic_says_what_is_true,
    the_card_says_what_is_true,
    the_ladder_says_what_is_true,
    the_bridge_is_bookmarked,
    the_announcement_says_what_is_true,
    the_people_called_are_in_the_room,
)

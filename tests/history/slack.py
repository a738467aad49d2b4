"""What must be true of everything Slack saw."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bot.listeners.greeting import KEY as GREETING
from bot.sandbox import Called, Channel, Message
from tests.history.evidence import Case, Evidence
from tests.sights import key_of

SOON = 3.0
"""Seconds within which Slack has to be answered."""

SHORTEST_RETRY = 1.0
"""Seconds: Slack never asks for less patience than this."""

_LIVE = re.compile(r"<!(channel|here|everyone|subteam)|<https?://[^>|]*\|")
_KEY = re.compile(r"inc:(?P<incident>\d+)/(?P<facet>.+)")


def no_rule_of_slack_is_broken(evidence: Evidence) -> Iterator[str]:
    """No call, answer or block breaks a rule of Slack."""
    for violation in evidence.sandbox.log.violations:
        yield f"rule of Slack broken: {violation.rule}: {violation.detail}"


def everything_is_answered_in_time(evidence: Evidence) -> Iterator[str]:
    """INV-15: every Slack request is answered within 3 s."""
    for delivery in evidence.sandbox.log.deliveries():
        if delivery.missed == "timeout" or (delivery.latency or 0) > SOON:
            yield f"not answered within {SOON} s: {delivery.kind} {delivery.envelope_id}"


def nobody_calls_before_retry_after(evidence: Evidence) -> Iterator[str]:
    """After a 429 a method (where it posts: a channel) is not used again before Slack allows it."""
    by_method: dict[str, list[Called]] = {}
    for call in evidence.sandbox.log.calls():
        channel = call.args.get("channel", "") if call.method == "chat.postMessage" else ""
        by_method.setdefault(f"{call.method} {channel}".strip(), []).append(call)
    for method, calls in by_method.items():
        for refused, following in pairwise(sorted(calls, key=lambda call: call.started)):
            told = refused.started + refused.took
            if (refused.error or "").startswith("ratelimited") and 0 < following.started - told < SHORTEST_RETRY:
                yield f"{method} was called again {following.started - told:.2f} s after a 429"


def nothing_is_there_twice(evidence: Evidence) -> Iterator[str]:
    """INV-9: at rest, Slack shows at most one message per key, one pin and one bookmark per incident."""
    said = (message for place, message in evidence.messages() if place.id not in evidence.lost)
    keys = Counter(key for message in said if (key := key_of(message)))
    for key, count in keys.items():
        if count > 1:
            yield f"{count} messages with the key {key}"
    for case in evidence.cases:
        place = evidence.room(case)
        if place is None or case.incident.room is None or case.incident.room.thread:
            continue
        for link, count in Counter(bookmark.link for bookmark in place.bookmarks).items():
            if count > 1:
                yield f"{case}: {count} bookmarks to {link}"
        if len([pin for pin in place.pins if pin.pinned_by == evidence.bot]) > 1:
            yield f"{case}: more than one pin of Conn's"


def each_person_is_paged_once_a_rung(evidence: Evidence) -> Iterator[str]:
    """INV-4: exactly one page per recipient and rung, and none for a rung before it."""
    for case in evidence.cases:
        wanted = {f"/r{rung.number}/{person}" for rung in case.incident.ladder for person in rung.people}
        for key in case.effects:
            if case.effects[key].kind == "Page" and not key.endswith(tuple(wanted)):
                yield f"{key}: nobody called this person at this rung"


def nothing_unexpected_is_sent(evidence: Evidence) -> Iterator[str]:
    """Every message of Conn's is a row of the outbox or a surface; every direct message is to somebody told."""
    for place, message in evidence.messages():
        key = key_of(message)
        row = evidence.effect(key)
        greeting = key == GREETING and place.with_user == evidence.greeted
        if row is None and not greeting and not _is_surface(evidence, key) and not _is_answer(evidence, place, message):
            yield f"unexpected in {place.name or place.with_user}: {message.text!r} (key {key or 'none'})"
        if row is not None and place.is_im and place.with_user != (meant := _meant_for(evidence, row)):
            yield f"{key} went to {place.with_user}, and was meant for {meant}"


def a_room_keeps_its_order(evidence: Evidence) -> Iterator[str]:
    """INV-11: within a lane, messages appear in the order in which they were committed."""
    for case in evidence.cases:
        lanes: dict[str, list[Any]] = {}
        for row in case.effects.values():
            if row.order_key and row.remote_ts and row.kind not in ("Redraw", "Retract", "Sweep"):
                lanes.setdefault(row.order_key, []).append(row)
        for lane, rows in lanes.items():
            for earlier, later in pairwise(sorted(rows, key=lambda row: row.id)):
                if float(earlier.remote_ts) > float(later.remote_ts):
                    yield f"{lane}: {later.key} appeared before {earlier.key}"


def delivered_means_it_is_there(evidence: Evidence) -> Iterator[str]:
    """INV-8: what is marked as delivered can be read in Slack, unless it was taken back."""
    for case in evidence.cases:
        for key, row in case.effects.items():
            says_nothing = row.kind in ("Redraw", "Retract", "Alert", "Sweep")
            if (
                row.state != "delivered"
                or says_nothing
                or _taken_back(case, key)
                or row.remote_channel in evidence.lost
            ):
                continue
            place = evidence.sandbox.workspace.channels.get(row.remote_channel)
            if place is None or place.find(row.remote_ts) is None:
                yield f"{key} is marked as delivered, and is not in Slack"


def user_text_is_never_live(evidence: Evidence) -> Iterator[str]:
    """INV-18: nothing Conn shows pings a crowd or hides a link behind words."""
    messages = [message for _, message in evidence.messages()]
    for message in [*messages, *evidence.whispers()]:
        shown = [message.text, *_markup(message.blocks)]
        if live := next((found[0] for text in shown if (found := _LIVE.search(text))), None):
            yield f"live markup {live!r} in {message.text!r}"
    for place in evidence.places():
        if place.topic_by == evidence.bot and (found := _LIVE.search(place.topic)):
            yield f"live markup {found[0]!r} in the topic {place.topic!r}"


def _meant_for(evidence: Evidence, row: Any) -> str | None:
    """Say to whom a private message was addressed; a reminder without a room goes to the first who owes the word."""
    if row.kind != "Remind" or row.in_room:
        return row.payload.get("person")
    case = next(case for case in evidence.cases if case.incident.id == row.incident)
    return case.log[row.payload["seq"] - 1].event.people[0]


def _is_surface(evidence: Evidence, key: str) -> bool:
    found = _KEY.fullmatch(key)
    return found is not None and any(
        case.incident.id == int(found["incident"]) and found["facet"] in case.surfaces for case in evidence.cases
    )


def _is_answer(evidence: Evidence, place: Channel, message: Message) -> bool:
    """Whether this answers, privately, something that this person did from where Slack takes no answer."""
    acted = (delivery.payload.get("user") or {} for delivery in evidence.sandbox.log.deliveries("interactive"))
    return place.is_im and not key_of(message) and any(user.get("id") == place.with_user for user in acted)


def _taken_back(case: Case, key: str) -> bool:
    back = case.effects.get(f"{key}/retract")
    return back is not None and back.state == "delivered"


def _markup(part: object) -> Iterator[str]:
    """Walk the texts in which Slack reads markup."""
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case dict():
            for value in part.values():
                yield from _markup(value)
        case list():
            for value in part:
                yield from _markup(value)


INVARIANTS = (
    no_rule_of_slack_is_broken,
    everything_is_answered_in_time,
    nobody_calls_before_retry_after,
    nothing_is_there_twice,
    each_person_is_paged_once_a_rung,
    nothing_unexpected_is_sent,
    a_room_keeps_its_order,
    delivered_means_it_is_there,
    user_text_is_never_live,
)

"""The place where an incident is run: its channel, made once, and the people in it."""

from collections.abc import Iterator

from bot.delivery import lookup, posting
from bot.delivery.calls import Body, Refused
from bot.delivery.job import Job, fingerprint
from bot.delivery.places import NoSuchPlace
from bot.delivery.results import PLACE_GONE, Done, Impossible, Result, refusal
from bot.domain.events import Event, RoomOpened, Undelivered
from bot.domain.ids import ChannelId, MessageTs
from bot.domain.naming import channel_name
from bot.domain.people import PersonId
from bot.rendering.card import card

CHANNELS = 2
"""How many channels an incident gets; where people took as many away, it is run in a thread."""

_ATTEMPTS = 9
_ALREADY = frozenset({"already_in_channel", "cant_invite_self"})
_AT_ONCE = 100  # https://docs.slack.dev/reference/methods/conversations.invite


async def room(job: Job) -> Result:
    """Create the channel, or find the one an unanswered call created; where Slack forbids it, use a thread."""
    if job.incident.room:
        return Done(shown=job.incident.room.channel)
    if job.claim.unknown and (found := lookup.seen(await _made_before(job), job.claim.looks_left)):
        return _opened(found)
    if job.incident.upkeep.lost >= CHANNELS:
        return await _in_a_thread(job, "its channels were taken away")  # of which people were told
    names = iter(_names(job))
    name = next(names)
    while True:
        try:
            created = await job.slack.call("conversations.create", name=name, is_private=job.incident.private)
        except Refused as refused:
            name = _another(refused.code, names, job) or ""
            if not name:
                return await _in_a_thread(job, refusal(refused), _no_channel(job, refusal(refused)))
        else:
            return _opened(created["channel"])


async def members(job: Job) -> Result:
    """Invite, in one call, everybody the incident called in and who was not invited before; nobody is ever removed."""
    wanted = job.incident.members
    before = job.remote.get("invited", [])
    missing = [person for person in wanted if person not in before][:_AT_ONCE]
    remote = {"invited": [*before, *missing]}
    if not missing or job.incident.room is None:
        return Done(shown=fingerprint(wanted))
    try:
        await job.slack.call(
            "conversations.invite", channel=job.incident.room.channel, users=",".join(missing), force=True
        )
    except Refused as refused:
        if refused.code in PLACE_GONE:
            raise
        return Done(remote=remote, shown=fingerprint(wanted), events=_left_out(refused, missing))
    return Done(remote=remote, shown=fingerprint(wanted))


def _names(job: Job) -> list[str]:
    incident, template = job.incident, job.policy.incident.channel_name
    return [
        channel_name(template, incident.id, incident.title, incident.severity, attempt=attempt)
        for attempt in range(1, _ATTEMPTS + 1)
    ]


def _another(code: str, names: Iterator[str], job: Job) -> str | None:
    if code == "name_taken":
        return next(names, None)
    if code.startswith("invalid_name"):
        return f"inc-{job.incident.id}"
    return None


async def _made_before(job: Job) -> Body | None:
    """Find our own channel with nothing of ours in it; one with a card belongs to an earlier life of this number."""
    me, names = (await job.slack.me())["user_id"], _names(job)
    ours = await lookup.own_channels(job.slack, names, me)
    for found in (ours[name] for name in names if name in ours):
        if not await lookup.any_message(job.slack, found["id"]):
            return found
    return None


def _opened(channel: Body) -> Done:
    opened = RoomOpened(channel=ChannelId(channel["id"]), name=channel["name"])
    return Done(remote={"channel": channel["id"]}, shown=channel["id"], events=(opened,))


async def _in_a_thread(job: Job, why: str, *told: Event) -> Result:
    """Run the incident in a thread of the announcement channel, since it must be run somewhere."""
    for key in job.policy.severities[job.incident.severity].announce:
        try:
            channel, name = await job.places.find(job.policy, key)
        except NoSuchPlace:
            continue
        there = await lookup.message(job.slack, channel, job.key) if job.claim.unknown else None
        drawn = card(job.incident, job.policy, job.now)
        ts = there.ts if there else (await posting.post(job.slack, channel, drawn, job.key))["ts"]
        opened = RoomOpened(channel=channel, name=name, thread=MessageTs(ts))
        again = job.claim.unknown and there is None
        return Done(remote={"channel": channel, "ts": ts}, shown=channel, events=(opened, *told), again=again)
    return Impossible(why=why, events=job.unless_known(why, _no_channel(job, why)))


def _no_channel(job: Job, why: str) -> Event:
    return Undelivered(key=job.key, what="a channel for this incident", why=why)


def _left_out(refused: Refused, missing: list[PersonId]) -> tuple[Event, ...]:
    """Name those whom Slack did not let in; without a list, the refusal concerns all of them."""
    errors = refused.body.get("errors") or [{"user": person, "error": refused.code} for person in missing]
    refusals = {PersonId(e.get("user", "")): str(e.get("error", refused.code)) for e in errors if not e.get("ok")}
    return tuple(
        Undelivered(key=f"invite/{person}", what="the invitation", why=code, person=person or None)
        for person, code in refusals.items()
        if code not in _ALREADY
    )

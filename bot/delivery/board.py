"""The messages that are kept up to date in place: card and ladder in the room, the announcement outside it."""

from bot.delivery import lookup, posting
from bot.delivery.calls import Body, Refused
from bot.delivery.job import Job, fingerprint
from bot.delivery.places import NoSuchPlace
from bot.delivery.results import PLACE_GONE, Done, Impossible, Needless, Result, refusal
from bot.domain.events import Event, RoomOpened, Undelivered
from bot.domain.ids import MessageTs
from bot.domain.policy import ChannelKey
from bot.rendering import announcement as announcements
from bot.rendering.card import card as draw_card
from bot.rendering.drawn import Drawn
from bot.rendering.ladder import ladder as draw_ladder

_ALREADY = "already_pinned"


async def card(job: Job) -> Result:
    """Keep the card in the incident's channel; without a channel of its own the card opens the thread it is run in."""
    drawn = draw_card(job.incident, job.policy, job.now)
    room = job.incident.room
    if room and room.thread and not job.remote:
        return await _shown(job, drawn, room.channel, {"channel": room.channel, "ts": room.thread})
    if room:
        return await _shown(job, drawn, room.channel, job.remote)
    return await _thread(job, drawn)


async def ladder(job: Job) -> Result:
    """Keep the one message about who is called in the incident's room."""
    room = job.incident.room
    if room is None:
        return Needless(why="it is run nowhere")
    drawn = draw_ladder(job.incident, job.policy, job.now)
    return await _shown(job, drawn, room.channel, job.remote, thread=room.thread)


async def pin(job: Job) -> Result:
    """Pin the card, and the new one when it had to be posted again."""
    ts = str(job.card["ts"])
    if ts != job.claim.seen_hash or job.claim.look:
        try:
            await job.slack.call("pins.add", channel=job.card["channel"], timestamp=ts)
        except Refused as refused:
            if refused.code in PLACE_GONE:
                raise
            if refused.code not in (_ALREADY, "message_not_found"):  # a card that is gone is posted and pinned anew
                return _refused(job, "the pin of the card", refused)
    return Done(shown=ts)


async def announcement(job: Job) -> Result:
    """Keep one post in a channel of the model equal to the incident."""
    key = ChannelKey(job.claim.facet.where)
    if job.remote.get("refused"):
        return Done(shown=job.claim.seen_hash or "")
    try:
        channel, name = await job.places.find(job.policy, key)
    except NoSuchPlace as nowhere:
        return _undeliverable(job, f"the announcement in {job.policy.channels[key].name}", str(nowhere))
    drawn = announcements.announcement(job.incident, job.policy)
    try:
        return await _shown(job, drawn, channel, job.remote)
    except Refused as refused:
        if refused.code == "channel_not_found":
            await job.places.forget(name)
        return _undeliverable(job, f"the announcement in #{name}", refusal(refused))


async def _thread(job: Job, drawn: Drawn) -> Result:
    key = job.policy.severities[job.incident.severity].room.channel
    if key is None:
        return _homeless(job, "the model names no channel for incidents of this severity")
    try:
        channel, name = await job.places.find(job.policy, key)
    except NoSuchPlace as nowhere:
        return _homeless(job, str(nowhere))
    try:
        done = await _shown(job, drawn, channel, job.remote)
    except Refused as refused:
        if refused.code not in PLACE_GONE:
            raise
        await job.places.forget(name)
        return _homeless(job, refusal(refused))
    opened = RoomOpened(channel=channel, name=name, thread=MessageTs(done.remote["ts"]))
    return Done(remote=done.remote, shown=done.shown, events=(opened,))


def _homeless(job: Job, why: str) -> Impossible:
    return Impossible(why=why, events=job.unless_known(why, _told(job, "a place for this incident", why)))


async def _shown(job: Job, drawn: Drawn, channel: str, remote: Body, *, thread: str | None = None) -> Done:
    """Make a message show this: update the one there is, post a first one, or one in place of one that is gone."""
    shown = fingerprint([drawn.text, drawn.blocks])
    if remote.get("ts"):
        if shown == job.claim.seen_hash and not job.claim.look:
            return Done(remote=dict(remote), shown=shown)
        try:
            await posting.update(job.slack, remote["channel"], remote["ts"], drawn)
        except Refused as refused:
            if refused.code not in posting.GONE:
                raise
        else:
            return Done(remote=dict(remote), shown=shown)
    elif job.claim.unknown:
        found = lookup.seen(await lookup.message(job.slack, channel, job.key, thread=thread), job.claim.looks_left)
        if found:
            return await _shown(job, drawn, channel, {"channel": found.channel, "ts": found.ts}, thread=thread)
    posted = await posting.post(job.slack, channel, drawn, job.key, thread=thread)
    at = {"channel": posted["channel"], "ts": posted["ts"]}
    return Done(remote=at, shown=shown, again=job.claim.unknown)


def _undeliverable(job: Job, what: str, why: str) -> Done:
    """Give up for this incident, and say so once; what cannot be shown must not be tried at every change."""
    return Done(remote={"refused": why}, shown=why, events=(_told(job, what, why),))


def _refused(job: Job, what: str, refused: Refused) -> Done:
    return Done(shown=str(job.card["ts"]), events=(_told(job, what, refusal(refused)),))


def _told(job: Job, what: str, why: str) -> Event:
    return Undelivered(key=job.key, what=what, why=why)

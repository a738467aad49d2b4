"""What stands at the top of an incident's channel: the topic, and the bridge among the bookmarks."""

from bot.delivery import lookup
from bot.delivery.calls import Refused
from bot.delivery.job import Job, fingerprint
from bot.delivery.results import PLACE_GONE, Done, Result, refusal
from bot.domain.events import Undelivered
from bot.rendering.topic import topic as draw_topic

BRIDGE = "Bridge"


async def topic(job: Job) -> Result:
    """Set the topic when it should say something else; equal topics are not set, since each writes into the channel."""
    room = job.incident.room
    if room is None:
        return Done()
    wanted = draw_topic(job.incident, job.policy)
    shown = fingerprint(wanted)
    if job.remote.get("refused") or (shown == job.claim.seen_hash and not job.claim.look):
        return Done(shown=shown)
    if job.claim.look and await _present(job, room.channel) == _plain(wanted):
        return Done(shown=shown)
    try:
        await job.slack.call("conversations.setTopic", channel=room.channel, topic=wanted)
    except Refused as refused:
        if refused.code in PLACE_GONE:
            raise
        told = Undelivered(key=job.key, what="the channel's topic", why=refusal(refused))
        return Done(remote={"refused": refused.code}, shown=shown, events=(told,))
    return Done(shown=shown)


async def bookmark(job: Job) -> Result:
    """Keep one bookmark to the bridge; a blind second `add` would leave two."""
    room, link = job.incident.room, job.incident.bridge
    if room is None or link is None or job.remote.get("refused"):
        return Done(shown=link or "")
    if link == job.claim.seen_hash and not job.claim.look:
        return Done(shown=link)
    try:
        return await _bookmarked(job, room.channel, link)
    except Refused as refused:
        if refused.code in PLACE_GONE:
            raise
        told = Undelivered(key=job.key, what="the bookmark to the bridge", why=refusal(refused))
        return Done(remote={"refused": refused.code}, shown=link, events=(told,))


async def _bookmarked(job: Job, channel: str, link: str) -> Done:
    known = job.remote.get("id")
    if not known and job.claim.look:
        found = await lookup.bookmark(job.slack, channel, link)
        if lookup.seen(found, job.claim.looks_left):
            return Done(remote={"id": found}, shown=link)
    if known and await _edited(job, channel, known, link):
        return Done(remote={"id": known}, shown=link)
    added = await job.slack.call("bookmarks.add", channel_id=channel, title=BRIDGE, type="link", link=link)
    return Done(remote={"id": added["bookmark"]["id"]}, shown=link)


async def _edited(job: Job, channel: str, known: str, link: str) -> bool:
    """Lead the bookmark there is to another bridge; False when a person removed it, of which Slack tells nobody."""
    try:
        await job.slack.call("bookmarks.edit", channel_id=channel, bookmark_id=known, title=BRIDGE, link=link)
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return False
    return True


async def _present(job: Job, channel: str) -> str:
    info = await job.slack.call("conversations.info", channel=channel)
    return _plain(info["channel"]["topic"]["value"])


def _plain(text: str) -> str:
    """Undo what Slack does to a topic it keeps, so that an equal one is recognised."""
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text.replace("<https", "https").replace(">", "").replace("<", "").strip()

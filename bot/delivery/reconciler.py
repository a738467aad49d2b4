"""Making Slack show what is true: which part is brought up to date by whom."""

from dataclasses import replace

from bot.delivery import board, header
from bot.delivery import room as rooms
from bot.delivery.calls import Locked, NotNow, Refused, Unknown
from bot.delivery.job import Job
from bot.delivery.lookup import NotSeenYet
from bot.delivery.results import PLACE_GONE, Done, Impossible, Needless, Result, of_failure, refusal
from bot.domain.facets import FacetKind
from bot.domain.room_changes import lost_room

_CHANGED_BY = {
    FacetKind.CARD: "chat.update",
    FacetKind.LADDER: "chat.update",
    FacetKind.ANNOUNCEMENT: "chat.update",
    FacetKind.TOPIC: "conversations.setTopic",
    FacetKind.BOOKMARK: "bookmarks.edit",
}

_NEED_A_CHANNEL = frozenset({FacetKind.PIN, FacetKind.TOPIC, FacetKind.BOOKMARK, FacetKind.MEMBERS})


async def bring_up_to_date(job: Job) -> Result:
    """Make one surface equal to the incident, and say what became of it; never raises for anything Slack does."""
    room = job.incident.room
    if room and room.thread and job.claim.facet.kind in _NEED_A_CHANNEL:
        return Done(shown="a thread has none")
    try:
        result = await _surface(job)
    except (NotNow, Unknown, Locked, NotSeenYet) as failure:
        return of_failure(failure)
    except Refused as refused:
        return _lost(job, refused) or Impossible(why=refusal(refused))
    return _rested(job, result)


def _lost(job: Job, refused: Refused) -> Result | None:
    """Have another place made where the incident's own was taken away; once it is over nobody needs one."""
    inside = job.incident.room and job.claim.facet.kind in {*_NEED_A_CHANNEL, FacetKind.CARD, FacetKind.LADDER}
    if not inside or refused.code not in PLACE_GONE:
        return None
    lost = lost_room(job.incident, PLACE_GONE[refused.code])
    return Needless(why=refusal(refused)) if lost is None else Done(events=(lost,))


def _rested(job: Job, result: Result) -> Result:
    """Let what was there and has just been changed stay so for a while; what is new may change at once."""
    method = _CHANGED_BY.get(job.claim.facet.kind)
    if not isinstance(result, Done) or method is None or job.claim.seen_hash in (None, result.shown):
        return result
    return replace(result, rest=job.slack.rest(method))


async def _surface(job: Job) -> Result:
    match job.claim.facet.kind:
        case FacetKind.ROOM:
            return await rooms.room(job)
        case FacetKind.MEMBERS:
            return await rooms.members(job)
        case FacetKind.CARD:
            return await board.card(job)
        case FacetKind.LADDER:
            return await board.ladder(job)
        case FacetKind.PIN:
            return await board.pin(job)
        case FacetKind.ANNOUNCEMENT:
            return await board.announcement(job)
        case FacetKind.TOPIC:
            return await header.topic(job)
        case FacetKind.BOOKMARK:
            return await header.bookmark(job)

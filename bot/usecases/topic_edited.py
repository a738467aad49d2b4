"""Answer a topic that a person changed: put right the first time, left alone and asked about the second."""

from dataclasses import dataclass

from bot.domain.events import TopicEdited
from bot.domain.facets import Facet, FacetKind
from bot.domain.ids import ChannelId
from bot.domain.outcome import unchanged
from bot.domain.people import PersonId
from bot.domain.words import kept
from bot.usecases.deps import Deps
from store import inbox, incidents, surfaces
from store.record import record

TOPIC = Facet(kind=FacetKind.TOPIC)


@dataclass(frozen=True, kw_only=True)
class EditTopic:
    """A person changed a channel's topic in Slack; `delivery` names the event."""

    channel: ChannelId
    by: PersonId
    text: str
    delivery: str


async def topic_edited(request: EditTopic, deps: Deps) -> None:
    """Take note of it; nobody is fought over a topic."""
    async with deps.database.begin() as tx:
        incident = await incidents.in_channel(tx, request.channel)
        if incident is None or await inbox.first(tx, request.delivery, "topic") is not None:
            return
        policy = await deps.models.of(tx, incident)
        outcome = unchanged(incident).then(TopicEdited(text=kept(request.text)), at=tx.now, by=request.by)
        await record(tx, outcome, policy)
        if outcome.incident.topic_edits == 1:
            await surfaces.dirty(tx, incident.id, TOPIC)
        else:
            await surfaces.override(tx, incident.id, TOPIC)

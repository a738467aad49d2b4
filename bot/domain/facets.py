"""What Slack must show of an incident at any time, as opposed to what people are told once."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.echoes import shown_in
from bot.domain.incident import Incident
from bot.domain.policy import Policy, RoomKind


class FacetKind(StrEnum):
    """The parts of Slack that are kept equal to the incident."""

    ROOM = "room"
    CARD = "card"
    LADDER = "ladder"
    PIN = "pin"
    TOPIC = "topic"
    BOOKMARK = "bookmark"
    MEMBERS = "members"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, kw_only=True, order=True)
class Facet:
    """One thing kept in Slack; `where` is the channel's name for those that stand outside the incident's room."""

    kind: FacetKind
    where: str = ""

    @property
    def key(self) -> str:
        """The name under which the store keeps this facet of an incident."""
        return f"{self.kind}/{self.where}" if self.where else str(self.kind)


def facet(key: str) -> Facet:
    """Read a facet's key back."""
    kind, _, where = key.partition("/")
    return Facet(kind=FacetKind(kind), where=where)


def has_room(incident: Incident, policy: Policy) -> bool:
    """Say whether an incident is run somewhere in Slack, or will be; one that is only logged is not."""
    return incident.room is not None or policy.severities[incident.severity].room.kind != RoomKind.NONE


def facets_of(incident: Incident, policy: Policy) -> tuple[Facet, ...]:
    """Say which parts of Slack the support model wants kept for an incident of this severity."""
    severity = policy.severities[incident.severity]
    facets = [] if severity.room.kind == RoomKind.NONE else [Facet(kind=FacetKind.CARD)]
    if facets and incident.ladder:
        facets.append(Facet(kind=FacetKind.LADDER))
    if severity.room.kind == RoomKind.OWN:
        facets += [Facet(kind=k) for k in (FacetKind.ROOM, FacetKind.PIN, FacetKind.TOPIC, FacetKind.MEMBERS)]
        if incident.bridge:
            facets.append(Facet(kind=FacetKind.BOOKMARK))
    if not incident.private:
        facets += [Facet(kind=FacetKind.ANNOUNCEMENT, where=name) for name in shown_in(severity)]
    return tuple(facets)

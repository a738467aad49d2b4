"""What bringing one part of Slack up to date needs to know."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.calls import Body
from bot.delivery.places import Places
from bot.delivery.slack import Slack
from bot.domain.events import Event
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from store.surfaces import SurfaceClaim


@dataclass(frozen=True, kw_only=True)
class Job:
    """One surface to bring up to date; `card` is where the card is, `now` UTC."""

    claim: SurfaceClaim
    incident: Incident
    policy: Policy
    slack: Slack
    places: Places
    card: Body
    now: datetime

    @property
    def about(self) -> str:
        """Which incident it is about, as people write it."""
        return label(self.incident.id)

    @property
    def remote(self) -> Body:
        """What is known of the surface in Slack."""
        return self.claim.remote or {}

    @property
    def key(self) -> str:
        """The key that marks this surface's message."""
        return f"inc:{self.incident.id}/{self.claim.facet.key}"

    def unless_known(self, why: str, told: Event) -> tuple[Event, ...]:
        """Tell a refusal once: telling changes the incident, so what is refused again for it must not be told again."""
        return () if self.claim.seen_hash == why else (told,)


def fingerprint(shown: object) -> str:
    """Tell whether two drawings are the same without keeping them."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]

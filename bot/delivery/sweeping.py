"""Taking copies back: a deliverable that says nothing itself."""

from dataclasses import dataclass

from bot.delivery.results import Impossible
from bot.delivery.sending import Sending
from bot.domain.effects.effect import AnyMessage
from bot.rendering.drawn import Drawn


@dataclass(frozen=True, kw_only=True)
class Sweeping(Sending):
    """One place to look for copies in."""

    async def address(self) -> tuple[str, str | None]:
        """Refuse: it is said to nobody."""
        raise LookupError(f"{self.claim.effect.key} has no address")

    def drawn(self, message: AnyMessage) -> Drawn:
        """Refuse: it has no words."""
        raise LookupError(f"{message} has no words")

    def unwanted(self) -> str | None:
        """Leave it wanted: a copy is in the way whatever becomes of the incident."""
        return None

    def refused(self, why: str) -> Impossible:
        """Leave it at the word in Conn's own log: a copy harms nobody."""
        return Impossible(why=why)

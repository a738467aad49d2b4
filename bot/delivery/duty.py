"""Messages about duty: where each goes, and how it is drawn from what is agreed now."""

from dataclasses import dataclass

from bot.delivery.results import Impossible
from bot.delivery.sending import Sending
from bot.domain.effects.effect import AnyMessage
from bot.domain.rota.events import ShiftBegun
from bot.domain.rota.messages import DutyMessage, PostOfDuty, TellOfDuty
from bot.rendering.drawn import Drawn
from bot.rendering.duty_messages import DutyScene, draw
from bot.usecases.deps import Deps
from bot.usecases.hand_over import open_for
from store import duty
from store.database import Transaction


@dataclass(frozen=True, kw_only=True)
class DutyErrand(Sending):
    """One message about an entry of the log of duty; `scene` is everything it may be drawn from."""

    scene: DutyScene

    async def address(self) -> tuple[str, str | None]:
        """Say to whom it goes, or to which channel of the model."""
        match self.message:
            case TellOfDuty(person=person):
                return person, None
            case PostOfDuty(channel=channel):
                found, _ = await self.places.find(self.scene.policy, channel)
                return found, None
            case _:
                raise LookupError(f"{self.claim.effect.key} changes a message and has no address of its own")

    def drawn(self, message: AnyMessage) -> Drawn:
        """Draw it from what is agreed now."""
        return draw(message, self.scene, self.delay)

    def unwanted(self) -> str | None:
        """Nothing about duty is dropped: what came too late says so."""
        return None

    def refused(self, why: str) -> Impossible:
        """Leave it at the word in Conn's own log: who is on duty does not hang on it."""
        return Impossible(why=why)


async def scene_of(tx: Transaction, deps: Deps, message: AnyMessage) -> DutyScene:
    """Read the log entry that a message speaks of, and what is agreed now."""
    if not isinstance(message, DutyMessage):
        raise LookupError(f"{message} is about an incident, and none was named")  # noqa: TRY004 - as for one not there
    entry = await duty.entry(tx, message.seq)
    is_brief = isinstance(message, TellOfDuty) and entry is not None and isinstance(entry.event, ShiftBegun)
    return DutyScene(
        policy=deps.models.current,
        book=await deps.catch_up(tx),
        entry=entry,
        now=tx.now,
        open_ones=await open_for(tx, deps, message.person) if isinstance(message, TellOfDuty) and is_brief else (),
    )

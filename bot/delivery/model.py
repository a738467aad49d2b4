"""Messages about a changed support model: where each goes, and how it is drawn from what became of the change."""

from dataclasses import dataclass, replace

from bot.delivery.calls import Refused
from bot.delivery.places import NoSuchPlace, Places
from bot.delivery.results import Impossible
from bot.delivery.sending import Sending
from bot.domain.effects.effect import AnyMessage
from bot.domain.model_messages import AskToSign, ModelMessage, PostChange, PostOutcome, TellOutcome
from bot.rendering.drawn import Drawn
from bot.rendering.model_changes import ChangeScene, draw
from bot.usecases.change_model import change_seen
from bot.usecases.deps import Deps
from store.database import Transaction


@dataclass(frozen=True, kw_only=True)
class ModelErrand(Sending):
    """One message about a change of the support model; `scene` is everything it may be drawn from."""

    scene: ChangeScene
    places: Places

    async def address(self) -> tuple[str, str | None]:
        """Say to whom it goes, or to which channel of the model."""
        match self.message:
            case AskToSign(person=person) | TellOutcome(person=person):
                return person, None
            case PostChange(channel=channel) | PostOutcome(channel=channel):
                try:
                    found, _ = await self.places.find(self.scene.in_force, channel)
                except NoSuchPlace as nowhere:
                    raise Refused(str(nowhere), {}) from nowhere
                return found, None
            case _:
                raise LookupError(f"{self.claim.effect.key} changes a message and has no address of its own")

    def drawn(self, message: AnyMessage) -> Drawn:
        """Draw it from what became of the change by now."""
        if not isinstance(message, ModelMessage):
            raise LookupError(f"{self.claim.effect.key} is about no change of the model")  # noqa: TRY004
        return draw(message, replace(self.scene, delay=self.delay))

    def unwanted(self) -> str | None:
        """Nothing about a change is dropped: what comes late says how it stands by then."""
        return None

    def refused(self, why: str) -> Impossible:
        """Leave it at the word in Conn's own log; the change log has it all."""
        return Impossible(why=why)


async def change_scene(tx: Transaction, deps: Deps, message: ModelMessage) -> ChangeScene:
    """Read the change that a message speaks of, as it stands now."""
    seen = await change_seen(message.number, deps, tx)
    return ChangeScene(number=message.number, change=seen.change, found=seen.found, in_force=deps.models.current)

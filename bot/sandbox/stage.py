"""What stands behind every person: the workspace, and the way to the app."""

from dataclasses import dataclass

from bot.sandbox.call import Platform
from bot.sandbox.delivery import Answer, Deliveries
from bot.sandbox.errors import ImpossibleError
from bot.sandbox.interactions import Interaction
from bot.sandbox.manifest import Json
from bot.sandbox.objects import Channel, User
from bot.sandbox.replies import Responses
from bot.sandbox.workspace import Workspace

Place = Channel | str


@dataclass(kw_only=True, slots=True)
class Stage:
    """The parts of the look-alike that people's actions work on."""

    platform: Platform
    deliveries: Deliveries
    responses: Responses
    base_url: str = ""

    @property
    def workspace(self) -> Workspace:
        """Give the workspace."""
        return self.platform.workspace

    def response_url(self, interaction: Interaction) -> str:
        """Give the address the app may answer an action at."""
        return f"{self.base_url}response/{interaction.response_token}"

    def place(self, where: Place, user: User) -> Channel:
        """Find a conversation a person can write in; "dm" is theirs with the bot."""
        if isinstance(where, Channel):
            channel: Channel | None = where
        elif where.lower() == "dm":
            channel = self.workspace.direct(user.id)
        else:
            channel = self.workspace.channel_named(where)
        if channel is None:
            raise ImpossibleError(f"there is no channel {where!r}")
        if user.id not in channel.present:
            raise ImpossibleError(f"{user.name} is not in #{channel.name}")
        return channel

    async def interact(self, payload: Json, *, accepts_answer: bool = False) -> Answer:
        """Deliver an interaction, if the app asked for any."""
        if not self.platform.manifest.interactive:
            return Answer(error="interactivity_disabled")
        return await self.deliveries.ask("interactive", payload, accepts_answer=accepts_answer)

"""What a person sees after doing something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.content import content
from bot.sandbox.delivery import Answer
from bot.sandbox.errors import SlackError
from bot.sandbox.interactions import Interaction
from bot.sandbox.log import Log
from bot.sandbox.objects import Json, Message
from bot.sandbox.screens import View


@dataclass(kw_only=True, slots=True)
class Reply:
    """The app's answer to one action; later answers by response_url still come in."""

    interaction: Interaction
    error: str | None = None
    latency_ms: float = 0.0

    @property
    def messages(self) -> list[Message]:
        """List what was said in answer, by the ack or by response_url."""
        return self.interaction.messages

    @property
    def ephemeral(self) -> list[Message]:
        """List the private messages the person got in that channel since."""
        channel = self.interaction.channel
        if channel is None:
            return []
        mine = [m for m in channel.ephemerals if m.to == self.interaction.user and not m.deleted]
        return [m for m in mine if float(m.ts) >= self.interaction.at]

    @property
    def message(self) -> Message | None:
        """Give the first answer, private ones included."""
        return next(iter([*self.messages, *self.ephemeral]), None)

    @property
    def text(self) -> str:
        """Read the first answer; empty when there is none."""
        return self.message.text if self.message else ""

    @property
    def blocks(self) -> list[Json]:
        """Give the first answer's blocks."""
        return self.message.blocks if self.message else []

    @property
    def view(self) -> View | None:
        """Give the modal the action opened."""
        return self.interaction.view


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitted:
    """What came of submitting a modal: errors under its fields, the next modal, or neither."""

    errors: Mapping[str, str] = field(default_factory=dict)
    view: View | None = None
    error: str | None = None
    latency_ms: float = 0.0

    @property
    def ok(self) -> bool:
        """Tell whether the form was taken."""
        return not self.errors and self.error is None


class Responses:
    """Shows what the app answers to an action, in the ack or by response_url."""

    def __init__(self, changes: Changes, log: Log, bot: str) -> None:
        """Remember how messages are shown."""
        self._changes = changes
        self._log = log
        self._bot = bot

    def to_command(self, interaction: Interaction, answer: Answer) -> Reply:
        """Show the ack of a command; an empty one shows nothing."""
        error = answer.error
        given = {"text": answer.payload} if isinstance(answer.payload, str) else answer.payload
        if error is None and given:
            try:
                self.say(interaction, given)
            except SlackError as refused:
                self._log.violated("invalid_command_response", f"{refused.code} {refused.extra}")
                error = "invalid_command_response"
        return Reply(interaction=interaction, error=error, latency_ms=answer.latency * 1000)

    def respond(self, interaction: Interaction, given: Mapping[str, Any]) -> Json:
        """Honour one post to a response_url."""
        channel, source = interaction.channel, interaction.source
        if channel is None:
            raise SlackError("expired_url")
        if given.get("delete_original"):
            if source is not None:
                self._changes.delete(channel, source, by=self._bot)
            return {}
        if given.get("replace_original") and source is not None:
            self._changes.edit(channel, source, content(given), by=self._bot)
            return {}
        self.say(interaction, given)
        return {}

    def say(self, interaction: Interaction, given: Mapping[str, Any]) -> None:
        """Say something in answer, to the person alone unless `in_channel`."""
        channel = interaction.channel
        if channel is None:
            raise SlackError("channel_not_found")
        if given.get("response_type") not in (None, "ephemeral", "in_channel"):
            self._log.violated("unknown_response_type", str(given["response_type"]))
        said = content(given)
        if given.get("response_type") == "in_channel":
            message = self._changes.say(channel, self._bot, said)
        else:
            message = self._changes.whisper(channel, interaction.user, said)
        interaction.messages.append(message)

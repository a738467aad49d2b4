"""What a person's action entitles the app to: a trigger for one view, and a response_url for five answers."""

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.errors import SlackError
from bot.sandbox.objects import Channel, Message
from bot.sandbox.screens import View

# https://docs.slack.dev/interactivity/handling-user-interaction
TRIGGER_LIVES = 3.0
RESPONSES = 5
RESPONSES_WITHIN = 1800.0


@dataclass(kw_only=True, slots=True, eq=False)
class Interaction:
    """One action of one person, and what it led to so far."""

    user: str
    trigger_id: str
    response_token: str
    began: float
    at: float
    channel: Channel | None = None
    source: Message | None = None
    exchanged: bool = False
    responses: int = 0
    view: View | None = None
    messages: list[Message] = field(default_factory=list)


class Interactions:
    """Hands out triggers and response URLs, and honours them as strictly as Slack."""

    def __init__(self, now: Callable[[], float], clock: Callable[[], float] = time.monotonic) -> None:
        """`now` dates actions as messages are dated; `clock` measures how old they are."""
        self._now = now
        self._clock = clock
        self._triggers: dict[str, Interaction] = {}
        self._responses: dict[str, Interaction] = {}
        self._order: deque[Interaction] = deque()
        self._numbers = 1_000_000

    def begin(self, user: str, channel: Channel | None = None, source: Message | None = None) -> Interaction:
        """Note that a person did something, at or on `source`."""
        self._forget_old()
        self._numbers += 1
        token = secrets.token_hex(12)
        interaction = Interaction(
            user=user,
            trigger_id=f"{self._numbers}.{self._numbers // 7}.{token}",
            response_token=token,
            began=self._clock(),
            at=self._now(),
            channel=channel,
            source=source,
        )
        self._triggers[interaction.trigger_id] = interaction
        self._responses[token] = interaction
        self._order.append(interaction)
        return interaction

    def exchange(self, trigger_id: str) -> Interaction:
        """Give the action behind a trigger, once and within three seconds."""
        interaction = self._triggers.get(trigger_id)
        if interaction is None:
            raise SlackError("invalid_trigger_id")
        if interaction.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - interaction.began > TRIGGER_LIVES:
            raise SlackError("expired_trigger_id")
        interaction.exchanged = True
        return interaction

    def respond(self, token: str) -> Interaction:
        """Give the action behind a response_url, five times and within half an hour."""
        interaction = self._responses.get(token)
        if interaction is None or interaction.channel is None:
            raise SlackError("expired_url")
        if self._clock() - interaction.began > RESPONSES_WITHIN:
            raise SlackError("expired_url")
        if interaction.responses >= RESPONSES:
            raise SlackError("used_url")
        interaction.responses += 1
        return interaction

    def age(self, seconds: float) -> None:
        """Make every trigger and response_url so much older, instead of waiting for it."""
        for interaction in self._order:
            interaction.began -= seconds

    def _forget_old(self) -> None:
        while self._order and self._clock() - self._order[0].began > 2 * RESPONSES_WITHIN:
            old = self._order.popleft()
            del self._triggers[old.trigger_id], self._responses[old.response_token]

"""What listeners need beside the use cases: the forms they may open, and the words commands go by."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.calls import TIMEOUT, CallFailed
from bot.delivery.slack import Slack
from bot.domain.errors import Refusal
from bot.domain.people import PersonId
from bot.usecases.deps import Deps
from store.errors import StoreUnavailable

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Console:
    """Handed to what answers typed words in words alone, wherever they were typed; it reaches no Slack."""

    deps: Deps
    incident_command: str = "/incident"
    escalate_command: str = "/escalate"
    oncall_command: str = "/oncall"


@dataclass(kw_only=True)
class Desk(Console):
    """Handed to every listener; `courtesies` are answers on their way that nobody depends on.

    Every address that Slack gives for private answers begins with `hooks_url`. `connected` counts the sockets on which
    Slack can reach Conn now; None over HTTP, where it needs none. `homes` is who opened their Home when (monotonic
    seconds), `greeted` whether the greeting of a new installation is known to be said.
    """

    slack: Slack
    hooks_url: str
    greeted: bool = False
    connected: Callable[[], Awaitable[int | None]]
    homes: dict[PersonId, float] = field(default_factory=dict)
    courtesies: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, courtesy: Awaitable[Any]) -> None:
        """Send something after the answer went out, since what is awaited before it delays it."""
        task = asyncio.create_task(_quietly(courtesy))
        self.courtesies.add(task)
        task.add_done_callback(self.courtesies.discard)

    async def stop(self) -> None:
        """Let the answers on their way arrive."""
        if self.courtesies:
            await asyncio.wait(self.courtesies, timeout=TIMEOUT)


async def _quietly(courtesy: Awaitable[Any]) -> None:
    try:
        await courtesy
    except (CallFailed, Refusal, StoreUnavailable, ValueError, OSError, TimeoutError) as failed:
        log.info("An answer did not arrive: %r", failed)
    except Exception:
        log.exception("An answer could not be given")

"""Keeping to the support model in force: a changed file is noticed, and so is what another process put in force."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from bot.domain.change_control import ChangeState
from bot.domain.errors import BrokenModel
from bot.domain.policy import Policy
from bot.housekeeping import Housekeeping
from bot.usecases.change_model import ChangeSeen, Reload, follow_model, reload_model
from bot.usecases.deps import Deps
from store.errors import StoreUnavailable

LOOK_EVERY = 2.0
"""Seconds after which a process looks which model is in force, in case a hint was lost."""

log = logging.getLogger(__name__)


class ModelWatch:
    """Follows the model in force, and has its names learnt before anything has to be said in them."""

    def __init__(self, deps: Deps, housekeeping: Housekeeping, running: Callable[[Policy], None]) -> None:
        """Follow for these parts of a Conn; `running` is told of each model it runs by."""
        self._deps = deps
        self._housekeeping = housekeeping
        self._running = running
        self._wake = asyncio.Event()
        self._known = deps.models.current.revision

    async def start(self) -> None:
        """Notice a file that is not as the model in force; what was decided about it before stays decided."""
        self._deps.database.on_switch(self._wake.set)
        self._deps.models.on_switch(self._wake.set)
        await self.reread(again=False)

    async def run(self) -> None:
        """Follow until cancelled."""
        patience = None if self._deps.database.is_ours_alone else LOOK_EVERY
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._wake.wait()
            self._wake.clear()
            with contextlib.suppress(StoreUnavailable):
                await follow_model(self._deps)
            await self._learn()

    async def reread(self, *, again: bool = True) -> None:
        """Look at the file once more; one that is broken is said in the log, with every mistake."""
        try:
            _logged(await reload_model(Reload(again=again), self._deps))
        except BrokenModel as broken:
            if again:  # at a start it was said already
                said = "The changed support model cannot be used; nothing was changed:"
                log.error("%s\n%s", said, broken)  # noqa: TRY400 - sentences, not a stack trace
        except StoreUnavailable as away:
            log.warning("The support model was not looked at: %s", away)
        await self._learn()

    async def _learn(self) -> None:
        current = self._deps.models.current
        if current.revision == self._known:
            return
        self._known = current.revision
        self._running(current)
        await self._housekeeping.learn()
        await self._housekeeping.enter()
        await self._housekeeping.tell_apart()


def _logged(seen: ChangeSeen) -> None:
    change = seen.change
    if change.state is ChangeState.PENDING:
        log.warning(
            "The changed support model, revision %s, waits for %s to agree; revision %s stays in force.",
            change.revision,
            " and ".join(change.missing),
            change.before,
        )
    elif seen.known:
        log.warning(
            "The file holds revision %s of the support model, which is %s; another revision is in force. "
            "`/incident model reload` puts it forward again.",
            change.revision,
            change.state.value.replace("_", " "),
        )

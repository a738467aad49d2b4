"""Conn with its own pace towards Slack taken away, as in the stories: a month of it passes in minutes."""

import asyncio
import gc
import logging
import signal

from bot.app import running
from bot.delivery.limiter import Limiter
from bot.logs import write_logs
from bot.settings import read_settings
from tests.process.conn import READY
from tests.world import Minutes


async def main() -> None:
    """Run until told to stop."""
    settings, minutes, stopped = read_settings(), Minutes(), asyncio.Event()
    write_logs(settings.conn_log_format, settings.secrets())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with running(settings, Limiter(counting=False, clock=minutes)) as bot:
        minutes.database = bot.deps.database
        gc.collect()
        gc.freeze()
        logging.getLogger(__name__).info(READY)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())

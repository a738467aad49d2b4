"""Runs Conn as `python -m bot` does, without counting calls: where time is skipped, an hour of them falls together."""

import runpy

from bot.delivery.limiter import Limiter

Limiter.__init__.__kwdefaults__["counting"] = False
runpy.run_module("bot", run_name="__main__")

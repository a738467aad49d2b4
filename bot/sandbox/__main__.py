"""Run the look-alike in a process of its own, for benchmarks: `python -m bot.sandbox --port 9000`."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Callable
from random import Random

from bot.sandbox.edge import Latency
from bot.sandbox.sandbox import Sandbox


def main() -> None:
    """Read the arguments and serve until interrupted."""
    asyncio.run(_serve(_arguments()))


async def _serve(options: argparse.Namespace) -> None:
    sandbox = Sandbox(
        options.manifest, latency=options.latency, rate_limits=not options.no_rate_limits, seed=options.seed
    )
    await sandbox.start(options.port, options.control_port)
    for name in options.people:
        sandbox.add_person(name)
    sys.stdout.write(json.dumps(sandbox.facts()) + "\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await sandbox.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--manifest", required=True, help="path of the app manifest")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--latency", type=_latency, default=0.0, help="seconds per call, or a range: 0.05-0.3")
    parser.add_argument("--no-rate-limits", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", nargs="*", default=[], help="handles of people to add")
    return parser.parse_args()


def _latency(given: str) -> Latency:
    low, _, high = given.partition("-")
    return _between(float(low), float(high)) if high else float(low)


def _between(low: float, high: float) -> Callable[[Random], float]:
    return lambda rng: rng.uniform(low, high)


if __name__ == "__main__":
    main()

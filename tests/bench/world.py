"""The sandbox with the people and channels of the demo's support model, in the process that measures."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox import Called, Sandbox

ROOT = Path(__file__).resolve().parents[2]
PAGED = ("ana", "ben", "chloe", "dev", "eve")
"""The people whom the support model can call."""

REPORTER = "fay"

LATENCY = 0.1
"""Seconds that every Web API call takes, half on the way there and half on the way back."""


@asynccontextmanager
async def workspace(
    *,
    latency: float = LATENCY,
    rate_limits: bool = False,
    more_people: int = 0,
    channels: Sequence[str] = ("incidents",),
) -> AsyncIterator[Sandbox]:
    """Let a workspace be there until the block ends."""
    sandbox = Sandbox(ROOT / "manifests" / "slack-app.yaml", latency=latency, rate_limits=rate_limits)
    names = [*PAGED, REPORTER, *(f"reporter{n}" for n in range(more_people))]
    people = [sandbox.add_person(name) for name in names]
    for name in channels:
        sandbox.add_channel(name, members=people)
    async with sandbox:
        yield sandbox


def key_of(call: Called) -> str:
    """Give the key by which Conn marks a message; empty for any other call."""
    return str((call.args.get("metadata") or {}).get("event_payload", {}).get("key", ""))

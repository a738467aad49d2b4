"""`/metrics` for Prometheus: figures about Conn itself, and never a secret, a person or a word that somebody wrote."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot import __version__
from bot.domain.policy import Policy
from store import outbox, surfaces, timers
from store.database import Database, Transaction
from store.errors import StoreUnavailable
from store.outbox import EffectState

ANSWERS_WITHIN = 2.0

ACKS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack gives up after three."""

LATENESS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 30.0, 300.0, 3600.0)
"""Seconds; a timer that is late by more than two was held up."""

KINDS = {
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "event_callback": "event",
}


@dataclass(frozen=True, kw_only=True)
class CallMeter:
    """Counts the calls to one service."""

    calls: Counter
    waits: Counter

    def called(self, method: str, result: str) -> None:
        """Count a call: ok, ratelimited, refused, unknown or unreachable."""
        self.calls.labels(method, result).inc()

    def waited(self, method: str, seconds: float) -> None:
        """Count time spent waiting for a rate limit."""
        self.waits.labels(method).inc(seconds)


class Metrics:
    """The figures of one running Conn, in a registry of its own, since several may run in a process."""

    def __init__(self, database: Database, policy: Policy) -> None:
        """Begin at zero; what `database` holds is asked at each scrape."""
        self._database = database
        self._registry = CollectorRegistry()
        self._acks = self._histogram("conn_ack_seconds", "How long Slack waited for an answer.", ACKS, "kind")
        self._lateness = self._histogram("conn_timer_late_seconds", "How late timers fired.", LATENESS)
        self.slack = self._meter("slack", "Slack")
        self.pagerduty = self._meter("pagerduty", "PagerDuty")
        self._refused = self._counter("conn_requests_refused", "Requests that were not let in.", "why")
        self._overdue = self._gauge("conn_timers_overdue", "Timers whose time has come and that have not fired.")
        self._effects = self._gauge("conn_effects", "Messages by what became of them.", "state")
        self._stale = self._gauge("conn_surfaces_stale", "What Slack shows and should show otherwise.")
        self._database_up = self._gauge("conn_database_up", "Whether the database answered this scrape.")
        self._sockets = self._gauge("conn_sockets_connected", "Connections on which Slack's payloads can come.")
        self._tick_age = self._gauge("conn_engine_tick_age_seconds", "Time since the clocks were last looked at.")
        self._drift = self._gauge("conn_clock_drift_seconds", "How far this machine's clock was set since the start.")
        self._info = self._gauge("conn_info", "Which Conn runs which support model.", "version", "model", "revision")
        self.runs_by(policy)
        self._tick_ages: Callable[[], float] | None = None
        self._connections: Callable[[], Awaitable[int | None]] | None = None

    def runs_by(self, policy: Policy) -> None:
        """Show which support model is in force."""
        self._info.clear()
        self._info.labels(__version__, policy.name, policy.revision).set(1)

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """List what is served."""
        return [web.get("/metrics", self._scraped)]

    def watch_engine(self, tick_age: Callable[[], float]) -> None:
        """Ask this at each scrape for the seconds since the engine's last tick."""
        self._tick_ages = tick_age

    def watch_connections(self, count: Callable[[], Awaitable[int | None]]) -> None:
        """Ask this at each scrape for the number of connections to Slack."""
        self._connections = count

    @contextmanager
    def answering(self, payload: Mapping[str, Any]) -> Iterator[None]:
        """Measure how long the answer to a payload takes."""
        kind = "command" if "command" in payload else KINDS.get(str(payload.get("type")), "other")
        with self._acks.labels(kind).time():
            yield

    def fired(self, late: float) -> None:
        """Count a timer that fired so many seconds late."""
        self._lateness.observe(late)

    def refused(self, why: str) -> None:
        """Count a request that was turned away."""
        self._refused.labels(why).inc()

    async def _scraped(self, _request: web.Request) -> web.StreamResponse:
        if self._tick_ages:
            self._tick_age.set(self._tick_ages())
        if self._connections and (count := await self._connections()) is not None:
            self._sockets.set(count)
        self._drift.set(self._database.clock_drift().total_seconds())
        try:
            async with asyncio.timeout(ANSWERS_WITHIN), self._database.read() as tx:
                await self._measure(tx)
        except (StoreUnavailable, TimeoutError):
            self._know_nothing()
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _measure(self, tx: Transaction) -> None:
        self._overdue.set(await timers.overdue_count(tx))
        counts = await outbox.counts(tx)
        for state in EffectState:
            self._effects.labels(state.value).set(counts.get(state, 0))
        self._stale.set(await surfaces.waiting_count(tx))
        self._database_up.set(1)

    def _know_nothing(self) -> None:
        """Say of nothing in the database how it is, rather than how it was."""
        self._database_up.set(0)
        for gauge in (self._overdue, self._stale, *(self._effects.labels(state.value) for state in EffectState)):
            gauge.set(math.nan)

    def _meter(self, service: str, name: str) -> CallMeter:
        return CallMeter(
            calls=self._counter(f"conn_{service}_calls", f"Calls to {name} by what came of them.", "method", "result"),
            waits=self._counter(f"conn_{service}_wait_seconds", "Time spent waiting for rate limits.", "method"),
        )

    def _histogram(self, name: str, words: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, words, labels, buckets=buckets, registry=self._registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, registry=self._registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)

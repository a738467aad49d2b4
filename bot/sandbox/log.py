"""One append-only record of everything that happened: the oracle of every test and benchmark."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """When something happened: `seq` orders entries, `mono` measures, `at` is for people."""

    seq: int = 0
    at: float = field(default_factory=time.time)
    mono: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, kw_only=True, slots=True)
class Called(Entry):
    """One Web API call, written when its answer is known; `outcome` is ok, error or fault."""

    method: str
    args: Mapping[str, Any]
    token: str
    outcome: str
    error: str | None
    started: float
    took: float
    connection: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered(Entry):
    """One attempt to hand the app a payload, written when it is acknowledged or given up."""

    kind: str
    envelope_id: str
    payload: Mapping[str, Any]
    attempt: int
    sent: float
    latency: float | None
    answer: Any
    missed: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed(Entry):
    """One change people can see: a message, a topic, a pin, a bookmark, a member, a view."""

    what: str
    channel: str | None
    by: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation(Entry):
    """The app broke a rule of Slack, whether or not Slack would have said so."""

    rule: str
    detail: str


class Log:
    """Keeps the entries in order and tells whoever listens."""

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[Entry] = []
        self._listeners: list[Callable[[Entry], None]] = []
        self._numbers = count(1)

    def called(self, **facts: Any) -> None:  # noqa: ANN401 - the entry's own fields
        """Write down a Web API call."""
        self._append(Called(seq=next(self._numbers), **facts))

    def delivered(self, **facts: Any) -> None:  # noqa: ANN401 - the entry's own fields
        """Write down an attempt to deliver."""
        self._append(Delivered(seq=next(self._numbers), **facts))

    def changed(self, what: str, *, channel: str | None = None, by: str | None = None, **detail: object) -> None:
        """Write down a visible change."""
        self._append(Changed(seq=next(self._numbers), what=what, channel=channel, by=by, detail=detail))

    def violated(self, rule: str, detail: str) -> None:
        """Write down a broken rule."""
        self._append(Violation(seq=next(self._numbers), rule=rule, detail=detail))

    def calls(self, method: str | None = None) -> list[Called]:
        """List the calls, of one method if named."""
        return [e for e in self.entries if isinstance(e, Called) and method in (None, e.method)]

    def deliveries(self, kind: str | None = None) -> list[Delivered]:
        """List the attempts to deliver, of one envelope type if named."""
        return [e for e in self.entries if isinstance(e, Delivered) and kind in (None, e.kind)]

    def changes(self, what: str | None = None) -> list[Changed]:
        """List the visible changes, of one kind if named."""
        return [e for e in self.entries if isinstance(e, Changed) and what in (None, e.what)]

    @property
    def violations(self) -> list[Violation]:
        """List every broken rule."""
        return [e for e in self.entries if isinstance(e, Violation)]

    def listen(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call `listener` with every later entry, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def as_json(self, *, after: int = 0) -> list[Json]:
        """Give the entries after a sequence number as plain values."""
        return [entry_json(entry) for entry in self.entries[after:]]

    def _append(self, entry: Entry) -> None:
        self.entries.append(entry)
        for listener in self._listeners:
            listener(entry)


def entry_json(entry: Entry) -> Json:
    """Give one entry as plain values, with its kind."""
    return {"entry": type(entry).__name__.lower(), **asdict(entry)}

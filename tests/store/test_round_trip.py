"""Whatever the domain can say comes back from the database as it was."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.effects.effect import Effect, Urgency
from bot.domain.events import KINDS, Declared, Entry, Event, PromiseMade, RoomOpened, SeverityChanged
from bot.domain.incident import Incident, apply, begin, replay
from bot.domain.messages import MESSAGES, Message
from bot.domain.outcome import Outcome
from store import incidents, outbox
from store.check import problems
from store.codec import event_from, incident_from, message_from, written
from store.database import Database
from store.record import record
from tests.store.conftest import Story

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    int: st.integers(0, 2**31 - 1),
    bool: st.booleans(),
    datetime: st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    timedelta: st.timedeltas(timedelta(0), timedelta(days=400)),
    NoneType: st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Make whatever a type allows; registering strategies would change the tests of others."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__)
    if origin in (Union, UnionType):
        return st.one_of([any_of(part) for part in parts])
    if origin is tuple and Ellipsis not in parts:
        return st.tuples(*map(any_of, parts))
    if origin is tuple:
        return st.lists(any_of(parts[0]), max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=3)
    if is_dataclass(kind):
        return st.builds(kind, **{name: any_of(hint) for name, hint in get_type_hints(kind).items()})
    assert issubclass(kind, Enum)
    return st.sampled_from(list(kind))


quickly = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
harmless = [kind for kind in KINDS.values() if kind not in (Declared, PromiseMade, RoomOpened, SeverityChanged)]


@given(event=st.one_of([any_of(kind) for kind in KINDS.values()]))
@quickly
def test_an_event_comes_back_as_it_was(event: Event):
    assert event_from(type(event).__name__, written(event)) == event


@given(message=st.one_of([any_of(kind) for kind in MESSAGES.values()]))
@quickly
def test_a_message_comes_back_as_it_was(message: Message):
    assert message_from(type(message).__name__, written(message)) == message


@given(incident=any_of(Incident))
@quickly
def test_an_incident_comes_back_as_it_was(incident: Incident):
    assert incident_from(written(incident)) == incident


@given(
    beginning=any_of(Declared),
    happened=st.lists(st.tuples(any_of(datetime), any_of(str), st.one_of([any_of(kind) for kind in harmless]))),
    message=st.one_of([any_of(kind) for kind in MESSAGES.values()]),
)
@quickly
async def test_a_log_and_its_messages_come_back_from_the_database(
    database: Database, story: Story, beginning: Declared, happened: list[tuple[datetime, str, Event]], message: Message
):
    severity = next(iter(story.policy.severities))
    event = Declared(**{**vars(beginning), "severity": severity})
    async with database.begin() as tx:
        number = await incidents.next_id(tx)
        log = [Entry(seq=1, at=tx.now, actor="UANA", event=event)]
        log += [Entry(seq=n, at=at, actor=by, event=e) for n, (at, by, e) in enumerate(happened, start=2)]
        incident = begin(number, log[0])
        for entry in log[1:]:
            incident = apply(incident, entry)
        effect = Effect(key=f"inc:{number}/x", incident=number, urgency=Urgency.PAGE, message=message)
        outcome = Outcome(incident=incident, entries=tuple(log), effects=(effect,))
        await record(tx, outcome, story.policy)
        assert await incidents.log(tx, number) == log
        assert await incidents.load(tx, number) == incident == replay(number, log)
        told = await outbox.sent(tx, effect.key)
        assert told is not None
        assert told.message == message
        assert await problems(tx, _any_policy(story)) == []


def _any_policy(story: Story):
    async def policy_of(_: Incident):
        return story.policy

    return policy_of

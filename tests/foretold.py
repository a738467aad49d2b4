"""What `policy simulate` foretells of an incident, held against what happened to one in the sandbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, partial
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.events import (
    Acknowledged,
    CommandTaken,
    Entry,
    NotReached,
    Paged,
    PhoneRang,
    PhoneSilent,
    PhoneTaken,
    PhoneUnheard,
    RoomOpened,
    TopicEdited,
    Undelivered,
)
from bot.domain.policy import Policy
from bot.domain.roster import channels_in, names_in
from bot.policy.layers import read_layers
from bot.policy.loader import load_text
from bot.policy.scenarios import own_zone
from bot.policy.simulate import DECLARER, Act, Scenario, simulate
from bot.policy.tree import write_text
from store.codec import written
from tests.history import check
from tests.policy.asking import MODELS, fill
from tests.steps import Member
from tests.world import Home, Setting, World, world_of

TICK = timedelta(seconds=5)
"""How far apart the two may be: a clock fires a tick late at most, and what follows from it counts from there."""

BY_SLACK = (RoomOpened, Undelivered, NotReached, PhoneSilent, PhoneRang, PhoneTaken, PhoneUnheard, TopicEdited)
"""What Slack or PagerDuty alone causes."""

FILES = ("evospin", "signx", "nwire", "skillancer", "tai", "default")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_CHRISTMAS = "12-25"


class Moment(StrEnum):
    """The kinds of hours that a model may treat differently."""

    BUSINESS = "business hours"
    NIGHT = "night"
    WEEKEND = "weekend"
    HOLIDAY = "public holiday"
    CLOCK_CHANGE = "the night the clocks change"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One file at one moment, with everybody silent or with somebody who acknowledges and takes command."""

    file: str
    moment: Moment
    answered: bool

    def __str__(self) -> str:
        """Name it in the test's id."""
        return f"{self.file}, {self.moment}{', answered' if self.answered else ''}"


CASES = [Case(file=f, moment=m, answered=a) for f in FILES for m in Moment for a in (False, True)]


@cache
def overlaid(file: str) -> Policy:
    """Load a shipped model with its open slots filled, and a public holiday wherever it has hours."""
    data = fill(read_layers(MODELS / f"{file}.yaml").data)
    data.setdefault("holidays", {})["of_the_test"] = {"name": "Christmas", "every_year": [_CHRISTMAS]}
    for hours in data.get("hours", {}).values():
        if hours.get("holidays") is None:
            hours["holidays"] = "of_the_test"
    return load_text(write_text(data), f"{file}.yaml")


def moment_of(policy: Policy, moment: Moment) -> datetime:
    """Say when that is, in the model's own zone and later than any machine's clock."""
    zone = own_zone(policy)
    days = {
        Moment.BUSINESS: (date(2031, 1, 15), time(10)),
        Moment.NIGHT: (date(2031, 1, 16), time(2, 30)),
        Moment.WEEKEND: (date(2031, 1, 18), time(14)),
        Moment.HOLIDAY: (date(2031, 12, 25), time(11)),
    }
    if moment in days:
        return datetime.combine(*days[moment], tzinfo=zone).astimezone(UTC)
    return _clocks_change(zone) - timedelta(minutes=30)


def _clocks_change(zone: ZoneInfo) -> datetime:
    """Find when clocks go forward in a zone, in Lisbon where they never do."""

    def offset(at: datetime, where: ZoneInfo) -> timedelta | None:
        return at.astimezone(where).utcoffset()

    hours = [datetime(2031, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 180)]
    changes = (
        at
        for where in (zone, ZoneInfo("Europe/Lisbon"))
        for before, at in pairwise(hours)
        if offset(at, where) != offset(before, where)
    )
    return next(changes)


async def disagreements(case: Case, home: Home, lasts: timedelta) -> list[str]:
    """Declare an incident of each severity, let the time pass, and list everything that was foretold otherwise."""
    policy = overlaid(case.file)
    file = home.folder / f"{case.file}.yaml"
    file.write_text(policy.text, encoding="utf-8")
    people, groups = names_in(policy)
    setting = Setting(
        policy=file,
        at=moment_of(policy, case.moment),
        channels=tuple(sorted(channels_in(policy))),
        groups={handle.removeprefix("@"): ("ana",) for handle in sorted(groups)},
        emails=tuple(sorted(people)),
    )
    async with world_of(home, setting) as world:
        numbers = {severity: await world.declares(severity) for severity in policy.severities}
        for number in numbers.values() if case.answered else ():
            await _answer(world, number)
        await world.control.skip(lasts + TICK)
        found = [
            f"{case}, {severity}: {one}"
            for severity, number in numbers.items()
            for one in _differences(world, severity, await world.log_of(number), lasts)
        ]
        world.tolerates("is found again by its lease")  # where the machine has too much to do
        await check(world)
        return found


async def _answer(world: World, number: int) -> None:
    """Have somebody who was called acknowledge, and take command a little later."""
    called = next((entry.event for entry in await world.log_of(number) if isinstance(entry.event, Paged)), None)
    if called is not None:
        person = Member(world, world.sandbox.person(called.people[0]))
        await world.control.skip(timedelta(seconds=20))
        await person.runs(f"/incident ack INC-{number}")
        await world.control.skip(timedelta(seconds=10))
        await person.runs(f"/incident ic INC-{number}")


def _differences(world: World, severity: str, log: list[Entry], lasts: timedelta) -> Iterator[str]:
    begun = log[0]
    supposed = Scenario(
        severity=severity, at=begun.at, lasts=lasts, title=begun.event.title, acts=tuple(_acts(log, begun.at))
    )
    told = simulate(world.bot.deps.models.current, supposed, world.bot.deps.directory)
    ends = begun.at + lasts
    foretold = [one.entry for one in told.happenings if not isinstance(one.entry.event, BY_SLACK)]
    happened = [entry for entry in log if not isinstance(entry.event, BY_SLACK)]
    yield from (f"could not be done in the simulation: {act.what}, {why}" for act, why in told.in_vain)
    for entry in foretold:
        same = next((one for one in happened if _is_same(entry, one, begun.actor)), None)
        if same is not None:
            happened.remove(same)
        elif entry.at <= ends - TICK:
            yield f"foretold, and did not happen: {_words(entry, begun)}"
    yield from (f"happened, and was not foretold: {_words(one, begun)}" for one in happened if one.at <= ends - TICK)


def _acts(log: list[Entry], begun: datetime) -> Iterator[Act]:
    target = next((entry.event.target for entry in log if isinstance(entry.event, Paged)), "")
    for entry in log:
        if isinstance(entry.event, Acknowledged):
            yield Act(what="ack", tier=target, after=entry.at - begun)
        if isinstance(entry.event, CommandTaken):
            yield Act(what="command", tier=target, after=entry.at - begun)


def _is_same(foretold: Entry, happened: Entry, declarer: str) -> bool:
    return (
        type(foretold.event) is type(happened.event)
        and _are_close(foretold.at, happened.at)
        and _alike(written(foretold.event), written(happened.event), declarer)
    )


def _alike(foretold: Any, happened: Any, declarer: str) -> bool:
    """Compare two values of events; moments may be a tick apart."""
    match foretold, happened:
        case dict(), dict():
            return foretold.keys() == happened.keys() and all(
                _alike(foretold[name], happened[name], declarer) for name in foretold
            )
        case list(), list():
            return len(foretold) == len(happened) and all(map(partial(_alike, declarer=declarer), foretold, happened))
        case str(), str() if _MOMENT.fullmatch(foretold) and _MOMENT.fullmatch(happened):
            return _are_close(datetime.fromisoformat(foretold), datetime.fromisoformat(happened))
        case str(), str():
            return foretold.replace(DECLARER, declarer) == happened
        case _:
            return bool(foretold == happened)


def _are_close(foretold: datetime, happened: datetime) -> bool:
    return -TICK <= happened - foretold <= TICK


def _words(entry: Entry, begun: Entry) -> str:
    return f"+{entry.at - begun.at} {entry.actor} {entry.event}"

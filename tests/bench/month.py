"""A month of incidents, drawn from a seed: who declares what and when, the way each goes, and what breaks meanwhile."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.properties.script import METHODS, Breaks

DAY = timedelta(days=1)

DECLARERS = ("fay", "eve", "dev")
RESPONDERS = ("ana", "ben", "chloe")

SEVERITIES = {"P0": 1, "P1": 4, "P2": 7, "P3": 8}
"""How often each is declared, in proportion."""

TROUBLE_EVERY = 5
"""Incidents between two calls that Slack does badly."""

HOW = ("status", "cut", "internal")
"""Those ways to fail that do not depend on the real time, which hardly passes."""

SLACK_IS_AWAY = timedelta(minutes=10)
CONN_IS_AWAY = timedelta(minutes=10)

Step = tuple[int, str, str]
"""How many minutes after the declare, who of the three who have to do with it, and what they type."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way that incidents go, and how often, in proportion."""

    weight: int
    steps: tuple[Step, ...]


ACKNOWLEDGED: tuple[Step, ...] = ((2, "responder", "/incident ack"), (3, "responder", "/incident ic"))
TOLD = "/incident update the last deploy is rolled back"

COURSES = (
    Way(weight=5, steps=(
        *ACKNOWLEDGED, (9, "responder", "/incident update looking at the last deploy"),
        (13, "responder", "/incident status identified a bad deploy"), (14, "responder", TOLD), (20, "responder", TOLD),
        (28, "responder", "/incident resolve"), (30, "responder", TOLD), (40, "declarer", "/incident close"),
    )),
    Way(weight=10, steps=(
        (1, "responder", "/incident ack"), (4, "responder", "/incident note restarted it"),
        (6, "responder", "/incident resolve"), (7, "responder", TOLD),
    )),
    Way(weight=3, steps=(
        *ACKNOWLEDGED, (11, "responder", TOLD), (17, "responder", "/incident ic @{backup}"),
        (18, "backup", "/incident ic"), (21, "backup", TOLD), (30, "backup", "/incident resolve"), (32, "backup", TOLD),
    )),
    Way(weight=2, steps=(
        *ACKNOWLEDGED, (8, "responder", "/escalate it needs a hotfix"), (10, "backup", "/incident ack"),
        (11, "responder", TOLD), (15, "responder", "/incident severity P0 all shops"), (24, "responder", TOLD),
        (30, "responder", "/incident resolve"), (35, "responder", TOLD),
    )),
    Way(weight=1, steps=(
        *ACKNOWLEDGED, (10, "responder", "/incident resolve"), (12, "responder", TOLD),
        (25, "declarer", "/incident reopen it is back"), (26, "responder", "/incident ack"), (30, "responder", TOLD),
        (40, "responder", "/incident resolve"), (42, "responder", TOLD),
    )),
    Way(weight=1, steps=(
        (50, "backup", "/incident ack"), (51, "backup", "/incident ic"), (55, "backup", "/incident resolve"),
        (58, "backup", TOLD),
    )),
    Way(weight=1, steps=((90, "declarer", "/incident cancel it was a false alarm"),)),
)  # fmt: skip
"""Acknowledged and ended, soon or late; handed over; escalated; reopened; answered late; ignored by everybody."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Somebody types a command, so long after the month began."""

    at: timedelta
    who: str
    line: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Slack does one of the next calls badly."""

    at: timedelta
    breaks: Breaks


@dataclass(frozen=True, kw_only=True)
class Away:
    """Slack cannot be reached for a while."""

    at: timedelta
    length: timedelta


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Conn stops, or is `killed`, and starts again some time later."""

    at: timedelta
    length: timedelta
    killed: bool


Happening = Typed | Broken | Away | Stopped


def month(days: float, count: int, *, seed: int = 1, stops: bool = True) -> list[Happening]:
    """Draw `count` incidents spread over so many days, in the order in which everything happens.

    With `stops`, Conn is away twice in the first half, and Slack once.
    """
    dice = random.Random(seed)  # noqa: S311 - the same month every time
    length = days * DAY
    declared = sorted(dice.uniform(0, 1) * length for _ in range(count))
    happenings: list[Happening] = []
    for number, at in enumerate(declared, start=1):
        happenings += _incident(dice, number, at)
        if number % TROUBLE_EVERY == 0:
            breaks = Breaks(dice.choice(METHODS), dice.choice(HOW), dice.random() < 1 / 2, dice.randrange(5))
            happenings.append(Broken(at=at, breaks=breaks))
    if stops:
        happenings += _absences(length)
    return sorted(happenings, key=lambda happening: happening.at)


def _incident(dice: random.Random, number: int, at: timedelta) -> Iterator[Typed]:
    severity = dice.choices(list(SEVERITIES), list(SEVERITIES.values()))[0]
    [way] = dice.choices(COURSES, [way.weight for way in COURSES])
    responder, backup = dice.sample(RESPONDERS, 2)
    people = {"declarer": dice.choice(DECLARERS), "responder": responder, "backup": backup}
    pace = dice.uniform(0.6, 1.5)
    yield Typed(at=at, who=people["declarer"], line=f"/incident declare {severity} Checkout {number} is down")
    for minutes, who, words in way.steps:
        later = at + timedelta(minutes=minutes * pace)
        yield Typed(at=later, who=people[who], line=f"{words.format(**people)} INC-{number}")


def _absences(length: timedelta) -> Iterator[Happening]:
    yield Stopped(at=length * 0.1, length=CONN_IS_AWAY, killed=False)
    yield Stopped(at=length * 0.2, length=CONN_IS_AWAY, killed=True)
    yield Away(at=length * 0.3, length=SLACK_IS_AWAY)

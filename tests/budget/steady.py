"""Many incidents open at once, each given word when it is due, as the model's cadence wants it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox import Message
from tests.budget.ledger import Calls, Ledger
from tests.crowd import crowd
from tests.steps import Outage, number_in
from tests.world import World

CADENCE = 15
"""Minutes between two internal updates of a P1."""

GROUPS = 5
"""The incidents are declared in so many groups, evenly over a cadence; what a group owes is due in one minute."""

ANSWERS = ("No change, next in ", "Not needed")


@dataclass(frozen=True)
class Steady:
    """What one cadence cost with so many incidents open: by feature, and in each group's minute."""

    incidents: int
    features: dict[str, Calls]
    minutes: list[Calls]

    def mean(self, method: str) -> float:
        """Give the calls a minute, on average."""
        return sum(minute[method] for minute in self.minutes) / CADENCE

    def most(self, method: str) -> int:
        """Give the calls in the busiest minute."""
        return max(minute[method] for minute in self.minutes)

    def of(self, feature: str) -> float:
        """Give the calls a minute that a feature makes, on average."""
        return sum(self.features[feature].values()) / CADENCE


async def steady(world: World, count: int) -> Steady:
    """Declare so many P1 and have each taken in hand, over one cadence; count what the next one costs."""
    ledger, open_ones = Ledger(world), list[Outage]()
    for group in range(GROUPS * 2):
        if group < GROUPS:
            size = (group + 1) * count // GROUPS - len(open_ones) if count >= GROUPS else (group == 0) * count
            open_ones += await _taken_in_hand(world, size)
        else:
            ledger.rounds.append(Counter())
        counted = ledger if group >= GROUPS else Ledger(world)
        async with counted.of("reminders"):
            await world.skip(f"{CADENCE // GROUPS}m")
        async with counted.of("word given"):
            await crowd(_answered(world, one) for one in open_ones)
    return Steady(count, ledger.features, ledger.rounds)


async def _taken_in_hand(world: World, count: int) -> list[Outage]:
    """Have so many people declare at once, and Ana acknowledge and command all of it."""
    numbers = range(len(world.sandbox.channels()), len(world.sandbox.channels()) + count)
    people = [world.sandbox.add_person(f"reporter{n}") for n in numbers]
    said = [p.command("/incident", f"declare P1 {p.name} cannot pay") for p in people]
    declared = [number_in(reply.text) for reply in await crowd(said)]
    await world.settles()
    ana = world.people["ana"].person
    for word in ("ack", "ic"):
        await crowd(ana.command("/incident", f"{word} INC-{number}") for number in declared)
        await world.settles()
    return [await world.outage(number) for number in declared]


async def _answered(world: World, outage: Outage) -> None:
    for message, button in list(_owed(world, outage)):
        await world.people["ana"].person.press(message, button)


def _owed(world: World, outage: Outage) -> Iterator[tuple[Message, str]]:
    for message in world.reminders_in(outage):
        yield message, next(b for a in ANSWERS for b in message.buttons if b.startswith(a))

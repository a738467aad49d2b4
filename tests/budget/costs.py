"""What each thing that people do, or that happens, costs in calls: one P1 on an otherwise quiet day."""

from tests.budget.ledger import Calls, Ledger
from tests.world import World, until

DECLARE = "declare a P1"


async def costs(world: World) -> dict[str, Calls]:
    """Tell one incident from start to end, and count the calls of each step."""
    places = [world.channel(name) for name in world.setting.channels]
    await until(lambda: all(world.sandbox.bot_user_id in place.members for place in places))
    ledger = Ledger(world)
    fay, ana = world.people["fay"], world.people["ana"]
    async with ledger.of(DECLARE):
        outage = await world.incident()
    async with ledger.of("acknowledge"):
        await ana.presses("Acknowledge", ana.page(outage))
    async with ledger.of("take command"):
        await ana.runs("/incident ic", in_=outage)
    async with ledger.of("a reminder"):
        await world.skip("11m")
    async with ledger.of("say that nothing is needed"):
        [reminder] = world.reminders_in(outage)
        await ana.presses("Not needed", reminder)
    async with ledger.of("post an update"):
        await ana.opens("/incident update", in_=outage)
        assert (await ana.sends({"What changed": "Cause found"})).ok
    async with ledger.of("change the status"):
        await ana.runs("/incident status monitoring", in_=outage)
    async with ledger.of("change the bridge"):
        await ana.runs("/incident bridge https://meet.example.com/other", in_=outage)
    async with ledger.of("call the next tier (two people)"):
        await ana.runs("/escalate no answer", in_=outage)
    async with ledger.of("add a note"):
        await ana.runs("/incident note rolled back", in_=outage)
    async with ledger.of("ask somebody"):
        await fay.runs(f"/incident ask {ana.mention} 5m check the replica lag", in_=outage)
    async with ledger.of("accept an ask"):
        await ana.presses("Accept", ana.dm("asks you"))
    async with ledger.of("answer an ask"):
        await ana.presses("Done", ana.dm("asks you"))
    async with ledger.of("open Home"):
        await fay.person.opens_home()
    async with ledger.of("resolve"):
        await ana.runs("/incident resolve", in_=outage)
    async with ledger.of("start Conn again"):
        await world.restarts()
    return ledger.features

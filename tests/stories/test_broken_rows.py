"""Something stored cannot be read: all else goes on, and it comes back once somebody has mended it."""

import pytest
from sqlalchemy import select, update

from store.models import EffectRow, IncidentRow


async def stored(world, statement):
    """Change the database behind Conn's back."""
    async with world.bot.deps.database.begin() as tx:
        return await tx.execute(statement)


@pytest.mark.fault("F20")
async def test_a_message_that_cannot_be_read_holds_up_no_other(world, ana, fay):
    # given a page that did not get through, and whose row is damaged meanwhile
    world.expects("cannot be read, and holds up no other: no Page: person")
    rule = world.faults.cut_before(lambda method, args: method == "chat.postMessage" and args["channel"] == ana.id)
    await world.incident()
    page = EffectRow.kind == "Page"
    before = (await stored(world, select(EffectRow.payload).where(page))).scalar_one()
    await stored(world, update(EffectRow).where(page).values(payload={**before, "person": 7}))

    # when it comes up again, and another incident is declared
    await world.skip("5s")
    assert rule.hits == 1
    outage = await world.incident("Login is down", by=fay)

    # then everything of the other arrives
    assert [page.incident for page in world.pages] == [outage.number]
    assert len(world.announcements) == 2

    # and the page too, once somebody has mended it
    await stored(world, update(EffectRow).where(page, EffectRow.incident == 1).values(payload=before))
    await world.skip("30s")
    assert [page.incident for page in world.pages] == [2, 1]


@pytest.mark.fault("F20")
async def test_an_incident_that_cannot_be_read_holds_up_no_other(world, ana, dev):
    # given two P1, of which one is damaged
    world.expects("The timer inc:1/")
    world.expects("INC-1 cannot be read, and holds up no other: no Incident: title")
    world.expects("A listener failed")
    await world.incident()
    body = (await stored(world, select(IncidentRow.body).where(IncidentRow.id == 1))).scalar_one()
    await stored(world, update(IncidentRow).where(IncidentRow.id == 1).values(body={**body, "title": 7}))
    outage = await world.incident("Login is down", by=dev)

    # when clocks of both are due, and somebody acts on each
    assert (await ana.runs("/incident ack INC-1")).startswith("That was not recorded")
    assert (await ana.runs("/incident ack INC-2")).startswith("You acknowledged INC-2")
    await world.skip("2m")

    # then the other goes on, and the damaged one does once it is mended
    assert any("has no incident commander" in text for text in world.said_in(outage))
    await stored(world, update(IncidentRow).where(IncidentRow.id == 1).values(body=body))
    await world.skip("1m")
    assert any("has no incident commander" in text for text in world.said_in(await world.outage(1)))

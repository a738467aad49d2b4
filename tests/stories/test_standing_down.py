"""Standing down: the calls stop, those who were called may sleep on, and it is on the record."""


async def test_nobody_further_is_called_and_those_who_were_are_told(world, ana, fay):
    # given a P1 that nobody has acknowledged
    outage = await world.incident(by=fay)

    # when Fay stands it down
    answer = await fay.runs("/incident standdown we have it", in_=outage)

    # then Ana need not come, everybody reads it, and nobody else is ever called
    assert "nobody further is called" in answer
    assert "You need not come" in ana.page().text
    assert ana.page().buttons == []
    assert ana.dm("stood the call down: we have it")
    assert any("stood the call down" in text for text in world.said_in(outage))
    assert "Stood down by" in world.card_of(outage).text
    await world.skip("1h")
    assert world.paged == ["ana"]


async def test_another_severity_does_not_bring_the_calls_back(world, fay):
    # given a P1 whose second call was stood down
    outage = await world.incident(by=fay)
    await fay.runs("/escalate no idea", in_=outage)
    await fay.runs("/incident standdown we have it", in_=outage)

    # when its severity changes, the calls stay stopped
    await fay.runs("/incident severity P2 one customer", in_=outage)
    assert "is called at" not in world.card_of(outage).text
    await world.skip("1m")
    assert world.paged == ["ana", "chloe", "dev"]


async def test_escalating_again_is_possible(world, ana, fay):
    # given a P1 that was stood down
    outage = await world.incident(by=fay)
    await fay.runs("/incident standdown", in_=outage)

    # when Ana escalates all the same
    await ana.runs("/escalate it is back", in_=outage)

    # then the next tier is called, and its clock runs
    assert world.paged == ["ana", "chloe", "dev"]
    assert "Stood down" not in world.card_of(outage).text
    await world.skip("5m")
    assert world.paged == ["ana", "chloe", "dev", "eve"]


async def test_standing_down_twice_or_where_nobody_was_called_is_told(world, fay):
    # given a P1 that was stood down
    outage = await world.incident(by=fay)
    await fay.runs("/incident standdown", in_=outage)

    # when Fay does it again
    answer = await fay.runs("/incident standdown", in_=outage)

    # then she reads that there is nothing to stop
    assert answer.startswith("Nobody is being called")

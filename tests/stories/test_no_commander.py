"""Nobody in command is said every two minutes, in one message that replaces itself, until somebody takes it."""


def calls(world, outage):
    """List the calls for a commander that stand in the room."""
    return [m for m in world.messages_in(outage) if "has no incident commander" in m.text]


async def test_nobody_in_command_is_said_every_two_minutes_and_replaced(world, fay):
    # given a P1 of which nobody takes command
    outage = await world.incident()

    # when two minutes pass, three times
    seen = []
    for _ in range(3):
        await world.skip("2m")
        [call] = calls(world, outage)
        seen.append(call)

    # then one call stood there at any time, each newer than the last, with the button to end it
    assert len({call.ts for call in seen}) == 3
    assert f"{fay.mention} is acting" in seen[0].text
    assert "3rd call" in seen[2].text
    assert seen[2].buttons == ["Take command"]


async def test_taking_command_on_the_call_ends_it(world, ana):
    # given a call for a commander
    outage = await world.incident()
    await world.skip("2m")
    [call] = calls(world, outage)

    # when Ana takes command there
    await ana.presses("Take command", call)

    # then it is gone and stays away
    assert calls(world, outage) == []
    assert f"IC: {ana.mention}" in world.topic_of(outage)
    await world.skip("10m")
    assert calls(world, outage) == []


async def test_an_offer_alone_does_not_end_the_call(world, fay):
    # given that Fay offered command to Chloe, who has not answered
    outage = await world.incident()
    await fay.runs("/incident ic @chloe", in_=outage)

    # when two minutes pass
    await world.skip("2m")

    # then somebody is still wanted
    assert len(calls(world, outage)) == 1

"""Commands typed where they mean nothing: a pick of the open incidents, never silence."""

import pytest


@pytest.mark.parametrize(
    "line", ["/incident ack", "/incident ic", "/escalate why", "/incident resolve", "/incident close"]
)
async def test_outside_an_incidents_channel_the_open_ones_are_offered(world, fay, line):
    # given two open incidents
    await world.incident("Checkout is down")
    await world.incident("Login fails")

    # when Fay types it in #general, where neither is run
    answer = await fay.runs(line, in_="general")

    # then she can pick, and nothing was changed
    assert "INC-1" in answer
    assert "INC-2" in answer
    assert world.paged == ["ana", "ana"]


async def test_with_nothing_open_that_is_said(fay):
    # when Fay acknowledges, and nothing is open
    answer = await fay.runs("/incident ack")

    # then she reads so
    assert "open" in answer


async def test_declaring_works_in_a_direct_message(world, fay):
    # when Fay declares in her conversation with Conn
    answer = await fay.runs("/incident declare P1 Checkout is down", in_="dm")

    # then it is declared
    assert answer.startswith("INC-1 (P1) is declared")
    assert len(world.announcements) == 1


async def test_declaring_works_in_a_channel_conn_is_not_in(world, fay):
    # given a private channel without Conn
    secret = world.sandbox.add_channel("secret", [fay.person], private=True)

    # when Fay declares there
    answer = await fay.runs("/incident declare P1 Checkout is down", in_=secret)

    # then it is declared, and nothing is written there for all
    assert answer.startswith("INC-1 (P1) is declared")
    assert secret.posts == []


async def test_a_command_in_a_direct_message_offers_the_open_incidents(world, fay):
    # given an open incident
    await world.incident()

    # when Fay acknowledges in her conversation with Conn
    answer = await fay.runs("/incident ack", in_="dm")

    # then she can pick it
    assert "INC-1" in answer


async def test_the_list_shows_what_is_open(world, ana, fay):
    # given one open and one resolved incident
    first = await world.incident("Checkout is down")
    await world.incident("Login fails", severity="P0")
    await ana.runs("/incident resolve", in_=first)

    # when Fay lists them
    answer = await fay.runs("/incident list")

    # then the open one is there
    assert "Login fails" in answer
    assert "Checkout is down" not in answer


async def test_show_works_from_anywhere(world, fay):
    # given an incident
    outage = await world.incident()

    # when Fay looks at it from #general
    answer = await fay.runs("/incident show INC-1")

    # then she sees what the card says, and where it is run
    assert "Checkout is down" in answer
    assert f"<#{outage.channel.id}>" in answer


async def test_what_to_show_is_picked_with_one_press(world, fay):
    # given two incidents, and somebody in another channel
    await world.incident("Checkout is down")
    await world.incident("Login is down", by=world.people["eve"])

    # when Fay asks to see one, and picks
    answer = await fay.runs("/incident show")
    assert "Which one do you mean?" in answer
    shown = await fay.presses("Show")

    # then she reads it, with everything that can be done
    assert "Login is down" in shown or "Checkout is down" in shown
    assert "Resolve" in fay.last.message.buttons


async def test_who_declares_in_a_channel_for_something_else_reads_where_it_belongs(ana):
    # when Ana declares a P2 in the channel for P3s
    answer = await ana.runs("/incident declare P2 Exports are slow", in_="ebit-support")

    # then it is declared all the same, and she knows for the next time
    assert "INC-1 (P2) is declared" in answer
    assert "For the next time: P2 goes to Slack #oncall (mention), not to Slack #ebit-support (post)." in answer

    # and where it belongs, or where anything may be said, nothing of the kind is said
    for place in ("oncall", "general"):
        assert "next time" not in await ana.runs(f"/incident declare P2 Imports are slow, {place}", in_=place)

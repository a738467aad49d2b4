"""Guests and bots may neither declare nor act; each attempt is answered, and changes nothing."""

import pytest

from bot.sandbox import Message
from tests.steps import Member
from tests.world import Setting, World, until

NO = "Conn takes this only from full members of the workspace. Nothing was changed."


@pytest.fixture
async def guest(world: World, stranger: Member) -> Member:
    """Give a guest of whom Slack has told."""
    await until(lambda: stranger.id in world.bot.deps.outsiders)
    return stranger


@pytest.mark.parametrize("line", ["/incident", "/incident declare P1 Checkout is down", "/incident list", "/escalate"])
@pytest.mark.fault("F118")
@pytest.mark.invariant("INV-17")
async def test_a_guest_types_in_vain(world, guest, line):
    assert (await guest.runs(line, in_="dm")).startswith(NO)
    assert not guest.has_form
    assert world.announcements == []


@pytest.mark.fault("F118")
@pytest.mark.invariant("INV-17")
async def test_a_guest_presses_in_vain(world, guest, fay):
    # given a card that a guest can see
    outage = await world.incident()
    before = await world.log(outage)
    await fay.person.invites(guest.person, outage.channel)

    # when they press
    answer = await guest.presses("Acknowledge", outage)

    # then they are told, and nothing happened
    assert answer.startswith(NO)
    assert await world.log(outage) == before


@pytest.mark.fault("F118")
@pytest.mark.invariant("INV-17")
async def test_a_guests_shortcut_and_pin_do_nothing(world, guest, fay):
    # given a message in an incident's room
    outage = await world.incident()
    await fay.person.invites(guest.person, outage.channel)
    said: Message = await fay.says("Disk is full", in_=outage)
    before = await world.log(outage)

    # when a guest marks it, one way and the other
    await guest.person.reacts(said, "pushpin")
    await world.settles()
    await guest.shortcut("Add to timeline", said)

    # then it is not in the timeline
    assert await world.log(outage) == before


@pytest.mark.fault("F118")
async def test_a_guests_home_shows_nothing_of_what_goes_on(world, guest):
    await world.incident()
    assert await guest.opens_home() == "Conn is for full members of this workspace."


class TestBots:
    """A workspace with another app's bot in it."""

    @pytest.fixture
    def setting(self):
        """Install it."""

        def install(world):
            world.people["robot"] = Member(world, world.sandbox.add_person("robot", bot=True))

        return Setting(prepare=install)

    @pytest.mark.fault("F120")
    @pytest.mark.invariant("INV-17")
    async def test_another_bot_types_presses_marks_and_writes_in_vain(self, world, fay):
        # given a bot in an incident's room
        robot = world.people["robot"]
        await until(lambda: robot.id in world.bot.deps.outsiders)
        outage = await world.incident()
        await fay.person.invites(robot.person, outage.channel)
        before = await world.log(outage)

        # when it does there what people do
        answers = [await robot.runs(line, outage) for line in ("/incident ack", "/escalate", "/incident resolve")]
        answers += [await robot.presses(button, outage) for button in ("Acknowledge", "Take command")]
        said = await robot.says("/incident resolve", outage)
        await robot.person.reacts(said, "pushpin")
        await robot.shortcut("Add to timeline", said)

        # then it is told each time, and nothing has changed
        assert all(answer.startswith(NO) for answer in answers), answers
        assert await world.log(outage) == before
        assert world.paged == ["ana"]

"""Something asked of one person for a stretch of time: accepted, answered at its end, and never forgotten."""

from copy import deepcopy

import pytest

from bot.domain.events import AskAccepted, AskDone, AskDropped, AskDue, AskMade, AskReturned, Late
from tests.world import Setting

MODEL = """
extends: {demo}
command: {{silent_after: []}}
severities:
  P1: {{clocks: []}}
"""
WORDS = "check the replica lag"


@pytest.fixture
def setting():
    """Let no other clock speak."""
    return Setting(model=MODEL)


async def asked(ana, ben, outage, words=f"5m {WORDS}"):
    """Let Ana, in command, ask Ben; give what he reads privately."""
    answer = await ana.runs(f"/incident ask {ben.mention} {words}", in_=outage)
    assert answer.startswith(f"You asked {ben.mention}, within "), answer
    return ben.dm(" asks you, within ")


def in_room(world, outage, words=WORDS):
    """Give the messages about the ask that stand where the incident is run."""
    return [message for message in world.messages_in(outage) if words in message.text]


def happened(log, kind):
    """Give what happened of a kind."""
    return [entry.event for entry in log if isinstance(entry.event, kind)]


async def test_an_ask_is_read_privately_and_in_the_room_and_stands_everywhere(world, ana, ben, dev, outage):
    # given that Dev is not in the room
    assert "dev" not in world.members_of(outage)

    # when Ana asks him
    private = await asked(ana, dev, outage)

    # then he is in it, and reads what is asked, until when to accept, and where
    assert "dev" in world.members_of(outage)
    assert private.text.startswith(f"INC-1: {ana.mention} asks you, within 5 min: {WORDS}\nAccept by ")
    assert "It is run in " in private.text
    assert private.buttons == ["Accept", "Can't"]

    # and so does the room, once
    [said] = in_room(world, outage)
    assert said.text.startswith(f"{ana.mention} asks {dev.mention}, within 5 min: {WORDS}\nTo be accepted by ")
    assert said.buttons == ["Accept", "Can't"]

    # and it stands on the card, in the catch-up, in the list, in Dev's Home, in the brief of whoever is offered command
    line = f"{dev.mention}: {WORDS}, to be accepted by "
    assert f"Asked: {line}" in world.card_of(outage).text
    assert f"Asked: {line}" in await ben.runs(f"/incident catchup {outage}")
    assert line in await ben.runs(f"/incident asks {outage}")
    assert line in await dev.opens_home()
    await ana.opens(f"/incident ic @{ben.name}", in_=outage)
    assert (await ana.sends({})).ok
    assert f"In flight: {line}" in ben.dm("asks you to take command").text


async def test_what_is_accepted_and_done_in_one_press_is_told_to_the_commander(world, ana, ben, outage):
    # given an ask that Ben accepts after a minute
    await asked(ana, ben, outage)
    await world.skip("1m")
    await ben.presses("Accept", ben.dm("asks you"))

    # then Ana is told until when he has it, and the one message in the room says so
    told = f"INC-1: {ben.mention} accepted, until "
    assert ana.dm(told).text.endswith(f": {WORDS}")
    [said] = in_room(world, outage)
    assert f"{ben.mention} has it until " in said.text
    assert said.buttons == ["Done", "Blocked", "With a note"]

    # when he has done it
    await ben.presses("Done", ben.dm("asks you"))

    # then Ana reads that in place of what she read before, and nothing is left to press or to do
    assert ana.dm("Done, says").text == f"INC-1: Done, says {ben.mention}: {WORDS}"
    assert not [text for text in ana.reads if text.startswith(told)]
    [said] = in_room(world, outage)
    assert f"Done, says {ben.mention}, " in said.text
    assert said.buttons == ben.dm("asks you").buttons == []
    assert WORDS not in world.card_of(outage).text
    assert "done at" in await ben.runs("/incident asks", in_=outage)
    assert ", 0 open" in ben.last.text
    before = len(ben.reads)
    await world.skip("20m")
    assert len(ben.reads) == before


async def test_at_zero_whoever_has_it_is_asked_how_it_stands(world, ana, ben, outage):
    # given an ask that Ben accepted
    await asked(ana, ben, outage)
    await ben.presses("Accept", ben.dm("asks you"))
    await world.skip("4m")
    assert not [text for text in ben.reads if "your time is up" in text]
    await world.skip("1m")

    # then he is asked at zero, in place of the first message, and the room needs no other
    assert ben.dm("INC-1: your time is up").buttons == ["Done", "5 more min", "Blocked", "With a note"]
    assert not [text for text in ben.reads if "asks you" in text]
    assert len(in_room(world, outage)) == 1

    # when he takes more time, with a button that is pressed twice
    seen = deepcopy(ben.dm("your time is up"))
    await ben.presses("5 more min", seen)
    assert "Nothing was changed." in await ben.presses("5 more min", seen)
    assert f"{ben.mention} needs until " in ana.dm(WORDS).text

    # then he is asked again five minutes later, and answers with a note
    await world.skip("4m")
    assert len(happened(await world.log(outage), AskDue)) == 1
    await world.skip("1m")
    await ben.presses("With a note", ben.dm("your time is up"))
    assert (await ben.sends({"Note": "Lag is 2 s.\nIt was the vacuum."})).ok
    assert ana.dm("Done, says").text.endswith(f"{WORDS}. Lag is 2 s. It was the vacuum.")
    [done] = happened(await world.log(outage), AskDone)
    assert done.note == "Lag is 2 s.\nIt was the vacuum."
    assert "Lag is 2 s." in await ana.runs("/incident timeline", in_=outage)


async def test_what_nobody_accepts_goes_back_to_the_commander_aloud(world, ana, ben, chloe, fay, outage):
    # given that Fay, who has no role, asks Ben, and he is not there
    await fay.runs(f"/incident ask {ben.mention} 10m {WORDS}", in_=outage)
    await world.skip("119s")
    assert happened(await world.log(outage), AskReturned) == []
    await world.skip("1s")

    # then the room reads it, in place of the ask, with Ana and Fay by name
    [said] = in_room(world, outage)
    named = f"{ana.mention} and {fay.mention}: {ben.mention} did not accept in time: {WORDS}"
    assert said.text.startswith(named)
    assert said.buttons == ["I'll do it", "Not needed"]
    assert f"{ben.mention}: {WORDS}, not accepted, since " in world.card_of(outage).text
    assert "not accepted" in await ana.opens_home()
    assert "asks.accept_within" in await ana.runs("/incident why", in_=outage)

    # when Chloe comes and takes it, a moment before Ben would
    await chloe.person.joins(outage.channel)
    seen = deepcopy(said)
    await chloe.presses("I'll do it", said)
    assert "Nothing was changed." in await ben.presses("I'll do it", seen)

    # then it is hers, for the whole time, and she is the one who is asked
    assert f"{chloe.mention} has it until " in ben.dm(WORDS).text
    assert happened(await world.log(outage), AskAccepted)[0].told == (ana.id, fay.id)
    await world.skip("10m")
    assert "your time is up" in chloe.dm(WORDS).text

    # and when she says nothing, it comes back again, until Ana decides that nobody need do it
    await world.skip("2m")
    [said] = in_room(world, outage)
    assert f"{chloe.mention} did not say how it stands" in said.text
    await ana.presses("Not needed", said)
    [said] = in_room(world, outage)
    assert said.buttons == []
    assert len(happened(await world.log(outage), AskDropped)) == 1
    assert WORDS not in world.card_of(outage).text


async def test_whoever_cannot_be_reached_is_said_at_once(world, ana, outage):
    # when Ana asks somebody who is not there, as an old name in her clipboard says
    await ana.runs(f"/incident ask <@U0GONE> 5m {WORDS}", in_=outage)

    # then it is back with her before any clock runs out
    [said] = in_room(world, outage)
    assert said.text.startswith(f"{ana.mention}: <@U0GONE> could not be reached in Slack: {WORDS}")
    assert said.buttons == ["I'll do it", "Not needed"]
    world.expects("/U0GONE is dead")
    world.expects("/U0GONE cannot be delivered")
    await world.skip("10m")
    assert len(happened(await world.log(outage), AskReturned)) == 1


async def test_who_asks_for_the_same_twice_asks_once(world, ana, ben, chloe, outage):
    # given an ask of Ben
    await asked(ana, ben, outage)

    # then the same words of him again ask nobody, while others and other words do
    again = await ana.runs(f"/incident ask {ben.mention} 10m {WORDS}", in_=outage)
    assert again.startswith(f"That is asked of {ben.mention} already, to be accepted by ")
    assert len(happened(await world.log(outage), AskMade)) == 1
    await asked(ana, ben, outage, f"{WORDS} of the other one")
    await asked(ana, chloe, outage)

    # and once it is back he can be asked again
    await ben.presses("Can't", in_room(world, outage)[0])
    await asked(ana, ben, outage)


async def test_who_cannot_says_so_at_once(world, ana, ben, dev, outage):
    # given an ask of Ben
    private = await asked(ana, ben, outage)
    [said] = in_room(world, outage)

    # when Dev comes and presses in the room, nothing happens; when Ben does, it is back at once
    await dev.person.joins(outage.channel)
    for button in ("Accept", "Can't"):
        assert f"That is asked of {ben.mention}" in await dev.presses(button, said)
    await ben.presses("Can't", private)
    [said] = in_room(world, outage)
    assert said.text.startswith(f"{ana.mention}: {ben.mention} can't: {WORDS}")

    # and nothing more comes of the time he had
    await world.skip("10m")
    assert len(happened(await world.log(outage), AskReturned)) == 1


async def test_whoever_is_blocked_says_why_and_the_commander_hears_it_at_once(world, ana, ben, outage):
    # given an ask that Ben accepted
    await asked(ana, ben, outage)
    await ben.presses("Accept", ben.dm("asks you"))

    # when he is blocked
    await ben.presses("Blocked", ben.dm("asks you"))
    assert (await ben.sends({"Note": "No access to the replica"})).ok

    # then the room reads it with Ana's name, and the card says why
    [said] = in_room(world, outage)
    assert said.text.startswith(f"{ana.mention}: {ben.mention} is blocked: {WORDS}. No access to the replica")
    assert "blocked, since " in world.card_of(outage).text
    assert ": No access to the replica" in world.card_of(outage).text

    # and the answer that Ana read before is gone
    assert not [text for text in ana.reads if "accepted, until" in text]


async def test_the_answers_go_to_whoever_has_command_now(world, ana, ben, chloe, outage):
    # given that Ben has something to do for Ana, and then Chloe takes command
    await asked(ana, ben, outage)
    await ben.presses("Accept", ben.dm("asks you"))
    await chloe.person.joins(outage.channel)
    await chloe.runs("/incident ic", in_=outage)
    await chloe.presses("Take over")

    # when he is done, then Chloe hears of it, and no longer Ana, who asked as commander
    await ben.presses("Done", in_room(world, outage)[0])
    assert f"Done, says {ben.mention}" in chloe.dm(WORDS).text
    assert not any("Done, says" in text for text in ana.reads)

    # when Ana asks him something else, then both are told
    await ana.runs(f"/incident ask {ben.mention} look again", in_=outage)
    await ben.presses("Accept", ben.dm("look again"))
    for reader in (chloe, ana):
        assert reader.dm("look again").text.startswith(f"INC-1: {ben.mention} accepted, until ")


@pytest.mark.parametrize("end", ["resolve", "cancel"])
async def test_asks_end_with_their_incident(world, ana, ben, outage, end):
    # given an ask that waits, one that is accepted, and one that is back
    for words in ("one thing", "another thing", "a third thing"):
        await asked(ana, ben, outage, words)
    seen = deepcopy(ben.dm("one thing"))
    await ben.presses("Accept", ben.dm("another thing"))
    await ben.presses("Can't", ben.dm("a third thing"))

    # when the incident ends
    await ana.runs(f"/incident {end} over", in_=outage)

    # then no button is left, and no clock
    messages = [m for m in (*world.messages_in(outage), *ben.person.dms) if "thing" in m.text]
    assert [m.text for m in messages if m.buttons] == []
    assert "INC-1 is over, so nobody need do it." in ben.dm("one thing").text
    assert "Nothing was changed." in await ben.presses("Accept", seen)
    before = await world.log(outage)
    await world.skip("1h")
    assert await world.log(outage) == before


async def test_what_cannot_be_asked_is_refused_with_what_to_do(world, ana, ben, stranger, outage):
    for typed, why in (
        (WORDS, "Say whom you ask"),
        (f"{ana.mention} {WORDS}", "You can't ask yourself"),
        (ben.mention, "Say what you ask for"),
        (f"{ben.mention} 5m \u200b", "Say what you ask for"),
        (f"{ben.mention} 30s {WORDS}", "between 1m and 24h"),
        (f"{ben.mention} 2d {WORDS}", "between 1m and 24h"),
        (f"{ben.mention} 1bd {WORDS}", "counted in minutes and hours"),
        (f"{ben.mention} 5min {WORDS}", "'5min' is no duration"),
        (f"{stranger.mention} {WORDS}", "Guests and bots can't be asked"),
    ):
        answer = await ana.runs(f"/incident ask {typed}", in_=outage)
        assert why in answer
        assert "Nothing was changed." in answer
    assert happened(await world.log(outage), AskMade) == []


async def test_words_are_cleaned_and_the_time_may_be_left_out(world, ana, ben, outage):
    # when Ana asks with words that would call everybody and never end, and gives no time
    await asked(ana, ben, outage, "3rd replica: <!channel> *now* " + "x" * 900)

    # then it is five minutes, nobody else is called, and it is cut
    [made] = happened(await world.log(outage), AskMade)
    assert made.length == world.minutes(5)
    assert made.what.startswith("3rd replica: <!channel> *now* xxx")
    assert len(made.what) <= 300
    [said] = in_room(world, outage, "3rd replica")
    assert "&lt;!channel&gt;" in said.text
    assert "Nobody was asked for anything in INC-2" in await ana.runs(f"/incident asks {await world.incident('Two')}")


async def test_a_clock_that_ran_out_while_conn_was_away_says_so(world, ana, ben, outage):
    # given an ask, and Conn away until its time to be accepted is long over
    await asked(ana, ben, outage)
    await world.restarts("20m")

    # then it is back with Ana, late, and says so
    [returned] = happened(await world.log(outage), AskReturned)
    assert isinstance(returned.late, Late)
    [said] = in_room(world, outage)
    assert "late." in said.text


class TestAnIncidentThatIsOnlyLogged:
    """Where there is no room, everything reaches those it concerns in private."""

    @pytest.fixture
    def setting(self):
        return Setting(model=MODEL + "  P3: {{room: {{kind: none}}, log_in: oncall, announce: [], clocks: []}}\n")

    async def test_an_ask_comes_back_to_whoever_declared_in_private(self, world, fay, ben):
        # given an ask that nobody accepts
        number = await world.declares("P3")
        await fay.runs(f"/incident ask {ben.mention} 5m {WORDS} INC-{number}")
        assert ben.dm(WORDS).buttons == ["Accept", "Can't"]
        await world.skip("2m")

        # then Fay can say what becomes of it
        back = fay.dm("did not accept in time")
        assert back.buttons == ["I'll do it", "Not needed"]
        await fay.presses("Not needed", back)
        assert fay.dm("did not accept in time").buttons == ben.dm(WORDS).buttons == []


class TestTheModelSaysHowLong:
    """A model may give more time to accept, and another length."""

    @pytest.fixture
    def setting(self):
        return Setting(model=MODEL + "asks: {{accept_within: 10m, length: 30m}}\n")

    async def test_a_model_gives_its_own_times(self, world, ana, ben, outage):
        await asked(ana, ben, outage, WORDS)
        await world.skip("9m")
        assert happened(await world.log(outage), AskReturned) == []
        await ben.presses("Accept", ben.dm("asks you"))
        await world.skip("29m")
        assert happened(await world.log(outage), AskDue) == []
        await world.skip("1m")
        assert len(happened(await world.log(outage), AskDue)) == 1

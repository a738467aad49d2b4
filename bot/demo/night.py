"""Two hours of a P0 at night in which much goes wrong, and nothing is lost: the script that `demo --play night` plays.

Its commander falls silent, one handoff lapses and one holds, an executive interferes, a tier is closed, of three asks
one is blocked and one not accepted, and Slack is gone for ten minutes.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo.noise import noise
from bot.demo.stage import Stage, Story
from bot.demo.world import ZONE

BEGINS = datetime(2030, 1, 16, 3, 0, 30, tzinfo=ZoneInfo(ZONE))
"""Half past a minute, so that what takes some seconds stays in the minute in which it is told."""

ROOM = "inc-1-nobody-can-pay"


async def declared(stage: Stage) -> None:
    """Declare, page, acknowledge, take command."""
    ana, fay = stage.person("ana"), stage.person("fay")
    stage.scene("Nobody can pay", "03:00. Ana is on call. She is about to have a hard night, and Conn with her.")
    await stage.types(fay, "/incident declare P0 Nobody can pay", "support")
    await stage.at(2.25)
    await stage.presses(ana, stage.reads(ana, "dm", "P0 page, INC-1: Nobody can pay"), "Acknowledge")
    await stage.presses(ana, stage.finds(ana, ROOM, "INC-1 Nobody can pay"), "Take command")
    await stage.types(ana, "/incident role deputy @ben", ROOM)


async def three_asks(stage: Stage) -> None:
    """Ask three people: one does it, one is blocked, one does not answer."""
    ana, dev, fay = (stage.person(name) for name in ("ana", "dev", "fay"))
    stage.scene("Three asks", "What somebody is asked for has a time. At its end they say how it stands.")
    await stage.at(3)
    await stage.types(ana, "/incident ask @dev 10m check the replica lag", ROOM)
    await stage.types(ana, "/incident ask @fay 10m list who cannot pay", ROOM)
    await stage.types(ana, "/incident ask @chloe 5m read the deploy log", ROOM)
    await stage.at(4)
    for who in (dev, fay):
        await stage.presses(who, stage.finds(who, "dm", "asks you"), "Accept")
    await stage.at(6)
    stage.reads(ana, ROOM, "@chloe did not accept in time", "read the deploy log")
    await stage.at(8)
    await stage.presses(fay, stage.reads(fay, "dm", "list who cannot pay"), "Done")
    await stage.at(11)
    stage.caption("The first public note is due at 03:12. Ana was told five minutes before, and is in time.")
    await stage.types(ana, "/incident update", ROOM)
    await stage.submits(ana, {"What changed": "Payments fail for everybody. We are looking into it."})
    await stage.at(14.75)
    await stage.presses(dev, stage.reads(dev, "dm", "your time is up", "check the replica lag"), "Blocked")
    await stage.submits(dev, {"Note": "I have no access to the replica"})
    stage.reads(ana, ROOM, "@dev is blocked: check the replica lag", "no access")


async def climbing(stage: Stage) -> None:
    """Pass a tier that is closed, hear one refusal, and go on to the top."""
    ana, chloe, dev, eve = (stage.person(name) for name in ("ana", "chloe", "dev", "eve"))
    stage.scene("Help at night", "The database team answers in business hours only. It is passed at once, and said.")
    await stage.at(17)
    await stage.types(ana, "/escalate the payment database is read-only", ROOM)
    stage.reads(ana, ROOM, "Database team", "Tier 2")
    stage.reads(chloe, "dm", "P0 page, INC-1")
    await stage.at(18)
    await stage.presses(dev, stage.finds(dev, "dm", "P0 page, INC-1"), "Can't come")
    await stage.at(24.25)
    await stage.presses(eve, stage.reads(eve, "dm", "P0 page, INC-1"), "Acknowledge")


async def silence(stage: Stage) -> None:
    """Hear nothing of the commander: she is asked, then her deputy; nobody is moved."""
    ana, ben, eve = (stage.person(name) for name in ("ana", "ben", "eve"))
    stage.scene("Nothing is heard of Ana", "Her laptop is dead. Since 03:17 she did nothing; an update falls due.")
    await stage.at(33)
    stage.reads(ana, "dm", "Are you still in command of INC-1")
    await stage.at(37)
    question = stage.reads(ben, "dm", "Nothing was heard of @ana")
    stage.caption("Nobody is made commander unasked. One press, and everybody sees who has it.")
    await stage.presses(ben, question, "Take command")
    stage.shows_top(ben, ROOM, "IC: @ben")
    await stage.at(38)
    await stage.types(ben, "/incident update", ROOM)
    await stage.submits(ben, {"What changed": "Ben leads now. The payment database is read-only; Eve looks into it."})
    await stage.at(39)
    await stage.presses(eve, stage.finds(eve, ROOM, "@dev is blocked: check the replica lag"), "I'll do it")
    await stage.presses(ben, stage.finds(ben, ROOM, "@chloe did not accept in time"), "Not needed")


async def executive(stage: Stage) -> None:
    """Answer an executive who wants to decide: take command, or leave it to whoever has it."""
    gil, ben = stage.person("gil"), stage.person("ben")
    stage.scene("Somebody from the board", "Gil has heard of it, and would have it look smaller.")
    await stage.at(40)
    await stage.joins(gil, ROOM)
    stage.reads(gil, "dm", "INC-1 (P0, investigating): Nobody can pay", "IC: @ben")
    await stage.at(41)
    await stage.types(gil, "/incident severity P2 only some customers", ROOM)
    stage.reads(gil, ROOM, "@ben has command of INC-1")
    await stage.at(42)
    await stage.types(ben, "/incident status identified a full disk", ROOM)
    await stage.at(43)
    await stage.types(ben, "/incident update", ROOM)
    await stage.submits(ben, {"What changed": "We found the cause and are working on it."})


async def handoffs(stage: Stage) -> None:
    """Offer command twice: the first offer lapses, the second holds."""
    ben, eve = stage.person("ben"), stage.person("eve")
    stage.scene("Ben hands over", "Chloe does not answer: the offer lapses, and Ben stays. Eve reads, and takes it.")
    await stage.at(45)
    await stage.presses(eve, stage.finds(eve, ROOM, "check the replica lag"), "Done")
    await stage.at(46)
    await stage.types(ben, "/incident ic @chloe", ROOM)
    await stage.submits(ben, {"Handoff note": "I have to leave at four."})
    await stage.at(52)
    stage.reads(ben, ROOM, "@chloe did not answer the offer of command in time")
    await stage.at(52.25)
    await stage.types(ben, "/incident ic @eve", ROOM)
    await stage.submits(ben, {"Handoff note": "The disk of the primary is full; a bigger one is attached."})
    await stage.at(55)
    await stage.presses(eve, stage.reads(eve, "dm", "asks you to take command"), "I have command")
    await stage.at(56.25)
    await stage.types(eve, "/incident update", ROOM)
    await stage.submits(eve, {"What changed": "A bigger disk is attached; the database catches up."})


async def without_slack(stage: Stage) -> None:
    """Lose Slack for ten minutes, in which an update falls due."""
    eve = stage.person("eve")
    stage.scene("Slack is gone", "For ten minutes nothing reaches anybody. What falls due waits, and says so.")
    await stage.at(65)
    await stage.loses_slack()
    await stage.at(75)
    await stage.finds_slack()
    await stage.at(78.25)
    stage.reads(eve, ROOM, "internal update of INC-1", "04:11")
    await stage.types(eve, "/incident update", ROOM)
    await stage.submits(eve, {"What changed": "Slack was away, we were not. Half of the payments go through."})


async def it_ends(stage: Stage) -> None:
    """Go on in calm, resolve, and say the last words."""
    eve, fay = stage.person("eve"), stage.person("fay")
    stage.scene("It gets quiet")
    await stage.at(89)
    await stage.presses(eve, stage.finds(eve, "dm", "INC-1", "internal update"), "No change, next in 15 min")
    await stage.at(95)
    await stage.types(eve, "/incident status monitoring the disk holds", ROOM)
    await stage.at(100)
    await stage.types(eve, "/incident update", ROOM)
    await stage.submits(eve, {"What changed": "Payments work again. We keep watching."})
    await stage.at(113.25)
    await stage.types(eve, "/incident resolve A full disk stopped the payment database; it has a bigger one.", ROOM)
    await stage.at(114)
    await stage.types(eve, "/incident update", ROOM)
    await stage.submits(eve, {"What changed": "Payments work. We are sorry."})
    await stage.at(120)
    await stage.types(eve, "/incident close", ROOM)
    stage.reads(fay, ROOM, "INC-1", "closed")
    await stage.types(fay, "/incident promises INC-1", "support")
    stage.reads(fay, "support", "INC-1")


async def script(stage: Stage) -> None:
    """Play every scene."""
    for scene in (declared, three_asks, climbing, silence, executive, handoffs, without_slack, it_ends):
        await scene(stage)
    stage.caption(f"Two hours. {noise(stage.world.sandbox, ROOM)}")


NIGHT = Story(script=script, begins=BEGINS, model=Path(__file__).with_name("night.yaml"), guests={"gil": "Gil Gomes"})

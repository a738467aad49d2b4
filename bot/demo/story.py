"""A P0 at night, from the first complaint to the last word: the script that `demo --play` plays."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.stage import Derailed, Stage, Story
from bot.demo.world import ZONE
from bot.sandbox import Person

BEGINS = datetime(2030, 1, 16, 3, 12, tzinfo=ZoneInfo(ZONE))
"""A night in Ana's week on call, and later than any machine's own clock, since time can only be moved forward."""

ROOM = "inc-1-nobody-can-pay"


async def fay_declares(stage: Stage) -> None:
    """Get from a complaint to a page in one form."""
    fay = stage.person("fay")
    stage.scene(
        "Somebody notices",
        "A real Conn in a local Slack look-alike; nothing leaves this machine. On call: Ana and Ben (Tier 1), "
        "Chloe and Dev (Tier 2), Eve (Tier 3).",
        "Fay, in support, hears from three customers that they cannot pay. She is no engineer, and need not be one.",
    )
    await stage.types(fay, "/incident", "support")
    await stage.picks(fay, "Severity", "P0")
    stage.shows_form(fay, "pages", "@ana", "#incidents")
    stage.caption("Before she declares, the form says what that will do: who is woken, where it is said, what is owed.")
    await stage.submits(fay, {"Title": "Nobody can pay"})
    stage.reads(fay, "dm", "INC-1 (P0) is open", f"#{ROOM}")


async def ana_is_paged(stage: Stage) -> None:
    """Wake one person, and say what is wrong, by when to answer, and what happens otherwise."""
    ana = stage.person("ana")
    stage.scene("The page", "Ana is on call this week. Her phone wakes her; the first words fit its lock screen.")
    page = stage.reads(ana, "dm", "P0 page, INC-1: Nobody can pay", "Acknowledge")
    await stage.passes(2)
    await stage.presses(ana, page, "Acknowledge")
    stage.reads(ana, "dm", "Acknowledged by @ana")
    stage.caption("Nobody else is woken now, and the clock for the first public note runs: ten minutes.")


async def one_takes_command(stage: Stage) -> Person:
    """Let two press in the same moment: one has command, the other is told who."""
    ana, ben = stage.person("ana"), stage.person("ben")
    await stage.joins(ben, ROOM)
    stage.scene(
        "One incident commander",
        "The incident has a channel of its own. Its pinned card is the same for everybody and never out of date.",
    )
    card = stage.reads(ben, ROOM, "INC-1 Nobody can pay", "nobody has taken command")
    stage.caption("Ben could not sleep and came along. He and Ana press in the same moment.")
    await stage.press_at_once([ana, ben], card, "Take command")
    commander, second = (ana, ben) if f"<@{ana.id}>" in stage.channel(ROOM).topic else (ben, ana)
    stage.reads(second, ROOM, f"@{commander.name} has command of INC-1")
    stage.caption("There is exactly one commander, and the one who was a moment later knows it at once.")
    stage.shows_top(second, ROOM, f"P0 | Investigating | IC: @{commander.name}", "Bridge: https://")
    return commander


async def status_page_is_due(stage: Stage, commander: Person) -> None:
    """Remind the commander that nobody has told the public anything, with everything to press."""
    stage.scene("A promise nobody has time to remember", "They search. Ten minutes after Ana's press:")
    await stage.passes(10)
    reminder = stage.reads(commander, ROOM, f"@{commander.name}", "status page note of INC-1", "is due now")
    stage.caption("The organisation's own document says: within ten minutes. Conn only keeps the promise in mind.")
    await stage.presses(commander, reminder, "Post update")
    stage.shows_form(commander, "Audiences: Status page")
    await stage.submits(commander, {"What changed": "Payments fail for everybody. We are looking into it."})
    stage.reads(commander, ROOM, "@" + commander.name, "Payments fail for everybody.")


async def no_change_yet(stage: Stage, commander: Person) -> None:
    """Keep the promise of word every 15 minutes with one press when there is no news."""
    stage.scene("Nothing new is word too")
    await stage.passes(3)
    reminder = stage.reads(commander, ROOM, "internal update of INC-1", "is due now", "No change, next in 15 min")
    await stage.presses(commander, reminder, "No change, next in 15 min")
    stage.reads(commander, ROOM, f"@{commander.name} (internal)")


async def escalation(stage: Stage, commander: Person) -> None:
    """Leave a tier silent, so that the one above it is called without anybody having to think of it."""
    eve = stage.person("eve")
    stage.scene("Help is needed")
    await stage.types(commander, "/escalate the payment database is read-only", ROOM)
    stage.reads(stage.person("chloe"), "dm", "P0 page, INC-1", "the payment database is read-only", "within 5 min")
    stage.caption("Tier 2 is Chloe and Dev. Both sleep with their phones on silent.")
    await stage.passes(5)
    page = stage.reads(eve, "dm", "P0 page, INC-1", "Acknowledge")
    stage.caption("Nobody had to remember to call Tier 3. The rule was in the document; now somebody follows it.")
    await stage.passes(1, "a minute later")
    await stage.presses(eve, page, "Acknowledge")
    stage.reads(eve, ROOM, "In charge: Tier 3", "acknowledged by @eve", "Before: Tier 2")


async def the_topic_heals(stage: Stage, commander: Person) -> None:
    """Put back a careless edit of the topic, which late-comers read first."""
    chloe = stage.person("chloe")
    stage.scene("Somebody means well", "Chloe is awake by now, and writes what she thinks where everybody looks first.")
    await stage.edits_topic(chloe, ROOM, "payments???")
    stage.shows_top(chloe, ROOM, f"P0 | Investigating | IC: @{commander.name}", "Bridge: https://")
    stage.reads(chloe, ROOM, "@chloe", "topic")


async def conn_was_away(stage: Stage, commander: Person) -> None:
    """Stop the clock for a while; afterwards it admits that it stood still."""
    stage.scene("Conn itself is restarted", "A deploy goes wrong, and for 20 minutes there is no Conn.")
    await stage.world.stop_conn()
    await stage.passes(20, "20 minutes without Conn, and an update falls due")
    await stage.world.start_conn()
    await stage.world.quiet()
    stage.reads(commander, ROOM, "Conn was not running from", "internal update")
    stage.reads(commander, ROOM, "internal update of INC-1", "was due at", "late")
    stage.caption("It was on disk before it was due. It comes once, late, and says so.")


async def it_ends(stage: Stage, commander: Person) -> None:
    """Resolve, give the public its last word, and close."""
    stage.scene("The database is back")
    await stage.types(commander, "/incident resolve The database was out of disk; payments work again.", ROOM)
    stage.reads(commander, "incidents", "INC-1 Nobody can pay", "P0, resolved")
    stage.caption("The announcement in #incidents was one message all along, and is now its own ending.")
    reminder = stage.reads(commander, ROOM, "status page note of INC-1")
    await stage.presses(commander, reminder, "Post update")
    await stage.submits(commander, {"What changed": "Payments work again. We are sorry."})
    await stage.types(commander, "/incident close", ROOM)
    stage.reads(stage.person("fay"), ROOM, "INC-1", "closed")


async def script(stage: Stage) -> None:
    """Play every scene; nobody may have been told anything against Slack's rules."""
    for scene in (fay_declares, ana_is_paged):
        await scene(stage)
    commander = await one_takes_command(stage)
    for scene_of in SCENES_OF_COMMAND:
        await scene_of(stage, commander)
    log = stage.world.sandbox.log
    if log.violations:
        raise Derailed(f"Conn broke rules of Slack: {log.violations}")
    calls = len(log.calls())
    stage.caption(f"41 minutes, {calls} calls to Slack, none against Slack's rules; every step is on record.")


SCENES_OF_COMMAND: tuple[Callable[[Stage, Person], Awaitable[None]], ...] = (
    status_page_is_due,
    no_change_yet,
    escalation,
    the_topic_heals,
    conn_was_away,
    it_ends,
)

STORY = Story(script=script, begins=BEGINS)

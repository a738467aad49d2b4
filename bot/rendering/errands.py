"""What is said of things that wait for somebody: a bridge to be opened, an incident left for the next day."""

from bot.domain.events import BridgeAsked, GivenToNextDay, LeftForNextDay
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.lines import At, Line, Link, Strong, Theirs, line, people, reason
from bot.rendering.names import severity_name, target_name, title

Errand = BridgeAsked | LeftForNextDay | GivenToNextDay


def errand(event: Errand, policy: Policy) -> Line:
    """Say what waits for whom."""
    match event:
        case BridgeAsked(people=who):
            return line(people(who), " was asked for a bridge: there is none yet.")
        case LeftForNextDay(target=target, at=at):
            return line("It waits for ", target_name(target, policy), ", who get it at ", At(at, "date_time"), ".")
        case GivenToNextDay(target=target, people=who, why=why):
            if why:
                return line("Nobody of ", target_name(target, policy), " could be given it: ", reason(why), ".")
            return line(people(who), " got what was left for the day.")


def errand_lines(event: Errand, incident: Incident, policy: Policy) -> list[Line]:
    """Tell one person what waits for them."""
    name, severity = Strong(label(incident.id)), severity_name(incident, policy)
    match event:
        case BridgeAsked():
            return [line(name, f" ({severity}) has no bridge. Open one, so that everybody finds it in the topic.")]
        case GivenToNextDay(why=""):
            left = line(f"Left for today, {severity}, ", name, ": ", Theirs(title(incident)))
            summary = [line(Theirs(incident.summary, 1000))] if incident.summary else []
            ticket = [line("Ticket: ", Link(incident.ticket))] if incident.ticket else []
            return [left, *summary, *ticket]
        case _:
            return [line(name, ": ", errand(event, policy))]


def errand_buttons(event: Errand, incident: Incident) -> list[Block]:
    """Offer the one thing to do about it, while it is still to be done."""
    match event:
        case BridgeAsked() if incident.is_open and not incident.bridge:
            return [buttons.press(buttons.SET_BRIDGE, incident.id, primary=True)]
        case GivenToNextDay() if incident.is_open and incident.acknowledged is None:
            return [buttons.acknowledge(incident, 0)]
        case _:
            return []

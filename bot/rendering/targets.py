"""What is said of targets: which hold, which are at risk, which were missed and by how much."""

from bot.domain.durations import Deadline
from bot.domain.events import (
    Entry,
    OfTargets,
    ReassignmentAsked,
    TargetBroken,
    TargetDropped,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.incident import Incident
from bot.domain.policy import Goal, Policy
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.consequences import length
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people, reason
from bot.rendering.names import capital, next_step, target_name
from bot.rendering.text import span

_GOALS = {
    Goal.ACK: "acknowledgement",
    Goal.RESPONSE: "first response",
    Goal.DIAGNOSIS: "diagnosis",
    Goal.MITIGATION: "mitigation",
    Goal.RESOLUTION: "resolution",
}


def target_words(goal: Goal, tier: str, policy: Policy) -> str:
    """Name a target: `resolution`, `answer of Tier 2`."""
    words = "answer" if tier and goal is Goal.RESPONSE else _GOALS[goal]
    return f"{words} of {target_name(tier, policy)}" if tier else words


def of_targets(entry: Entry, event: OfTargets, incident: Incident, policy: Policy) -> Line:
    """Say what became of a target."""
    name = Strong(capital(target_words(event.goal, event.tier, policy)))
    match event:
        case TargetSet(due_at=None, slot=slot, slot_owner=owner):
            whose = line(" (", Theirs(owner, 60), ")") if owner else ()
            return line(name, " is promised, but the model leaves the time open: ", reason(slot), whose, ".")
        case TargetSet(within=within, due_at=due_at) if due_at is not None:
            return line(name, f" is promised {_within(within)}, by ", At(due_at, "date_time"), ".")
        case TargetDropped(why=why):
            return line(name, " is no longer promised: ", Theirs(why), ".")
        case TargetMet(took=took, late=late):
            return line(name, f" after {span(took)}: {f'{span(late)} late' if late else 'in time'}.")
        case TargetWarned(due_at=due_at):
            return line(name, f" is due in {span(due_at - entry.at)}, at ", At(due_at), ".")
        case TargetMissed() as missed:
            return _missed(missed, name, entry, incident)
        case TargetBroken(broken_at=broken_at, people=who):
            return line(people(who), ": ", name, " is past its maximum, ", At(broken_at, "date_time"), ".")
        case ReassignmentAsked(owner=owner, due_at=due_at):
            overdue = span(entry.at - due_at)
            return line(name, f" is {overdue} past its time. ", Person(owner), " has it: who should have it now?")
        case _:
            return ()


def reassign_buttons(incident: Incident, policy: Policy, asked: Entry) -> list[Block]:
    """Offer to give the work to somebody else, as long as it is still to be done."""
    event = asked.event
    target = incident.target(event.goal, event.tier) if isinstance(event, ReassignmentAsked) else None
    if not incident.is_open or target is None or target.is_met:
        return []
    following = next_step(incident, policy, at=asked.at, by_hand=True)
    hand_over = buttons.plain_press(buttons.HAND_OVER, incident)
    return [hand_over, *([buttons.escalate(incident, following)] if following else [])]


def _missed(missed: TargetMissed, name: Strong, entry: Entry, incident: Incident) -> Line:
    said = line(people(missed.people), ": ", name, " was due at ", At(missed.due_at, "date_time"), " and is missed.")
    target = incident.target(missed.goal, missed.tier)
    if target is None or target.missed != entry.seq or target.late is None:
        return said
    return line(said, f" Done since, {span(target.late)} late.")


def _within(written: str) -> str:
    deadline = Deadline.parse(written)
    return f"by {length(deadline)}" if deadline.end else f"within {length(deadline)}"

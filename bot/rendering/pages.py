"""The direct message that calls somebody to an incident, before and after it was answered."""

from bot.domain.events import Paged
from bot.domain.ids import CONN, label
from bot.domain.incident import Rung
from bot.domain.messages import Page
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.composing import places
from bot.rendering.due import next_call
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, reason
from bot.rendering.names import (
    called,
    commander,
    group_name,
    severity_name,
    status_name,
    takes_command,
    target_name,
    title,
)
from bot.rendering.scene import Scene
from bot.rendering.text import span


def page_lines(page: Page, scene: Scene) -> list[Line]:
    """Say what is wrong, what to press by when, why it is you and where to go; the first words fit a lock screen."""
    return [_first(scene), _standing(page, scene), _why(page, scene), *places(scene)]


def page_buttons(page: Page, scene: Scene) -> list[Block]:
    """Offer what somebody who was called can do now."""
    incident, rung = scene.incident, scene.rung(page.rung)
    if not incident.is_open:
        return []
    if rung and incident.stood_down and not rung.acknowledged and incident.stood_down.at >= rung.paged_at:
        return []
    if rung is None or rung.acknowledged is None:
        declined = rung is not None and page.person in rung.declined
        cannot = [] if rung is None or declined else [buttons.press(buttons.DECLINE_PAGE, incident.id, str(page.rung))]
        return [buttons.acknowledge(incident, page.rung), *cannot]
    may_take = incident.commander is None or takes_command(page.target, scene.policy)
    return [buttons.take_command(incident, primary=True)] if may_take and incident.commander != page.person else []


def _first(scene: Scene) -> Line:
    severity = severity_name(scene.incident, scene.policy)
    return line(Strong(f"{severity} page, {label(scene.incident.id)}: "), Theirs(title(scene.incident)))


def _standing(page: Page, scene: Scene) -> Line:
    incident, rung = scene.incident, scene.rung(page.rung)
    if not incident.is_open:
        ended = line(" by ", Person(incident.over.by), " at ", At(incident.over.at)) if incident.over else ()
        return line(status_name(incident, scene.policy), ended, ". Nothing is left for you to do here.")
    if rung is None:
        return line("Acknowledge to say that you have it.")
    if page.person in rung.declined and rung.acknowledged is None:
        return line("You said that you can't come. You can still acknowledge.")
    if rung.acknowledged:
        return line(
            "Acknowledged by ", Person(rung.acknowledged.by), " at ", At(rung.acknowledged.at), ".", _in_command(scene)
        )
    return _waiting(rung, scene)


def _waiting(rung: Rung, scene: Scene) -> Line:
    if (down := scene.incident.stood_down) and down.at >= rung.paged_at:
        return line("Stood down by ", Person(down.by), " at ", At(down.at), ". You need not come.")
    if rung.beside:
        within = f" within {span(rung.next_at - rung.paged_at)}" if rung.next_at else ""
        return line(f"Acknowledge{within}: you are called beside those who work on it.")
    if (other := _answered_before(rung, scene)) is not None and other.acknowledged is not None:
        done, who = other.acknowledged, target_name(other.target, scene.policy)
        answered = line(Person(done.by), f" acknowledged for {who} at ", At(done.at), "; ")
        return line(answered, "this call still waits for an answer of its own.")
    after = next((later for later in scene.incident.ladder if later.number > rung.number and not later.beside), None)
    if after:
        return line(
            called(after.target, after.people, scene.policy), " was called after you. You can still acknowledge."
        )
    call = next_call(scene.incident, scene.policy)
    if call is None:
        return line("Acknowledge to say that you have it.")
    within = f"Acknowledge within {span(call.at - rung.paged_at)}"
    if call.is_end:
        return line(f"{within}: you are the last on the path.")
    return line(f"{within}, or ", call.what, " at ", At(call.at), ".")


def _answered_before(rung: Rung, scene: Scene) -> Rung | None:
    """Find the nearest call before this one that somebody answered only after this one was made."""
    earlier = (one for one in reversed(scene.incident.ladder) if one.number < rung.number and not one.beside)
    return next((one for one in earlier if one.acknowledged and one.acknowledged.at >= rung.paged_at), None)


def _in_command(scene: Scene) -> Line:
    return line(" IC: ", commander(scene.incident), ".")


def _why(page: Page, scene: Scene) -> Line:
    group = group_name(page.target, scene.policy)
    role = f" as {group}" if group else ""
    declarer = Person(scene.incident.declared.by)
    declared = line("Declared by ", declarer, ".")
    event = scene.entry.event if scene.entry else None
    if not isinstance(event, Paged) or scene.entry is None:
        return line(f"You are called{role}. ", declared)
    by_hand = scene.entry.actor != CONN
    called_by = line(Person(scene.entry.actor), f" called you{role}") if by_hand else line(f"You are called{role}")
    stands_in = _standing_in(page, event)
    if event.why.endswith("was declared"):
        return line(called_by, ": ", reason(event.why), " by ", declarer, ".", stands_in)
    return line(called_by, ": ", reason(event.why), ".", stands_in, " ", declared)


def _standing_in(page: Page, paged: Paged) -> Line:
    """Say in whose place somebody is called; it was arranged, and may have been forgotten."""
    one = next((one for one in paged.stands_in if one.person == page.person), None)
    if one is None:
        return ()
    for_whom = line(" for ", Person(one.instead_of)) if one.instead_of else ()
    return line(" You stand in", for_whom, " until ", At(one.until, "date_time"), ".")

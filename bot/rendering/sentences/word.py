"""Word that was promised and given."""

from datetime import datetime, timedelta

from bot.domain.events import (
    Entry,
    PromiseHanded,
    PromiseKept,
    PromiseMade,
    PromiseNear,
    PromiseSnoozed,
    PromiseWaived,
    Reminded,
    Updated,
)
from bot.domain.policy import Audience
from bot.rendering.lines import At, Line, Person, Strong, Theirs, joined, line, people, reason
from bot.rendering.names import audience_name, owed
from bot.rendering.scene import Scene
from bot.rendering.sentences.acting import actor
from bot.rendering.text import listed, span


def of_promises(entry: Entry, scene: Scene) -> Line:
    """Say what was promised, given, handed on or given up."""
    match entry.event:
        case PromiseMade(audience=audience, due_at=due_at, why=why):
            return line(f"The {owed(audience)} is due by ", At(due_at), " (", reason(why), ").")
        case PromiseKept(audience=audience, late=late_by):
            how = f"{span(late_by)} late" if late_by > timedelta(0) else "in time"
            return line(f"The {owed(audience)} was given {how}.")
        case PromiseNear(audience=audience, people=who):
            return line(people(who), f" was told that the {owed(audience)} is due soon.")
        case PromiseHanded(audience=audience, to=to):
            return line(actor(entry), f" handed the {owed(audience)} to ", Person(to), ".")
        case PromiseSnoozed(audience=audience, until=until):
            words = f" snoozed the reminder for the {owed(audience)} until "
            return line(actor(entry), words, At(until), ". When it was due stays on the record.")
        case PromiseWaived(audience=audience, why=why):
            because = line(": ", reason(why)) if why else ()
            return line(actor(entry), f" decided that no {owed(audience)} is needed", because, ".")
        case Reminded(audience=audience, people=who):
            return line(people(who), f": the {owed(audience)} is due.")
        case Updated() as updated:
            return _updated(entry, updated, scene)
        case _:
            return ()


def _updated(entry: Entry, updated: Updated, scene: Scene) -> Line:
    to = listed([audience_name(a).lower() for a in updated.audiences]) or "nobody"
    what = line(Strong("Update"), " from ") if updated.text else line(Strong("No change"), ", says ")
    nexts = [
        line(f"{audience_name(audience).lower()} by ", At(due_at))
        for audience in updated.audiences
        if (due_at := _next_word(entry, updated, audience, scene)) is not None
    ]
    following = line(" Next: ", joined(nexts), ".") if nexts else ()
    unheeded = line(" Said all the same: ", Theirs(listed(updated.unheeded)), ".") if updated.unheeded else ()
    return line(what, actor(entry), f" ({to}).", following, unheeded)


def _next_word(entry: Entry, updated: Updated, audience: Audience, scene: Scene) -> datetime | None:
    """Say when this audience hears next: as the writer promised, else as its cadence has it."""
    if audience in updated.next_in:
        return entry.at + updated.next_in[audience]
    promise = scene.incident.promise(audience)
    return promise.due_at if promise and promise.due_at > entry.at else None

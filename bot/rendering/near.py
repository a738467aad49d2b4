"""The private word to somebody who owes word soon, or was handed it."""

from bot.domain.events import Entry, PromiseHanded, PromiseNear
from bot.domain.ids import label
from bot.domain.incident import Incident, Promise
from bot.domain.promises import owed_by
from bot.rendering import buttons
from bot.rendering.blocks import Block
from bot.rendering.lines import At, Line, Person, Strong, line, reason
from bot.rendering.names import owed

OwedSoon = PromiseNear | PromiseHanded


def near_lines(about: OwedSoon, entry: Entry, incident: Incident) -> list[Line]:
    """Say what is due when, and why; once it was given, or is somebody else's, say that."""
    of = line(Strong(f"{label(incident.id)}: "), "the ", Strong(owed(about.audience)))
    promise = _standing(about, incident)
    if promise is None:
        return [line(of, " is no longer owed.")]
    if not _is_theirs(about, incident, promise):
        return [line(of, " is with ", Person(owed_by(incident, promise)), " now.")]
    handed = line(Person(entry.actor), " gave it to you. ") if isinstance(about, PromiseHanded) else ()
    return [line(of, " is due by ", At(promise.due_at), ". ", handed, "Rule: ", reason(promise.why), ".")]


def near_buttons(about: OwedSoon, incident: Incident) -> list[Block]:
    """Give what can be done about it, as long as it is theirs."""
    promise = _standing(about, incident)
    return buttons.near(incident, promise) if promise and _is_theirs(about, incident, promise) else []


def _standing(about: OwedSoon, incident: Incident) -> Promise | None:
    promise = incident.promise(about.audience)
    return promise if promise and promise.n == about.n else None


def _is_theirs(about: OwedSoon, incident: Incident, promise: Promise) -> bool:
    told = about.people if isinstance(about, PromiseNear) else (about.to,)
    return owed_by(incident, promise) in told

"""What was promised to whom: kept, late, missed, and what is owed now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events import Entry, PromiseKept, PromiseMade, PromiseWaived
from bot.domain.incident import Incident
from bot.domain.policy import Audience
from bot.domain.promises import owed_by
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Strong, line
from bot.rendering.names import audience_name, name
from bot.rendering.replies import reply
from bot.rendering.text import listed, span

_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One promise that is over: when it was due and, unless it was missed, how late it was kept."""

    due_at: datetime
    late: timedelta | None


def promises(incident: Incident, log: Sequence[Entry]) -> Drawn:
    """List by audience what was kept in time, late and not at all, and what is owed by whom by when."""
    first = line(Strong("Promises of "), name(incident), ":")
    audiences = [audience for audience in Audience if audience in incident.promises_made]
    if not audiences:
        return reply(line("Nothing was promised to anybody in ", name(incident), "."))
    return reply(first, *(part for audience in audiences for part in _of(audience, incident, log)))


def _of(audience: Audience, incident: Incident, log: Sequence[Entry]) -> Iterator[Line]:
    over = list(_over(audience, incident, log))
    in_time = sum(one.late == timedelta(0) for one in over)
    late = [one for one in over if one.late]
    missed = [one for one in over if one.late is None]
    counts = (f"{in_time} in time", f"{len(late)} late" if late else "", f"{len(missed)} missed" if missed else "")
    yield line(
        Strong(f"{audience_name(audience)}: "),
        listed([count for count in counts if count]),
        ".",
        _owed(audience, incident),
    )
    for one in [one for one in over if one.late != timedelta(0)][-_SHOWN:]:
        how = f" was {span(one.late)} late." if one.late else " was missed."
        yield line("Word due at ", At(one.due_at), how)


def _owed(audience: Audience, incident: Incident) -> Line:
    promise = incident.promise(audience)
    if promise is None:
        return line(" Nothing is owed now.")
    return line(" Next by ", At(promise.due_at), ", owed by ", Person(owed_by(incident, promise)), ".")


def _over(audience: Audience, incident: Incident, log: Sequence[Entry]) -> Iterator[Kept]:
    """Follow each promise to its end: word after its time is late, a promise that ended past it without word missed."""
    made: PromiseMade | None = None
    for entry in log:
        match entry.event:
            case PromiseMade(audience=of) as promise if of is audience:
                made = promise
            case PromiseKept(audience=of, late=late) if of is audience and made:
                yield Kept(due_at=made.due_at, late=late)
                made = None
            case PromiseWaived(audience=of) if of is audience and made:
                if entry.at > made.due_at:
                    yield Kept(due_at=made.due_at, late=None)
                made = None
    ended = incident.over.at if incident.over else None
    if made and ended and ended > made.due_at:
        yield Kept(due_at=made.due_at, late=None)

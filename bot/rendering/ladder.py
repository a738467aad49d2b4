"""The one message about who is called: each call, who answered as what, who is next, when and why."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.ids import CONN
from bot.domain.incident import AnsweredAs, Incident, Rung
from bot.domain.people import SLACK_ID
from bot.domain.policy import Policy
from bot.rendering import buttons
from bot.rendering.blocks import actions
from bot.rendering.drawn import Drawn
from bot.rendering.due import next_call, unanswered
from bot.rendering.lines import At, Line, Person, Strong, Theirs, line, people, reason, rich, spoken
from bot.rendering.names import called, name, next_step, target_name
from bot.rendering.text import span

_CALLS_SHOWN = 8
_SKIPPED_SHOWN = 5
_ANSWERED_AS = {
    AnsweredAs.CALLED: ("Acknowledged by ", ""),
    AnsweredAs.VOLUNTEER: ("Taken by ", ", a volunteer,"),
    AnsweredAs.STRANGER: ("Taken by ", ", whom nobody called,"),
}


def ladder(incident: Incident, policy: Policy, now: datetime) -> Drawn:
    """Draw it as things are `now`; buttons only while a call waits for its answer."""
    lines = [
        line(Strong("Who is called for "), name(incident)),
        *(part for rung in incident.ladder[-_CALLS_SHOWN:] for part in _call(rung, policy)),
        *_passed_over(incident, policy),
        *_next(incident, policy),
    ]
    waits = unanswered(incident) and incident.stood_down is None
    row = buttons.ladder(incident, next_step(incident, policy, at=now, by_hand=True)) if waits else []
    return Drawn(spoken(*lines), (rich(*lines), *([actions(*row)] if row else [])))


def _call(rung: Rung, policy: Policy) -> Iterator[Line]:
    by = line(" by ", Person(rung.by)) if rung.by and rung.by != CONN else ()
    why = line(": ", reason(rung.why)) if rung.why else ()
    who = called(rung.target, rung.people, policy)
    yield line(who, ", called at ", At(rung.paged_at), by, why, ". ", _answer(rung))


def _answer(rung: Rung) -> Line:
    lost = line(" Not reachable: ", people(rung.unreached), ".") if rung.unreached else ()
    cannot = line(" Cannot come: ", people(rung.declined), ".") if rung.declined else ()
    if rung.acknowledged is None:
        return line("No answer yet.", lost, cannot)
    how, as_whom = _ANSWERED_AS[rung.answered_as or AnsweredAs.CALLED]
    took = span(rung.acknowledged.at - rung.paged_at)
    return line(how, Person(rung.acknowledged.by), f"{as_whom} after {took}.", lost, cannot)


def _passed_over(incident: Incident, policy: Policy) -> Iterator[Line]:
    for one in incident.skipped[-_SKIPPED_SHOWN:]:
        who = Person(one.name) if SLACK_ID.fullmatch(one.name) else Theirs(one.name)
        of = f" ({target_name(one.target, policy)})" if one.target and one.target != one.name else ""
        yield line("Passed over: ", who, of, ", ", reason(one.why), ".")


def _next(incident: Incident, policy: Policy) -> Iterator[Line]:
    if not incident.is_open:
        return
    if incident.stood_down:
        yield line("Stood down by ", Person(incident.stood_down.by), " at ", At(incident.stood_down.at), ".")
    elif incident.path_ended:
        yield line(Strong("Nobody is left to call on this path."))
    elif call := next_call(incident, policy):
        yield line(Strong("Next: "), call.what, " at ", At(call.at), ".")

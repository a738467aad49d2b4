"""What must be true of everything Conn stored and logged."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.effects import effects_of
from bot.domain.effects.effect import Effect
from bot.domain.effects.wanted import without_room
from bot.domain.events import (
    Acknowledged,
    Cancelled,
    Closed,
    CommandLapsed,
    CommandMissing,
    CommandTaken,
    ModelAdopted,
    Paged,
    PromiseMade,
    Reminded,
    Reopened,
    Resolved,
    SeverityChanged,
    TargetBroken,
    TargetMet,
    TargetMissed,
    TargetSet,
    TargetWarned,
)
from bot.domain.facets import has_room
from bot.domain.incident import Incident, apply, begin
from tests.history.evidence import Case, Evidence

GRACE = timedelta(seconds=2)

HARMLESS = (
    "`token` (or SLACK_BOT_TOKEN env variable) will be ignored",
    "Open in the support model:",
    "PAGERDUTY_ROUTING_KEY is not set",
)
"""Log records every start may leave: the SDK's about its own arguments, and the open slots of the model."""

# What a success answer says, and the event by the same person that must stand behind it.
_CLAIMS = {
    "You acknowledged ": "Acknowledged",
    "You are incident commander of ": "CommandTaken",
    "Asked ": "CommandOffered",
    "You asked ": "AskMade",
    "Calling ": "Paged",
}


def the_database_is_sound(evidence: Evidence) -> Iterator[str]:
    """INV-1, 2, 19: logs are gap-free, chained and lead to the incident; clocks stand, and end as they may."""
    yield from evidence.stored_problems


def every_message_has_an_end(evidence: Evidence) -> Iterator[str]:
    """INV-8: every effect is delivered, obsolete with a reason, or dead and visible; a look for copies may wait."""
    for case in evidence.cases:
        for key, row in case.effects.items():
            if row.state not in ("delivered", "obsolete", "dead") and row.kind != "Sweep":
                yield f"{key} is still {row.state}: {row.last_error}"
            if row.state == "dead":
                yield f"{key} is dead: {row.last_error}"


def everything_shown_is_current(evidence: Evidence) -> Iterator[str]:
    """INV-12: every surface is at the version it should show."""
    for case in evidence.cases:
        for facet, row in case.surfaces.items():
            if row.seen_version < row.want_version or row.looks_taken < row.looks_wanted:
                yield f"{case}: {facet} shows {row.seen_version} of {row.want_version}: {row.last_error}"


def no_clock_is_overdue(evidence: Evidence) -> Iterator[str]:
    """INV-3: no timer stands armed past its time."""
    if evidence.overdue > GRACE:
        yield f"a timer is overdue by {evidence.overdue}"


def what_was_claimed_was_stored(evidence: Evidence) -> Iterator[str]:
    """INV-14: a success answer to a person implies that the change is in the log."""
    said: Counter[tuple[str, str]] = Counter()
    for delivery in evidence.sandbox.log.deliveries("slash_commands"):
        text = delivery.answer.get("text", "") if isinstance(delivery.answer, dict) else ""
        for words, kind in _CLAIMS.items():
            if text.startswith(words):
                said[delivery.payload["user_id"], kind] += 1
    stored = Counter((entry.actor, type(entry.event).__name__) for case in evidence.cases for entry in case.log)
    for (person, kind), count in said.items():
        if stored[person, kind] < count:
            yield f"{person} was told {count} times of {kind}, and it is in the log {stored[person, kind]} times"


def every_declaration_made_one_incident(evidence: Evidence) -> Iterator[str]:
    """INV-13: each delivery takes effect once: one incident for each declaration that was accepted."""
    numbers = Counter(row.result["incident"] for row in evidence.inbox.values() if row.kind == "declare" and row.result)
    there = {case.incident.id for case in evidence.cases}
    for number in there | set(numbers):
        if numbers[number] != 1 or number not in there:
            yield f"INC-{number} was declared by {numbers[number]} deliveries"


_BESIDE_THE_LOG = ("/waiting", "/sweep/", "/catchup/")
"""What is told or taken back because of what Slack did, not of what is in the log."""


def intent_is_whole(evidence: Evidence) -> Iterator[str]:
    """INV-7: the log and the messages that follow from it were stored together."""
    for case in evidence.cases:
        incident = begin(case.incident.id, case.log[0])
        wanted = _wanted(case, incident, effects_of(None, case.log[0], incident))
        for entry in case.log[1:]:
            after = apply(incident, entry)
            wanted |= _wanted(case, after, effects_of(incident, entry, after))
            incident = after
        there = {key for key in case.effects if not any(part in key for part in _BESIDE_THE_LOG)}
        yield from (f"{key} follows from the log, and is lost" for key in sorted(wanted - there))
        yield from (f"{key} follows from nothing in the log" for key in sorted(there - wanted))


def _wanted(case: Case, incident: Incident, effects: tuple[Effect, ...]) -> set[str]:
    kept = effects if has_room(incident, case.policy) else without_room(effects)
    return {effect.key for effect in kept}


def an_answer_stops_the_ladder(evidence: Evidence) -> Iterator[str]:
    """INV-4: nobody is called by the clock after the call before was answered.

    A missed target and a raised severity call anew in the same moment.
    """
    for case in evidence.cases:
        answered: set[int] = set()
        anew = {entry.at for entry in case.log if isinstance(entry.event, TargetMissed | SeverityChanged)}
        before = 0
        for entry in case.log:
            if isinstance(entry.event, Acknowledged):
                if entry.event.rung in answered:
                    yield f"{case}: call {entry.event.rung} was acknowledged twice"
                answered.add(entry.event.rung)
            if isinstance(entry.event, Paged) and not entry.event.beside:
                by_clock = entry.actor == "conn" and not entry.event.rule and entry.at not in anew
                if by_clock and before in answered - {0}:
                    yield f"{case}: call {entry.event.rung} was made although {before} was answered"
                before = entry.event.rung


def every_target_ends_once(evidence: Evidence) -> Iterator[str]:
    """What was promised in time is met or missed once each, by its own date, and warned of before that."""
    for case in evidence.cases:
        standing: dict[tuple[str, str], TargetSet] = {}
        seen: set[tuple[str, str, str]] = set()
        for entry in case.log:
            match entry.event:
                case TargetSet(goal=goal, tier=tier) as target:
                    standing[goal, tier] = target
                    seen -= {(goal, tier, kind.__name__) for kind in (TargetMet, TargetMissed, TargetWarned)}
                case (
                    TargetMet(goal=goal, tier=tier)
                    | TargetMissed(goal=goal, tier=tier)
                    | TargetWarned(goal=goal, tier=tier) as event
                ):
                    what = (goal, tier, type(event).__name__)
                    target = standing.get((goal, tier))
                    if target is None or what in seen:
                        yield f"{case}: {what} at {entry.seq} has no target that stands"
                    elif isinstance(event, TargetMissed) and target.due_at and entry.at < target.due_at:
                        yield f"{case}: the target {goal}/{tier} was missed before it was due"
                    elif isinstance(event, TargetWarned) and target.due_at and entry.at >= target.due_at:
                        yield f"{case}: {goal}/{tier} was warned of when it was due already"
                    seen.add(what)
                case TargetBroken() as broken if (*(broken.goal, broken.tier), "TargetMissed") not in seen:
                    yield f"{case}: {broken.goal}/{broken.tier} was broken before it was missed"
                case _:
                    pass


def waits_count_from_the_call(evidence: Evidence) -> Iterator[str]:
    """INV-5: the next tier's time starts at the actual call, never at the planned one."""
    for case in evidence.cases:
        due = {row.subject: row.due_at for row in case.timers if row.kind == "escalate" and row.generation == 1}
        for entry in case.log:
            if isinstance(entry.event, Paged) and entry.event.wait is not None:
                rung = str(entry.event.rung)
                set_anew = any(
                    isinstance(later.event, SeverityChanged | ModelAdopted) for later in case.log[entry.seq :]
                )
                if rung in due and due[rung] != entry.at + entry.event.wait and not set_anew:
                    yield f"{case}: the wait of call {rung} does not count from {entry.at}"


def no_clock_fires_before_its_time(evidence: Evidence) -> Iterator[str]:
    """INV-2: no timer fires before its `due_at`, and none later than its lateness says."""
    for case in evidence.cases:
        for row in case.timers:
            if row.state == "fired" and abs((row.fired_at - row.due_at) - timedelta(milliseconds=row.late_ms)) > GRACE:
                yield f"{row.key} fired at {row.fired_at}, due at {row.due_at}, and says {row.late_ms} ms"


def over_is_quiet(evidence: Evidence) -> Iterator[str]:
    """INV-6: after the end nobody is paged, reminded of what was owed before, or asked to take command."""
    for case in evidence.cases:
        end = next((e for e in case.log if isinstance(e.event, Resolved | Closed | Cancelled)), None)
        if end is None or any(isinstance(entry.event, Reopened) for entry in case.log):
            continue
        owed_at_the_end = {
            (entry.event.audience, entry.event.n)
            for entry in case.log
            if isinstance(entry.event, PromiseMade) and entry.seq > end.seq
        }
        for entry in case.log[end.seq :]:
            event = entry.event
            reminded = isinstance(event, Reminded) and (event.audience, event.n) not in owed_at_the_end
            if reminded or isinstance(event, Paged | CommandMissing):
                yield f"{case}: {type(event).__name__} after the end"
        for row in case.effects.values():
            if row.kind == "Page" and row.state == "delivered" and row.sent_at > end.at + GRACE:
                yield f"{row.key} was sent after the end"


def there_is_one_commander(evidence: Evidence) -> Iterator[str]:
    """INV-16: command passes only from whom the new commander knew to hold it; nothing follows a close."""
    for case in evidence.cases:
        holder = None
        for entry in case.log:
            if isinstance(entry.event, CommandLapsed):
                holder = None
            if isinstance(entry.event, CommandTaken):
                if entry.event.instead_of != holder:
                    yield f"{case}: {entry.actor} took command from {entry.event.instead_of}, and {holder} had it"
                holder = entry.actor
        yield from _after_close(case)


def nothing_alarming_is_logged(evidence: Evidence) -> Iterator[str]:
    """No warning and no error is logged that the story did not declare."""
    for record in evidence.records:
        text = record.getMessage()
        if not any(words in text for words in HARMLESS):
            trace = f" {record.exc_info[1]!r}" if record.exc_info else ""
            yield f"{record.levelname} {record.name}: {text}{trace}"


def _after_close(case: Case) -> Iterator[str]:
    closed = [entry.seq for entry in case.log if isinstance(entry.event, Closed)]
    if len(closed) > 1:
        yield f"{case} was closed {len(closed)} times"


INVARIANTS = (
    the_database_is_sound,
    every_message_has_an_end,
    everything_shown_is_current,
    no_clock_is_overdue,
    what_was_claimed_was_stored,
    every_declaration_made_one_incident,
    intent_is_whole,
    an_answer_stops_the_ladder,
    every_target_ends_once,
    waits_count_from_the_call,
    no_clock_fires_before_its_time,
    over_is_quiet,
    there_is_one_commander,
    nothing_alarming_is_logged,
)

"""An open incident for when Slack and Conn are both gone: all that a responder needs, as data and as a page.

Nothing in it depends on when it is drawn, so that it is current until the incident changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from bot.domain.events import Entry
from bot.domain.ids import label
from bot.domain.incident import Incident, Promise, Rung
from bot.domain.policy import Policy, Slot
from bot.domain.standing_asks import Ask
from bot.domain.timers import TimerKind, timers_for
from bot.rendering.directions import contact_line
from bot.rendering.lines import Line, written
from bot.rendering.names import owed, role_name, severity_name, status_name, target_name, title
from bot.rendering.reading import log_lines
from bot.rendering.terminal import plain
from bot.rendering.text import clock

LATEST = 20
"""Log entries in a snapshot."""

_CLOCKS = 12

_BRIEFLY = ("incident", "title", "severity", "status", "since", "commander", "acting", "run_in", "version")


Name = Callable[[str | None], str | None]
Moment = Callable[[str | None], str]


def facts(
    incident: Incident,
    policy: Policy,
    latest: Sequence[Entry],
    people: Mapping[str, str],
    channels: Mapping[str, str],
) -> dict[str, Any]:
    """Say as data how an incident stands; `latest` are its last entries, the mappings give names by Slack id.

    Moments are UTC, as ISO 8601.
    """

    def who(person: str | None) -> str | None:
        return people.get(person, person) if person else None

    def said(words: Line) -> str:
        return plain(written(words), people, channels)

    return {
        "incident": label(incident.id),
        "version": incident.version,
        "model": incident.policy_revision,
        "title": title(incident),
        "severity": severity_name(incident, policy),
        "status": status_name(incident, policy),
        "since": _iso(incident.status_since or incident.declared.at),
        "declared": {"by": who(incident.declared.by), "at": _iso(incident.declared.at)},
        "commander": who(incident.commander),
        "acting": who(incident.acting),
        "roles": {role_name(role, policy): who(holder) for role, holder in incident.roles.items()},
        "bridge": incident.bridge,
        "run_in": f"#{incident.room.name}" if incident.room else None,
        "summary": incident.summary,
        "customers": incident.customers,
        "ticket": incident.ticket,
        "last_update": incident.last_update,
        "calls": [_call(rung, policy, who) for rung in incident.ladder],
        "promises": [_promise(promise, incident, who) for promise in sorted(incident.promises, key=lambda p: p.due_at)],
        "asks": [_ask(ask, who) for ask in incident.open_asks],
        "clocks": [
            {"at": _iso(timer.due_at), "kind": timer.kind.value, "what": _happens(timer.kind), "why": timer.why}
            for timer in sorted(timers_for(incident, policy), key=lambda timer: timer.due_at)[:_CLOCKS]
        ],
        "contacts": [said(contact_line(contact, policy)) for contact in _concerned(incident, policy)],
        "log": [said(words) for words in log_lines(latest[-LATEST:], incident, policy)],
        "zone": _zone(policy),
    }


def brief(told: Mapping[str, Any]) -> dict[str, Any]:
    """Take from what is said of an incident what a list of several needs."""
    return {name: told[name] for name in _BRIEFLY}


def page(told: Mapping[str, Any]) -> str:
    """Write the same as Markdown."""
    return "\n".join([*_head(told), *_sections(told), ""])


def index(told: Sequence[Mapping[str, Any]]) -> str:
    """List what is open, worst first, with the way to each page."""
    rows = [
        f"- [{one['incident']}]({one['incident']}.md) {_text(one['severity'])}, {_text(one['status'])}: "
        f"{_text(one['title'])}. IC: {_text(one['commander'] or 'nobody')}"
        for one in told
    ]
    return "\n".join(["# Open incidents", "", *(rows or ["None."]), ""])


def _head(told: Mapping[str, Any]) -> Iterator[str]:
    moment, commander = _moment(told), told["commander"]
    yield f"# {told['incident']} {_text(told['title'])}"
    yield ""
    yield f"- Severity: {_text(told['severity'])}"
    yield f"- Status: {_text(told['status'])} since {moment(told['since'])}"
    yield f"- IC: {_text(commander)}" if commander else f"- IC: nobody; {_text(told['acting'])} is acting"
    yield from (f"- {_text(role)}: {_text(holder)}" for role, holder in told["roles"].items())
    yield f"- Bridge: {told['bridge'] or 'none'}"
    yield f"- Run in: {_text(told['run_in'] or 'no place in Slack yet')}"
    yield f"- Declared by {_text(told['declared']['by'])}, {moment(told['declared']['at'])}"
    known = (("What is known", "summary"), ("Customers affected", "customers"), ("Ticket", "ticket"))
    yield from (f"- {name}: {_text(told[key])}" for name, key in (*known, ("Last update", "last_update")) if told[key])


def _sections(told: Mapping[str, Any]) -> Iterator[str]:
    moment = _moment(told)
    yield from _section("Who was called", map(_called(moment), told["calls"]))
    promised = (f"{moment(p['at'])}: {p['what']}{_of(p['by'])}" for p in told["promises"])
    yield from _section("What was promised", promised)
    yield from _section("Open asks", map(_asked(moment), told["asks"]))
    yield from _section(
        "What comes next by itself", (f"{moment(c['at'])}: {c['what']} ({_text(c['why'])})" for c in told["clocks"])
    )
    yield from _section("Whom to reach", map(_text, told["contacts"]))
    yield from _section(f"The last {LATEST} entries of the log", map(_text, told["log"]))


def _section(heading: str, rows: Iterable[str]) -> Iterator[str]:
    first, *more = [f"- {row}" for row in rows] or ["Nothing."]
    yield from ("", f"## {heading}", "", first, *more)


def _promise(promise: Promise, incident: Incident, who: Name) -> dict[str, Any]:
    owner = promise.handed_to or (incident.roles.get(promise.owner) if promise.owner else None)
    return {"what": owed(promise.audience), "by": who(owner), "at": _iso(promise.due_at)}


def _ask(ask: Ask, who: Name) -> dict[str, Any]:
    return {
        "number": ask.n,
        "of": who(ask.to),
        "by": who(ask.by),
        "what": ask.what,
        "stage": ask.stage.value,
        "at": _iso(ask.next_at),
    }


def _asked(moment: Moment) -> Callable[[Mapping[str, Any]], str]:
    def asked(ask: Mapping[str, Any]) -> str:
        until = f", until {moment(ask['at'])}" if ask["at"] else ""
        return f"{_text(ask['of'])}: {_text(ask['what'])} ({ask['stage']}{until}; asked by {_text(ask['by'])})"

    return asked


def _call(rung: Rung, policy: Policy, who: Name) -> dict[str, Any]:
    answered = rung.acknowledged
    return {
        "whom": target_name(rung.target, policy),
        "people": [who(person) for person in rung.people],
        "at": _iso(rung.paged_at),
        "acknowledged": {"by": who(answered.by), "at": _iso(answered.at)} if answered else None,
        "declined": [who(person) for person in rung.declined],
        "not_reached": [who(person) for person in rung.unreached],
        "next_at": None if answered else _iso(rung.next_at),
    }


def _called(moment: Moment) -> Callable[[Mapping[str, Any]], str]:
    def called(call: Mapping[str, Any]) -> str:
        names = ", ".join(map(_text, call["people"]))
        answer = call["acknowledged"]
        how = f"acknowledged by {_text(answer['by'])} at {moment(answer['at'])}" if answer else "no answer yet"
        others = "".join(
            f"; {words}: {', '.join(map(_text, call[key]))}"
            for key, words in (("declined", "cannot come"), ("not_reached", "not reached"))
            if call[key]
        )
        wait = f"; the next one is called at {moment(call['next_at'])}" if call["next_at"] else ""
        return f"{_text(call['whom'])} ({names}) at {moment(call['at'])}: {how}{others}{wait}"

    return called


def _concerned(incident: Incident, policy: Policy) -> Iterator[Any]:
    """List the lines of the directory for those who were called, and for everybody."""
    called = {rung.target for rung in incident.ladder}
    for contact in policy.contacts.values():
        fits = not contact.severities or incident.severity in contact.severities
        if fits and (contact.tier is None or contact.tier in called):
            yield contact


def _happens(kind: TimerKind) -> str:
    """Say what Conn does at such a moment, so that people can do it where Conn is gone."""
    match kind:
        case TimerKind.ESCALATE:
            return "the next one is called"
        case TimerKind.NO_COMMANDER:
            return "a commander is asked for"
        case TimerKind.PROMISE:
            return "word is asked for"
        case TimerKind.HANDOFF:
            return "a handoff is suggested"
        case TimerKind.TARGET:
            return "a time target comes near, or is missed"
        case TimerKind.PHASE:
            return "the phase is asked about"
        case TimerKind.INVESTIGATE:
            return "the first responder hands it on"
        case TimerKind.NEXT_DAY:
            return "it is given to whoever is on duty then"
        case TimerKind.TRIGGER:
            return "a rule of the model is followed"
        case TimerKind.VENDOR:
            return "the vendor is asked again"
        case TimerKind.PRESENCE:
            return "the commander is asked after"
        case TimerKind.OFFER:
            return "the offer of command lapses"
        case TimerKind.ASK:
            return "the ask is chased"
        case TimerKind.PHONE:
            return "a phone that nobody answers is told of"
        case other:
            assert_never(other)


def _zone(policy: Policy) -> str | None:
    """Find the zone people of this model read times in: that of its first business hours."""
    zones = (hours.zone for hours in policy.hours.values() if not isinstance(hours.zone, Slot))
    return next(islice(map(str, zones), 1), None)


def _moment(told: Mapping[str, Any]) -> Moment:
    zone = ZoneInfo(told["zone"]) if told["zone"] else None

    def moment(written_at: str | None) -> str:
        if written_at is None:
            return "no time"
        at = datetime.fromisoformat(written_at)
        there = at.astimezone(zone)
        local = f" ({there:%H:%M} {zone.key})" if zone and there.utcoffset() else ""
        return f"{at:%d %b} {clock(at)}{local}"

    return moment


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _of(person: str | None) -> str:
    return f" ({_text(person)})" if person else ""


def _text(words: object) -> str:
    """Write what people wrote so that Markdown reads nothing into it."""
    one_line = " ".join(str(words).split())
    return one_line.replace("<", "&lt;").replace("[", "\\[").replace("`", "'")

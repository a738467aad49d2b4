"""What follows from declaring: the log begins, the path's first step is called, the first promises are made."""

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from bot.domain import escalation, promises
from bot.domain.addresses import is_plain, leads_inside
from bot.domain.climbing import path_id
from bot.domain.command import offered
from bot.domain.coverage import reached
from bot.domain.echoes import echoes_for
from bot.domain.errors import BadField, UnknownSeverity
from bot.domain.events import Declared, Origin
from bot.domain.facts import customer_named, fact, tags_of
from bot.domain.following import followed
from bot.domain.ids import IncidentId
from bot.domain.outcome import Outcome, declared
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy, Severity, Slot, Start
from bot.domain.readers import readers_of
from bot.domain.words import kept, one_line

LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What a person says when they declare; everything but the title and the severity may be left out."""

    title: str
    severity: str
    summary: str = ""
    commander: PersonId | None = None
    category: str = ""
    area: str = ""
    ticket: str = ""
    customers: str = ""
    customer: str = ""
    tags: frozenset[str] = frozenset()
    money: int = 0
    repeats: int = 0
    bridge: str = ""
    private: bool | None = None
    because: str = ""
    origin: Origin | None = None


def declare(
    incident_id: IncidentId,
    declaration: Declaration,
    policy: Policy,
    directory: Directory,
    *,
    by: PersonId,
    at: datetime,
) -> Outcome:
    """Begin an incident with everything its severity brings; refused when a field cannot be used."""
    severity = severity_named(policy, declaration.severity)
    private = _private(declaration, policy, severity)
    first = Declared(
        title=title_of(declaration.title),
        severity=severity.id,
        path=path_id(policy, severity.id, declaration.category),
        policy_revision=policy.revision,
        summary=kept(declaration.summary),
        private=private,
        bridge=_bridge(declaration, policy, severity),
        category=fact(declaration.category),
        area=fact(declaration.area),
        ticket=fact(declaration.ticket),
        customers=fact(declaration.customers),
        customer=customer_named(policy, declaration.customer),
        tags=tags_of(policy, declaration.tags, declaration.category),
        money=declaration.money,
        repeats=declaration.repeats,
        mentions=_mentions(policy, severity, directory, at),
        origin=declaration.origin,
        echoes=echoes_for(policy, severity, private=private),
        readers=readers_of(policy, severity, directory, private=private, at=at),
    )
    outcome = declared(incident_id, first, at=at, by=by)
    outcome = escalation.first_call(outcome, policy, directory, at=at)
    outcome = promises.started_by(outcome, Start.DECLARED, policy, at=at)
    if declaration.commander and declaration.commander != by:
        outcome = outcome.then(offered(policy, declaration.commander, at=at), at=at, by=by)
    return followed(outcome, policy, directory, at=at)


def severity_named(policy: Policy, word: str) -> Severity:
    """Find the severity that a person means, or refuse with those there are and the nearest."""
    severity = policy.severity(word)
    if severity is None:
        known = tuple(str(name) for name in policy.severities)
        nearest = get_close_matches(word.casefold(), [k.casefold() for k in known], n=1, cutoff=0.5)
        match = next((k for k in known if nearest and k.casefold() == nearest[0]), None)
        raise UnknownSeverity(word=word, known=known, nearest=match)
    return severity


def title_of(text: str) -> str:
    """Clean a title up; refused when nothing is left of it, cut when no screen would hold it."""
    title = one_line(text)
    if not title:
        raise BadField(field="Title", why="Say in a few words what is broken.")
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def bridge_of(text: str) -> str:
    """Take a bridge URL as a person typed it; refused unless it is an https address that a topic can hold."""
    url = text.strip().strip("<>").partition("|")[0]
    if not is_plain(url):
        raise BadField(
            field="Bridge",
            why="A bridge is a URL that begins with https://, such as https://meet.example.com/x.",
        )
    if leads_inside(url):
        raise BadField(field="Bridge", why="This address leads to each one's own machine; people cannot meet there.")
    if len(url) > LONGEST_BRIDGE:
        raise BadField(
            field="Bridge",
            why=f"A bridge URL has to fit into the topic: at most {LONGEST_BRIDGE} characters.",
        )
    return url


LONGEST_BRIDGE = 150  # a topic holds 250: https://docs.slack.dev/reference/methods/conversations.setTopic


def _bridge(declaration: Declaration, policy: Policy, severity: Severity) -> str | None:
    if declaration.bridge.strip():
        return bridge_of(declaration.bridge)
    standing = policy.incident.bridge
    return standing if severity.bridge and standing and not isinstance(standing, Slot) else None


def _private(declaration: Declaration, policy: Policy, severity: Severity) -> bool:
    if declaration.private is not None:
        return declaration.private
    return policy.incident.private or severity.room.private


def _mentions(policy: Policy, severity: Severity, directory: Directory, at: datetime) -> tuple[PersonId, ...]:
    people = (reached(policy, target, at, directory).people for target in severity.mention)
    return tuple(dict.fromkeys(person for found in people for person in found))

"""Why Conn says no: each a reason that a person can act on, with the facts that the answer needs."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import IncidentId
from bot.domain.people import PersonId
from bot.domain.policy import Audience, Phrase, Status
from bot.domain.standing_asks import Ask


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """What was asked cannot be done now; nothing was changed."""


@dataclass(kw_only=True, eq=False)
class AlreadyAcknowledged(Refusal):
    """Somebody answers for this call already."""

    by: PersonId
    at: datetime


@dataclass(kw_only=True, eq=False)
class AlreadyInCommand(Refusal):
    """Somebody is incident commander, and the person asking did not know of them."""

    incident: IncidentId
    commander: PersonId
    since: datetime


@dataclass(kw_only=True, eq=False)
class OfferGone(Refusal):
    """Command is not offered to this person any more; `commander` has it, nobody where that is None."""

    incident: IncidentId
    commander: PersonId | None


@dataclass(kw_only=True, eq=False)
class AskMoved(Refusal):
    """What was asked has been answered, accepted or given back meanwhile; `ask` is how it stands now."""

    ask: Ask


@dataclass(kw_only=True, eq=False)
class AlreadyAsked(Refusal):
    """The same person is asked for the same thing and has not answered; `ask` is how it stands."""

    ask: Ask


@dataclass(kw_only=True, eq=False)
class NotAskedOfYou(Refusal):
    """Only the person of whom it is asked can accept it, or say that they can't."""

    ask: Ask


@dataclass(kw_only=True, eq=False)
class AlreadyOver(Refusal):
    """The incident ended before this was asked."""

    incident: IncidentId
    status: Status
    by: PersonId
    at: datetime


@dataclass(kw_only=True, eq=False)
class AlreadyDeclared(Refusal):
    """The same person declared the same thing moments ago; `severity` and `title` are what they said again."""

    incident: IncidentId
    channel: str | None
    seconds: int
    severity: str
    title: str


@dataclass(kw_only=True, eq=False)
class DeclaredOften(Refusal):
    """The same person declared as many as anybody may within a minute; `severity` and `title` are of one more."""

    many: int
    latest: IncidentId
    severity: str
    title: str


@dataclass(kw_only=True, eq=False)
class StillOpen(Refusal):
    """Only a resolved incident can be closed."""

    incident: IncidentId


@dataclass(kw_only=True, eq=False)
class WordsToAvoid(Refusal):
    """It says in public what the model would rather not say."""

    found: tuple[Phrase, ...]


@dataclass(kw_only=True, eq=False)
class NotVerified(Refusal):
    """Something that must be confirmed before the incident is resolved was not, and nobody said why."""

    incident: IncidentId
    missing: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class NobodyLeftToPage(Refusal):
    """The path ends here; `skipped` are those that could not be called, with the reasons."""

    incident: IncidentId
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(kw_only=True, eq=False)
class EscalatedMeanwhile(Refusal):
    """The next step was called by somebody else, or by the clock, since this button was drawn."""

    target: str
    at: datetime


@dataclass(kw_only=True, eq=False)
class MoreNeeded(Refusal):
    """Before this helper is called more has to be said or checked; `missing` are the labels."""

    incident: IncidentId
    helper: str
    missing: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class JustEscalated(Refusal):
    """The same person escalated with the same words moments ago; `rung` is the call that made."""

    incident: IncidentId
    target: str
    rung: int
    seconds: int


@dataclass(kw_only=True, eq=False)
class NotChased(Refusal):
    """No vendor of that name is chased now."""

    incident: IncidentId


@dataclass(kw_only=True, eq=False)
class NothingToStop(Refusal):
    """Nobody is being called, so there is nothing to stand down from."""

    incident: IncidentId


@dataclass(kw_only=True, eq=False)
class NoLongerOffered(Refusal):
    """What a rule of the model offered was done meanwhile, or counts no more."""

    incident: IncidentId


@dataclass(kw_only=True, eq=False)
class NothingPromised(Refusal):
    """Nobody in this audience waits for word."""

    audience: Audience


@dataclass(kw_only=True, eq=False)
class NotAMember(Refusal):
    """Guests and bots of the workspace may neither declare nor act."""


@dataclass(kw_only=True, eq=False)
class NoHandoffDue(Refusal):
    """Nobody was asked to hand over command."""


@dataclass(kw_only=True, eq=False)
class UnknownSeverity(Refusal):
    """No severity of the model has this name."""

    word: str
    known: tuple[str, ...]
    nearest: str | None = None


@dataclass(kw_only=True, eq=False)
class AlreadySo(Refusal):
    """It is what was asked for already; `what` is the thing, `value` how it stands."""

    incident: IncidentId
    what: str
    value: str


@dataclass(kw_only=True, eq=False)
class UnknownStatus(Refusal):
    """No status has this name; ends have commands of their own."""

    word: str
    known: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class UnknownRole(Refusal):
    """No role has this name, or nobody was named for it."""

    word: str
    known: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class UnknownPerson(Refusal):
    """Nobody who is known has this name; `nearest` are the most similar ones."""

    word: str
    nearest: tuple[str, ...] = ()


@dataclass(kw_only=True, eq=False)
class AmbiguousPerson(Refusal):
    """Several people go by this name; `known` are their addresses."""

    word: str
    known: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class UnknownTeam(Refusal):
    """No tier and no team of the model has this name."""

    word: str
    known: tuple[str, ...]
    nearest: str | None = None


@dataclass(kw_only=True, eq=False)
class BadField(Refusal):
    """A form field holds what cannot be used; `field` is its label, `why` the sentence to show under it."""

    field: str
    why: str


@dataclass(kw_only=True, eq=False)
class NoIncidentHere(Refusal):
    """The command needs an incident, and this channel is not one's room; `open_ones` are those to pick from."""

    open_ones: tuple[tuple[IncidentId, str], ...] = ()


@dataclass(kw_only=True, eq=False)
class NoSuchIncident(Refusal):
    """No incident has this number, or it is private and not for this person."""

    word: str


@dataclass(kw_only=True, eq=False)
class ChangeDecided(Refusal):
    """A changed model was put in force, rejected or replaced before this was asked; `state` is what became of it."""

    state: str
    at: datetime


@dataclass(kw_only=True, eq=False)
class NotAskedToSign(Refusal):
    """Somebody's agreement to a changed model is not asked for; `signed` says that they gave it already."""

    signed: bool
    missing: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class BrokenModel(Refusal):
    """The file of a model cannot be used; `errors` are all its mistakes, one a line, with their places."""

    errors: tuple[str, ...]

    def __str__(self) -> str:
        """Give all of them, a line each."""
        return "\n".join(self.errors)


@dataclass(kw_only=True, eq=False)
class NotAllowed(Refusal):
    """The model leaves this to others: `rule` says so, `may` are those it names.

    `incident` is None for what is about none: a declaration, a changed model.
    """

    incident: IncidentId | None
    rule: str
    may: tuple[str, ...]


@dataclass(kw_only=True, eq=False)
class LedByAnother(Refusal):
    """An executive decides as incident commander or through them: `commander` has command."""

    incident: IncidentId
    commander: PersonId

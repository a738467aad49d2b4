"""Calls for help: who was paged, who answered, who could not be reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.events.about import Late
from bot.domain.people import PersonId
from bot.domain.policy import ChannelKey, TemplateId
from bot.domain.standing_in import StandsIn


@dataclass(frozen=True, kw_only=True)
class Paged:
    """A step of the escalation path was called; its people have until the step's wait to acknowledge.

    `rung` counts the calls of this incident from 1, `step` is the place in the path from 0, `wait` how long until the
    next step is called by itself (None: never), `why` the rule or the person that caused it. `rule` is the part of the
    model that jumped ahead, where one did: then `step` is where the path goes on from. A call `beside` the path neither
    stops it nor is followed by its next step. `stands_in` are those of the people who are on duty by an override,
    `rings` the targets for whom a phone is rung as well, `unsigned` those whom nobody signed off for it.
    """

    rung: int
    step: int
    target: str
    people: tuple[PersonId, ...]
    why: str
    wait: timedelta | None = None
    rule: str = ""
    beside: bool = False
    late: Late | None = None
    stands_in: tuple[StandsIn, ...] = ()
    rings: tuple[str, ...] = ()
    unsigned: tuple[PersonId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StoodDown:
    """Nobody further is called by itself, and those who were called and had not answered yet need not come."""

    people: tuple[PersonId, ...]
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class HelpAsked:
    """Somebody said what a tier has to know before it is called; `told` speak to customers, and hear of it."""

    target: str
    text: str
    told: tuple[PersonId, ...] = ()
    post_in: tuple[ChannelKey, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Triggered:
    """A rule of the model holds, and what it says was done: people told, channels written to, others called after it.

    `rule` is its place in the model, `why` its sentence. With `offers` nothing was done: those are called once a person
    says so. `do` is what people do, `template` the text that goes with it, `answer_by` when an answer is expected.
    """

    rule: str
    why: str
    offers: tuple[str, ...] = ()
    told: tuple[PersonId, ...] = ()
    post_in: tuple[ChannelKey, ...] = ()
    do: tuple[str, ...] = ()
    template: TemplateId | None = None
    answer_by: datetime | None = None
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """Nobody answered a call beside the path in time; people have to reach them another way."""

    rung: int
    target: str
    people: tuple[PersonId, ...]
    waited: timedelta
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Somebody, or a whole step, could not be called, and the next one up was taken at once."""

    target: str
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PathEnded:
    """There is nobody further up the path to call."""

    after: str
    why: str
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class PageDeclined:
    """The actor was called by this rung and cannot come."""

    rung: int
    target: str


@dataclass(frozen=True, kw_only=True)
class NotReached:
    """Slack refused to carry a page of this rung to this person."""

    rung: int
    person: PersonId
    why: str


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """Somebody answers for a call of the ladder; `rung` says which one, 0 where nobody was paged.

    An answer to a call `beside` the path stops nothing but that call.
    """

    rung: int
    target: str
    beside: bool = False


OfLadder = (
    Paged
    | PageDeclined
    | PassedOver
    | PathEnded
    | NotReached
    | Triggered
    | StoodDown
    | HelpAsked
    | Unanswered
    | Acknowledged
)
"""Everything about who is called, and who answers."""

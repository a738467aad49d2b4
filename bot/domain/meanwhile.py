"""What somebody else changed while a form stood open: nothing is overwritten that its sender did not see."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident

SEVERITY, STATUS, BRIDGE = "severity", "status", "bridge"

FACTS = ("tags", "customer", "customers", "category", "area", "ticket", "money", "repeats")
"""The facts of an incident in the order in which a form remembers what it showed of them."""

Shown = Mapping[str, str]
"""The mark of each value that a form showed when it was opened, by the name of its field."""


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One value that two people changed: what it is by now, and what the second would make of it."""

    field: str
    theirs: str
    mine: str


@dataclass(kw_only=True, eq=False)
class ChangedMeanwhile(Refusal):
    """Somebody else changed the same while the form stood open; both values are shown before either is lost."""

    incident: IncidentId
    clashes: tuple[Clash, ...]


def shown(incident: Incident, fields: Iterable[str]) -> Shown:
    """Mark the values that a form shows."""
    return {field: _mark(_value(incident, field)) for field in fields}


def shown_again(before: Shown, clashes: Iterable[Clash], incident: Incident) -> Shown:
    """Mark what a form shows once its sender has seen both values; of all else it was opened before."""
    return {**before, **shown(incident, [clash.field for clash in clashes])}


def refuse_clashes(incident: Incident, mine: Mapping[str, object], before: Shown) -> None:
    """Refuse what two people changed to something else; a field that a form did not show clashes with nothing."""
    wanted = {field: _plain(value) for field, value in mine.items() if field in before}
    clashes = tuple(
        Clash(field=field, theirs=_value(incident, field), mine=value)
        for field, value in wanted.items()
        if before[field] not in (_mark(value), _mark(_value(incident, field))) and value != _value(incident, field)
    )
    if clashes:
        raise ChangedMeanwhile(incident=incident.id, clashes=clashes)


def left_alone(incident: Incident, mine: Mapping[str, object], before: Shown) -> frozenset[str]:
    """Name the fields that only somebody else changed: the form holds what they were before."""
    return frozenset(
        field
        for field, value in mine.items()
        if field in before and before[field] == _mark(_plain(value)) != _mark(_value(incident, field))
    )


def _value(incident: Incident, field: str) -> str:
    return _plain(getattr(incident, field))


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case tuple() | frozenset():
            return ",".join(sorted(value))
        case _:
            return str(value)


def _mark(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:6]

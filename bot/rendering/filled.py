"""A template of the model with its blanks filled in, and what Conn can fill in by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.events import Entry, Noted, Updated
from bot.domain.incident import Incident
from bot.domain.policy import KnownAs, Policy, Template
from bot.domain.words import clean
from bot.policy.filling import fill
from bot.rendering.names import area_name, customer_name, severity_name, status_name, title
from bot.rendering.text import fit, span

_NOTES = 5
_NOTE = 200


def filled(template: Template, values: Mapping[str, str]) -> str:
    """Fill a template in; a blank without a value stays empty."""
    blanks = {blank.name: values.get(blank.name, "") for blank in template.fields}
    return clean(fill(template.body, blanks)).strip()


def known_values(incident: Incident, policy: Policy, log: Sequence[Entry], now: datetime) -> dict[KnownAs, str]:
    """Say what is known by itself; what is not known is empty."""
    lasted = span((incident.over.at if incident.over else now) - incident.declared.at)
    return {
        KnownAs.TITLE: title(incident),
        KnownAs.SEVERITY: severity_name(incident, policy),
        KnownAs.STATUS: status_name(incident, policy),
        KnownAs.TICKET: incident.ticket,
        KnownAs.CUSTOMER: customer_name(incident.customer, policy) or incident.customers,
        KnownAs.CUSTOMERS_AFFECTED: incident.customers,
        KnownAs.AREA: area_name(incident, policy),
        KnownAs.AGE: lasted,
        KnownAs.DURATION: lasted,
        KnownAs.ATTEMPTS: "\n".join(_tried(log)),
        KnownAs.DATE: f"{now:%Y-%m-%d}",
    }


def _tried(log: Sequence[Entry]) -> list[str]:
    """List what people noted and reported, newest last."""
    said = [entry.event.text for entry in log if isinstance(entry.event, Noted | Updated) and entry.event.text]
    return [fit(" ".join(text.split()), _NOTE) for text in said[-_NOTES:]]

"""Opening forms with everything already in them that Conn knows."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.people import PersonId
from bot.domain.permitting import beyond
from bot.domain.policy import Deed, Enforcement, SeverityId
from bot.domain.routing import triage
from bot.listeners.desk import Desk
from bot.listeners.replies import Answer, open_form
from bot.rendering import buttons
from bot.rendering.consequences import preview
from bot.rendering.forms import DeclareFields, declare_form
from bot.rendering.lines import Line
from bot.rendering.names import short, target_name
from bot.rendering.text import listed
from bot.rendering.triage import advice
from bot.usecases.look import consequences


async def open_declare_form(
    desk: Desk, by: PersonId, trigger: str, prefill: DeclareFields | None = None, *, metadata: str = ""
) -> Answer:
    """Open the declare form, with the consequences of the severity that stands in it."""
    fields = prefill or DeclareFields()
    view = await declare_view(desk, by, fields, metadata=metadata)
    return await open_form(desk, trigger, view, buttons.open_declare(fields.severity, fields.title), fields.title)


async def declare_view(
    desk: Desk, by: PersonId, fields: DeclareFields, *, metadata: str = "", before: Sequence[Line] = ()
) -> dict[str, object]:
    """Draw the declare form; without a choice yet, for what its words suggest, else for what the model begins with.

    `before` is what somebody has to know who declared the same, or a lot, just now.
    """
    policy = desk.deps.models.current
    text = f"{fields.title}\n{fields.summary}"
    found = triage(policy, text)
    suggested = found.severity or SeverityId(middle(list(policy.severities)))
    severity = policy.severity(fields.severity) or policy.severities[suggested]
    route = found.routes[0].id if found.routes and not fields.severity else ""
    fields = replace(fields, severity=severity.id, category=fields.category or route)
    foreseen = await consequences(severity.id, by, desk.deps, private=fields.private or None)
    helped = advice(policy, severity, found.because, text=text, category=fields.category)
    denied = _denied(desk, by)
    shown = preview(foreseen, policy)
    return declare_form(policy, shown, fields, metadata=metadata, advice=helped, denied=denied, before=before)


def _denied(desk: Desk, by: PersonId) -> str:
    """Say who may declare, to somebody who may only with a reason."""
    policy = desk.deps.models.current
    found = beyond(policy, Deed.DECLARE, by, desk.deps.directory)
    if found is None or policy.access.enforcement is Enforcement.WARN:
        return ""
    return short(listed([target_name(name, policy) for name in found.may]))


def middle(severities: list[str]) -> str:
    """Start the form with the second worst severity: neither alarm nor shrug."""
    return severities[min(1, len(severities) - 1)]

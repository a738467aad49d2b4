"""Opening forms with everything already in them that Conn knows."""

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.replies import Answer, open_form
from bot.rendering.consequences import preview
from bot.rendering.forms import DeclareFields, declare_form
from bot.usecases.look import consequences


async def open_declare_form(
    desk: Desk, by: PersonId, trigger: str, prefill: DeclareFields | None = None, *, metadata: str = ""
) -> Answer:
    """Open the declare form, with the consequences of the severity that stands in it."""
    view = await declare_view(desk, by, prefill or DeclareFields(), metadata=metadata)
    return await open_form(desk, trigger, view)


async def declare_view(desk: Desk, by: PersonId, fields: DeclareFields, *, metadata: str = "") -> dict[str, object]:
    """Draw the declare form; without a choice yet, for the severity it starts with."""
    policy = desk.deps.models.current
    severity = fields.severity or middle(list(policy.severities))
    foreseen = await consequences(severity, by, desk.deps, private=fields.private or None)
    fields = DeclareFields(**{**vars(fields), "severity": severity})
    return declare_form(policy, preview(foreseen, policy), fields, metadata=metadata)


def middle(severities: list[str]) -> str:
    """Start the form with the second worst severity: neither alarm nor shrug."""
    return severities[min(1, len(severities) - 1)]

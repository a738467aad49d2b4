"""The form that keeps what a vendor said."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import IncidentId, label
from bot.domain.incident import Incident
from bot.domain.policy import VendorId
from bot.rendering.blocks import View, field, modal, text_input
from bot.rendering.buttons import ButtonValue
from bot.rendering.form_state import State

HEARD = "heard_from_vendor"


def heard_form(incident: Incident, vendor: VendorId) -> View:
    """Ask what the vendor said."""
    words = text_input("said", "", lines=True)
    return modal(
        HEARD,
        f"Vendor of {label(incident.id)}",
        "Save",
        [field("What they said", "said", words, optional=False, hint="You are reminded to ask them again.")],
        metadata=ButtonValue(incident=incident.id, guard=vendor).write(),
    )


def read_heard(view: Mapping[str, Any]) -> tuple[IncidentId, VendorId, str]:
    """Take the form apart; ValueError when it is none of Conn's."""
    value = ButtonValue.read(str(view.get("private_metadata")))
    return value.incident, VendorId(value.guard), State(view).text("said")

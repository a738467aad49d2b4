"""The forms that change duty: who stands in, in which rotation, from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.people import PersonId
from bot.domain.policy import Policy
from bot.rendering.blocks import View, field, modal, moment_picker, option, person_select, select, text_input
from bot.rendering.form_state import State
from bot.rendering.names import rotation_name

OVERRIDE = "override"


@dataclass(frozen=True, kw_only=True)
class OverrideFields:
    """What stands in the override form; moments are UTC."""

    who: PersonId | None = None
    rotation: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    why: str = ""


def override_form(policy: Policy, given: OverrideFields, now: datetime) -> View:
    """Ask who stands in; times are picked in the reader's own zone."""
    options = [option(rotation_name(name, policy), name) for name in policy.rotations]
    chosen = given.rotation or next(iter(policy.rotations), "")
    return modal(
        OVERRIDE,
        "Override",
        "Override",
        [
            field("Who", "who", person_select("who", given.who), optional=False),
            field("Rotation", "rotation", select("rotation", options, chosen=chosen), optional=False),
            field("From", "from", moment_picker("from", given.starts or now), optional=False),
            field("Until", "until", moment_picker("until", given.ends), optional=False),
            field("Why", "why", text_input("why", given.why)),
        ],
    )


def read_override(view: Mapping[str, Any]) -> OverrideFields:
    """Take the override form apart."""
    state = State(view)
    person = state.value("who", "selected_user")
    return OverrideFields(
        who=PersonId(person) if person else None,
        rotation=state.choice("rotation"),
        starts=_moment(state, "from"),
        ends=_moment(state, "until"),
        why=state.text("why"),
    )


def _moment(state: State, name: str) -> datetime | None:
    found = state.value(name, "selected_date_time")
    return datetime.fromtimestamp(found, UTC) if isinstance(found, int) else None

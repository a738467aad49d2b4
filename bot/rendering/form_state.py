"""What stands in a form, wherever Slack put it."""

from collections.abc import Mapping
from typing import Any


class State:
    """The values of a view; each of its blocks holds one element."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        """Read a view that was sent, or one that is being filled in."""
        state = view.get("state")
        values = state.get("values") if isinstance(state, dict) else None
        self._values: Mapping[str, Any] = values if isinstance(values, dict) else {}

    @property
    def blocks(self) -> tuple[str, ...]:
        """List the fields the form has."""
        return tuple(self._values)

    def asked(self, block: str) -> bool:
        """Say whether the form has a field at all."""
        return block in self._values

    def value(self, block: str, name: str) -> Any:  # noqa: ANN401 - as Slack sent it
        """Give one property of a block's element; None when there is nothing."""
        elements = self._values.get(block)
        element = next(iter(elements.values()), None) if isinstance(elements, dict) else None
        return element.get(name) if isinstance(element, dict) else None

    def text(self, block: str) -> str:
        """Give what was typed."""
        found = self.value(block, "value")
        return found.strip() if isinstance(found, str) else ""

    def choice(self, block: str) -> str:
        """Give the value that was chosen."""
        found = self.value(block, "selected_option")
        return str(found.get("value") or "") if isinstance(found, dict) else ""

    def choices(self, block: str) -> tuple[str, ...]:
        """Give the values that were ticked."""
        found = self.value(block, "selected_options")
        return tuple(str(one.get("value")) for one in found if isinstance(one, dict)) if isinstance(found, list) else ()

"""Read the file of the support model; one that cannot be run by changes nothing."""

import logging
from pathlib import Path

from bot.domain.errors import BrokenModel
from bot.domain.policy import Policy
from bot.policy.errors import PolicyErrors
from bot.policy.loader import load

log = logging.getLogger(__name__)


def read_model(file: Path) -> Policy:
    """Read the support model; refused with every mistake, and when nobody at all could ever be paged under it."""
    try:
        policy = load(file)
    except PolicyErrors as broken:
        raise BrokenModel(errors=tuple(str(error) for error in broken.errors)) from broken
    for slot in policy.open_slots:
        log.warning("Open in the support model: %s: %s (%s)", slot.path, slot.text, slot.owner)
    if not policy.can_page_anybody():
        raise BrokenModel(errors=(_nobody_to_page(file),))
    return policy


def _nobody_to_page(file: Path) -> str:
    return (
        f"{file}: nobody could ever be paged, because every place that names somebody is still open. Fill one of the "
        f"open places named above, or write a file that begins with `extends: ./{file.name}` and fills it there."
    )

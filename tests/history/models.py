"""What must be true of the support model: nothing is used that was not agreed to, and nobody asks about nothing."""

import re
from collections.abc import Iterator

from bot.domain.change_control import ChangeState
from tests.history.evidence import Evidence

_ABOUT = re.compile(r"model:(?P<number>\d+)/")


def what_is_used_was_agreed_to(evidence: Evidence) -> Iterator[str]:
    """A model is in force only with every agreement that was asked for, or with a reason why none was."""
    for number, change in evidence.model_log:
        if change.state is ChangeState.IN_FORCE and (change.missing or not (change.asked or change.why)):
            yield f"change {number} of the model is in force, and {', '.join(change.missing)} never agreed"
    waiting = [number for number, change in evidence.model_log if change.state is ChangeState.PENDING]
    if len(waiting) > 1:
        yield f"changes {waiting} of the model wait at the same time"


def every_question_is_about_a_change(evidence: Evidence) -> Iterator[str]:
    """Every message about the model speaks of a change that is in the change log."""
    numbers = {str(number) for number, _ in evidence.model_log}
    for key in evidence.of_none:
        found = _ABOUT.match(key)
        if found and found["number"] not in numbers:
            yield f"{key} speaks of a change that is not in the change log"


INVARIANTS = (what_is_used_was_agreed_to, every_question_is_about_a_change)

"""The history checker: after every story, everything that happened is held against the sentences that must be true.

It reads what Slack and PagerDuty saw, what Conn stored, and what Conn logged beside each other. Each invariant is one
function whose docstring is the sentence, with the number it has in the design where it has one. For each of them
`tests/stories/test_history_bites.py` plants a violation.
"""

from typing import TYPE_CHECKING

from tests.history import asks, duties, models, phones, shown, slack, stored
from tests.history.evidence import Evidence, gathered
from tests.history.rest import at_rest

if TYPE_CHECKING:
    from tests.world import World

__all__ = ["INVARIANTS", "Evidence", "check", "problems"]

INVARIANTS = (
    *slack.INVARIANTS,
    *shown.INVARIANTS,
    *stored.INVARIANTS,
    *duties.INVARIANTS,
    *models.INVARIANTS,
    *phones.INVARIANTS,
    *asks.INVARIANTS,
)


async def check(world: "World") -> None:
    """Let the world come to rest; then everything found must have been declared, and everything declared be found."""
    await at_rest(world)
    found = await problems(world)
    declared = (*world.oddities, *world.tolerated)
    surprises = [problem for problem in found if not any(words in problem for words in declared)]
    missing = [words for words in world.oddities if not any(words in problem for problem in found)]
    assert not surprises, "The history is not in order:\n" + "\n".join(surprises)
    assert not missing, f"Expected in the history, and not found: {missing}"


async def problems(world: "World") -> list[str]:
    """List in sentences whatever in the history is not as it must be."""
    evidence = await gathered(world)
    return [problem for invariant in INVARIANTS for problem in invariant(evidence)]

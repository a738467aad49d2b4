"""What must be true of duty: nobody misses a word about it, and its log says all."""

from collections.abc import Iterator

from bot.domain.rota.messages import DUTY_MESSAGES
from bot.domain.rota.telling import messages_of
from tests.history.evidence import Evidence


def every_word_about_duty_arrives(evidence: Evidence) -> Iterator[str]:
    """INV-8, for what is about no incident: every message is delivered, obsolete with a reason, or dead and visible."""
    for key, row in evidence.of_none.items():
        if row.state not in ("delivered", "obsolete"):
            yield f"{key} is {row.state}: {row.last_error}"


def what_was_agreed_was_told(evidence: Evidence) -> Iterator[str]:
    """INV-4, for duty: the messages are those that the log leads to, each once, and no others."""
    wanted = {effect.key for entry in evidence.duty_log for effect in messages_of(entry)}
    for key in sorted(
        wanted ^ {key for key, row in evidence.of_none.items() if row.kind in DUTY_MESSAGES or key in wanted}
    ):
        yield f"{key} is {'missing' if key in wanted else 'there, and the log of duty does not lead to it'}"


INVARIANTS = (every_word_about_duty_arrives, what_was_agreed_was_told)

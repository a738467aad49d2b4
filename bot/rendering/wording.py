"""What is said to somebody who is about to say in public what the model would rather not."""

from collections.abc import Iterable

from bot.domain.policy import Phrase
from bot.rendering.lines import Line, Theirs, line, reason


def avoided(found: Iterable[Phrase]) -> list[Line]:
    """Say of each phrase that it is better left unsaid, why, and what to say instead."""
    return [
        line(
            "Better left unsaid: ",
            Theirs(phrase.avoid),
            ".",
            line(" Why: ", reason(phrase.why), ".") if phrase.why else (),
            line(" Say instead: ", Theirs(phrase.instead), ".") if phrase.instead else (),
        )
        for phrase in found
    ]

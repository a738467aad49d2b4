"""What is said to somebody who is about to say in public what the model would rather not."""

from collections.abc import Iterable, Sequence

from bot.domain.policy import Phrase
from bot.rendering.lines import Line, Theirs, line, reason


def avoided(found: Iterable[Phrase], better: Sequence[str] = ()) -> list[Line]:
    """Say of each phrase that it is better left unsaid, why, and what to say instead; `better` are words that help."""
    said = [
        line(
            "Better left unsaid: ",
            Theirs(phrase.avoid),
            ".",
            line(" Why: ", reason(phrase.why), ".") if phrase.why else (),
            line(" Say instead: ", Theirs(phrase.instead), ".") if phrase.instead else (),
        )
        for phrase in found
    ]
    return [*said, *([line("Words that help: ", Theirs("; ".join(better), 600), ".")] if better else [])]

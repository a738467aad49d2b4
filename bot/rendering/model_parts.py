"""What the support model says of something, for whoever asks."""

from collections.abc import Sequence

from bot.domain.asking import asked_about
from bot.domain.policy import Policy
from bot.domain.searching import found
from bot.rendering.asked import Page, answer, names
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Strong, Theirs, line
from bot.rendering.model import Chapter, chapters
from bot.rendering.names import short

_LINE = 600


def parts(words: str, policy: Policy, command: str) -> Drawn:
    """Say the parts of the model that somebody names: a severity, a tier, a rotation, `reviews`, `measures`."""
    every = chapters(policy)
    page = Page[Chapter](
        section="it",
        example=f"{command} model {next(iter(policy.severities))}",
        name=lambda chapter: short(chapter.lines[0]),
        one=_lines,
        every=_sections,
    )
    meant = found(every, words, lambda chapter: chapter.words)
    return answer(asked_about(every, words, meant, lambda chapter: chapter.words), page, policy)


def _lines(chapter: Chapter) -> list[Line]:
    first, *rest = chapter.lines
    return [line(Strong(first[:_LINE])), *(line(Theirs(one, _LINE)) for one in rest)]


def _sections(every: Sequence[Chapter]) -> list[Line]:
    return [line("It has: ", names(list(dict.fromkeys(one.section.replace("_", " ") for one in every))), ".")]

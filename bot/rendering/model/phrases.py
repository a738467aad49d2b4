"""Small pieces of sentences about what a support model says."""

from collections.abc import Iterable, Iterator

from bot.domain.policy import Limit, Policy, Slot, Window
from bot.domain.policy.tiers import Source
from bot.rendering.consequences import length
from bot.rendering.text import listed


def limit_text(limit: Limit) -> str:
    """Say within what time, and where that holds."""
    if isinstance(limit.within, Slot):
        return f"(still open: {limit.within.text})"
    where = [
        *([listed(limit.severities)] if limit.severities else []),
        *([listed([one.replace("_", " ") for one in limit.hours])] if limit.hours else []),
        *([listed(limit.customers)] if limit.customers else []),
        *([listed(limit.tags)] if limit.tags else []),
        *([limit.through] if limit.through else []),
    ]
    most = f", {length(limit.maximum)} at most" if limit.maximum else ""
    return f"{length(limit.within)}{most}{_in_brackets(where)}"


def said_if(words: Iterable[str], sentence: str) -> Iterator[str]:
    """Say a sentence about these words, where there are any."""
    said = list(words)
    if said:
        yield sentence.format("; ".join(said)).replace("?.", "?")


def given_if(word: object, sentence: str) -> Iterator[str]:
    """Say a sentence about what the model gives, where it gives it."""
    yield from said_if([plain(word)] if word not in (None, False) else [], sentence)


def plain(word: object) -> str:
    """Write a value of the model; a place that is still open by what it waits for."""
    return f"(still open: {word.text})" if isinstance(word, Slot) else str(word)


def sources(found: Iterable[Source]) -> list[str]:
    """Name whom a part of the model names, as its file writes them."""
    return [plain(source) for source in found]


def windows(found: Iterable[Window]) -> list[str]:
    """Say hours of the week, local time."""
    return [f"{', '.join(one.days)} {one.opens:%H:%M} to {one.closes:%H:%M}" for one in found]


def headed(name: str, path: str, policy: Policy) -> str:
    """Name a part of the model with the place it stands in."""
    origin = policy.origin(path)
    return f"{name} ({origin})" if origin else name


def under(heading: str, said: list[str]) -> Iterator[str]:
    """Put sentences under their heading; nothing where there are none."""
    if said:
        yield from (heading, *said)


def _in_brackets(words: list[str]) -> str:
    return f" ({', '.join(words)})" if words else ""

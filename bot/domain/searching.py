"""Finding a part of the model by the words a person used for it."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def says(text: str, words: str) -> bool:
    """Whether a text contains these words, as whole words, a plural included, however they are capitalised."""
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(e?s)?(?!\w)", text.casefold()) is not None


def found(parts: Iterable[T], text: str, words_of: Callable[[T], Iterable[str]]) -> tuple[T, ...]:
    """List the parts whose words a text contains, the one with most words of its own first."""
    scored = [(sum(len(words) for words in words_of(part) if says(text, words)), part) for part in parts]
    return tuple(part for score, part in sorted(scored, key=lambda pair: -pair[0]) if score)

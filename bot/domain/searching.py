"""Finding a part of the model by the words a person used for it."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")

_ALIKE = 0.75  # how much of two words is the same when one is a slip or a form of the other
_SMALL = 3
_TELL_NOTHING = frozenset({"and", "any", "can", "for", "may", "not", "the", "who", "with", "you"})


def says(text: str, words: str) -> bool:
    """Whether a text contains these words, as whole words, a plural included, however they are capitalised."""
    return re.search(rf"(?<!\w){re.escape(words.casefold())}(e?s)?(?!\w)", text.casefold()) is not None


def found(parts: Iterable[T], text: str, words_of: Callable[[T], Iterable[str]]) -> tuple[T, ...]:
    """List the parts whose words a text contains, the one with most words of its own first."""
    scored = [(sum(len(words) for words in words_of(part) if says(text, words)), part) for part in parts]
    return tuple(part for score, part in sorted(scored, key=lambda pair: -pair[0]) if score)


def nearest(parts: Iterable[T], text: str, words_of: Callable[[T], Iterable[str]]) -> tuple[T, ...]:
    """List the parts that share a word with a text, or one spelt nearly so, those that share most first."""
    asked = _telling(text)

    def shared(part: T) -> int:
        theirs = _telling(" ".join(words_of(part)))
        return sum(len(word) for word in asked if get_close_matches(word, theirs, n=1, cutoff=_ALIKE))

    scored = [(shared(part), part) for part in parts]
    return tuple(part for score, part in sorted(scored, key=lambda pair: -pair[0]) if score)


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(word for word in words if len(word) >= _SMALL and word not in _TELL_NOTHING)

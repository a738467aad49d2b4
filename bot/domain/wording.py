"""Words that an organisation would rather not say in public, found before they are said."""

from collections.abc import Iterable

from bot.domain.policy import Audience, Phrase, Policy
from bot.domain.searching import says

_PUBLIC = frozenset({Audience.EXTERNAL, Audience.STATUS_PAGE})
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})


def to_avoid(policy: Policy, text: str, audiences: Iterable[Audience]) -> tuple[Phrase, ...]:
    """List what is better left unsaid of a text to these audiences; inside, only where the model checks that too."""
    heard_outside = _PUBLIC.intersection(audiences)
    if not heard_outside and not policy.wording.inside:
        return ()
    plain = _plain(text)
    return tuple(phrase for phrase in policy.wording.avoid if any(says(plain, _plain(tell)) for tell in _tells(phrase)))


def _tells(phrase: Phrase) -> tuple[str, ...]:
    return phrase.words or (phrase.avoid,)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())

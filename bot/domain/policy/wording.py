"""What is better left unsaid in public, and what to say instead."""

from dataclasses import dataclass

from bot.domain.policy.terms import Line, Term


@dataclass(frozen=True, kw_only=True)
class Phrase(Term):
    """Words to avoid; any of `words` gives them away."""

    avoid: Line
    words: tuple[Line, ...] = ()
    instead: Line | None = None
    why: Line | None = None


@dataclass(frozen=True, kw_only=True)
class Wording(Term):
    """How an organisation speaks to its customers."""

    avoid: tuple[Phrase, ...] = ()
    say: tuple[Line, ...] = ()
    rules: tuple[Line, ...] = ()
    source: Line | None = None

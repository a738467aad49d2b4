"""What is better left unsaid in public, and what to say instead."""

from dataclasses import dataclass

from bot.domain.policy.terms import Flag, Line, Term


@dataclass(frozen=True, kw_only=True)
class Phrase(Term):
    """Words to avoid; any of `words` gives them away."""

    avoid: Line
    """What is not said."""
    words: tuple[Line, ...] = ()
    """Words that give it away."""
    instead: Line | None = None
    """What is said instead."""
    why: Line | None = None
    """The reason."""


@dataclass(frozen=True, kw_only=True)
class Wording(Term):
    """How an organisation speaks to its customers."""

    avoid: tuple[Phrase, ...] = ()
    """Words to avoid."""
    say: tuple[Line, ...] = ()
    """Words that help."""
    inside: Flag = False
    """Whether word to those inside is checked as well."""
    insist: Flag = True
    """Whether words to avoid can be sent all the same, with one more press."""
    rules: tuple[Line, ...] = ()
    """How to speak."""
    source: Line | None = None
    """Which section of the organisation's document says so."""

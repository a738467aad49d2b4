"""What became known of an incident, as far as the conditions of a model ask for it."""

from dataclasses import dataclass

from bot.domain.policy import PathId, Tag


@dataclass(frozen=True, kw_only=True)
class FactsChanged:
    """Somebody knows more; what is None stays as it was.

    `money` is in whole units of the model's currency, `path` the escalation path of another kind of problem.
    """

    ticked: tuple[Tag, ...] = ()
    unticked: tuple[Tag, ...] = ()
    customer: str | None = None
    customers: str | None = None
    category: str | None = None
    area: str | None = None
    ticket: str | None = None
    money: int | None = None
    repeats: int | None = None
    path: PathId | None = None

"""Who may do what, answered from the authority matrix for the person who asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.asking import Asked
from bot.domain.authority import permission
from bot.domain.policy import Action, Policy, TierId
from bot.rendering.asked import Page, answer, names, text
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Strong, line
from bot.rendering.names import role_name, short, target_name
from bot.rendering.text import listed


@dataclass(frozen=True, kw_only=True)
class Asker:
    """The tiers and teams of the person who asks, and those they lead; none when the model names them nowhere."""

    tiers: tuple[TierId, ...] = ()
    leads: tuple[TierId, ...] = ()


def authority(asked: Asked[Action], asker: Asker, policy: Policy, command: str) -> Drawn:
    """Say whether the person may, and who may."""
    example = asked.every[0].name.lower() if asked.every else "restart services"
    page = Page[Action](
        section="authority",
        example=f"{command} can {short(example)}",
        name=lambda action: short(action.name),
        one=lambda action: _row(action, asker, policy),
        every=lambda every: _all(every, asker, policy),
    )
    return answer(asked, page, policy)


def _row(action: Action, asker: Asker, policy: Policy) -> list[Line]:
    said = {*action.allowed, *action.leads, *action.denied}
    unsaid = [tier for tier in policy.tiers if tier not in said]
    lines = (
        ("May", _teams(action.allowed, policy)),
        ("Only their lead may", _teams(action.leads, policy)),
        ("May by their role in the incident", [role_name(role, policy) for role in action.roles]),
        ("May not", _teams(action.denied, policy)),
        ("Not said to be allowed", _teams(unsaid, policy)),
    )
    return [
        line(Strong(short(action.name)), ": ", _verdict(action, asker, policy)),
        *(line(f"{who}: ", names(those), ".") for who, those in lines if those),
        *_money(action, policy),
        *([line("Source: ", text(action.source), ".")] if action.source else []),
    ]


def _money(action: Action, policy: Policy) -> list[Line]:
    """Say up to, or above, which cost this row holds."""
    currency = f" {policy.incident.currency}" if policy.incident.currency else ""
    return [
        *([line(f"Holds up to {action.money_up_to:g}{currency}.")] if action.money_up_to is not None else []),
        *([line(f"Holds above {action.money_above:g}{currency}.")] if action.money_above is not None else []),
    ]


def _verdict(action: Action, asker: Asker, policy: Policy) -> str:
    if not (asker.tiers or asker.leads):
        return "the model names you in no tier, so here is who may."
    own = listed(_teams(dict.fromkeys((*asker.tiers, *asker.leads)), policy))
    found = permission(action, asker.tiers, leads=asker.leads)
    if found.allowed:
        return f"yes, you may ({own})."
    if found.only_as_lead:
        return f"not by yourself ({own}); ask your lead."
    if found.unsaid:
        return f"no, the model does not say that you may ({own}). Ask somebody who may."
    return f"no, you may not ({own}). Ask somebody who may."


def _all(every: Sequence[Action], asker: Asker, policy: Policy) -> list[Line]:
    """Sort the whole matrix by what the person may; only name it where their tier is not known."""
    if not every:
        return []
    if not (asker.tiers or asker.leads):
        return [line("The model says who may: ", names([short(action.name) for action in every]), ".")]
    found = [permission(action, asker.tiers, leads=asker.leads) for action in every]
    own = listed(_teams(dict.fromkeys((*asker.tiers, *asker.leads)), policy))
    groups = (
        (f"You ({own}) may", [one for one in found if one.allowed]),
        ("Only your lead may", [one for one in found if one.only_as_lead]),
        ("You may not, or it is not said", [one for one in found if not one.allowed and not one.only_as_lead]),
    )
    return [line(Strong(f"{who}: "), names([short(one.action.name) for one in of]), ".") for who, of in groups if of]


def _teams(tiers: Collection[TierId], policy: Policy) -> list[str]:
    return [target_name(tier, policy) for tier in tiers]

"""Swapping turns: what people type after `/oncall swap`, and press in the offer."""

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, Typed, unescaped
from bot.listeners.replies import Answer
from bot.rendering import signing, swaps
from bot.usecases.swap import AnswerSwap, OfferSwap, accept_swap, decline_swap, offer_swap


async def swap(desk: Desk, said: Typed) -> Answer:
    """Offer somebody one's next turn for theirs."""
    words = unescaped(said.without_person)
    request = OfferSwap(by=said.where.by, delivery=said.where.delivery, to=said.person, words=words)
    return swaps.offered(await offer_swap(request, desk.deps), desk.deps.models.current)


async def press_accept(desk: Desk, body: Payload) -> Answer:
    """Accept the offer whose button was pressed."""
    swapped, policy = await accept_swap(_answer(body), desk.deps), desk.deps.models.current
    unsigned = signing.unsigned(swapped.unsigned, policy)
    return swaps.accepted(swapped.swap, swapped.stand_ins, swapped.over, policy, also=unsigned)


async def press_decline(desk: Desk, body: Payload) -> Answer:
    """Decline the offer whose button was pressed."""
    return swaps.declined(await decline_swap(_answer(body), desk.deps))


def _answer(body: Payload) -> AnswerSwap:
    return AnswerSwap(by=PersonId(body["user"]["id"]), number=int(body["actions"][0].get("value", "")))

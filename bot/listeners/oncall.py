"""`/oncall`: who is on call, of every tier or of one, and the words that change it; anywhere, answered privately."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.async_app import AsyncApp

from bot.listeners import duty, swapping
from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Payload, Typed, typed
from bot.listeners.replies import Answer, answered, noted
from bot.rendering import oncall
from bot.rendering.drawn import Drawn
from bot.rendering.duty_answers import CANCEL_OVERRIDE
from bot.rendering.shifts import TICK
from bot.rendering.swaps import ACCEPT_SWAP, DECLINE_SWAP
from bot.usecases.on_call import everybody_on_call, on_call_for


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers the command, and its buttons."""
    app.command(desk.oncall_command)(answered(oncall_command, desk))
    app.action(CANCEL_OVERRIDE)(noted(duty.press_cancel, desk))
    app.action(ACCEPT_SWAP)(noted(swapping.press_accept, desk))
    app.action(DECLINE_SWAP)(noted(swapping.press_decline, desk))
    app.action(re.compile(f"{TICK}/.*"))(noted(duty.ticked, desk))


async def oncall_command(desk: Desk, command: Payload) -> Answer:
    """`/oncall [word or tier]`: what is no word of its own names a tier."""
    said = typed(command)
    return await on_call(desk, replace(said, rest=said.text))


async def on_call(desk: Desk, said: Typed) -> Answer:
    """Change duty where the first word says so; else say who is on call, for the tier named or for all."""
    word, _, rest = said.rest.partition(" ")
    if word.lower() in WORDS:
        return await WORDS[word.lower()](desk, replace(said, word=word.lower(), rest=rest.strip()))
    return await who(desk, said)


async def who(desk: Console, said: Typed) -> Drawn:
    """Say who is on call, for the tier named or for all."""
    policy = desk.deps.models.current
    if said.rest:
        return oncall.one_on_call(await on_call_for(said.rest, desk.deps), policy)
    return oncall.everybody_on_call(await everybody_on_call(desk.deps), policy, desk.oncall_command)


WORDS: dict[str, Callable[[Desk, Typed], Awaitable[Answer]]] = {
    "override": duty.override,
    "cancel": duty.cancel,
    "swap": swapping.swap,
    "handoff": duty.handoff,
    "load": duty.load,
    "signoff": duty.signoff,
    "signoffs": duty.signoffs,
    "withdraw": duty.withdraw,
}
"""Every word after the command that is not the name of a tier."""

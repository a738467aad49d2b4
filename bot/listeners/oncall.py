"""`/oncall`: who is on call, of every tier or of one; anywhere, and only the person who asks sees the answer."""

from dataclasses import replace

from slack_bolt.async_app import AsyncApp

from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, Typed, typed
from bot.listeners.replies import Answer, answered
from bot.rendering import oncall
from bot.usecases.on_call import everybody_on_call, on_call_for


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers the command."""
    app.command(desk.oncall_command)(answered(oncall_command, desk))


async def oncall_command(desk: Desk, command: Payload) -> Answer:
    """`/oncall [tier]`: every word of it names the tier."""
    said = typed(command)
    return await on_call(desk, replace(said, rest=said.text))


async def on_call(desk: Desk, said: Typed) -> Answer:
    """Say who is on call, for the tier named or for all."""
    policy = desk.deps.models.current
    if said.rest:
        return oncall.one_on_call(await on_call_for(said.rest, desk.deps), policy)
    return oncall.everybody_on_call(await everybody_on_call(desk.deps), policy, desk.oncall_command)

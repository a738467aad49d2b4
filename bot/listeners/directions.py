"""What people ask the support model on the spot: nothing is changed, and only the person who asks sees the answer."""

from bot.domain import asking, membership
from bot.domain.routing import triage
from bot.listeners.desk import Console
from bot.listeners.payloads import Typed
from bot.listeners.replies import Answer
from bot.rendering import directions
from bot.rendering.authority import Asker, authority


async def route(desk: Console, said: Typed) -> Answer:
    """Say whose this kind of problem is."""
    policy = desk.deps.models.current
    asked = asking.routes_asked(policy, said.rest)
    return directions.routes(asked, triage(policy, said.rest), policy, desk.incident_command)


async def channel(desk: Console, said: Typed) -> Answer:
    """Say which channel is right, for a severity or for what somebody wants to say."""
    policy = desk.deps.models.current
    if severity := policy.severity(said.rest) or policy.severity(said.rest.partition(" ")[0]):
        return directions.channels_of(severity, policy)
    return directions.channels(asking.channels_asked(policy, said.rest), policy, desk.incident_command)


async def can(desk: Console, said: Typed) -> Answer:
    """Say whether the person may do something, and who may."""
    policy, person, directory = desk.deps.models.current, said.where.by, desk.deps.directory
    asker = Asker(
        tiers=membership.tiers_of(policy, person, directory), leads=membership.led_by(policy, person, directory)
    )
    return authority(asking.actions_asked(policy, said.rest), asker, policy, desk.incident_command)


async def contacts(desk: Console, said: Typed) -> Answer:
    """Say how somebody is reached."""
    policy = desk.deps.models.current
    return directions.contacts(asking.contacts_asked(policy, said.rest), policy, desk.incident_command)


async def runbook(desk: Console, said: Typed) -> Answer:
    """Say what to read."""
    policy = desk.deps.models.current
    return directions.runbooks(asking.runbooks_asked(policy, said.rest), policy, desk.incident_command)

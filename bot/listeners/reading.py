"""What people type to read: nothing here changes anything, and only the person who asks sees the answer."""

from bot.listeners.desk import Console, Desk
from bot.listeners.payloads import Typed
from bot.listeners.replies import Answer
from bot.rendering import answers, catching_up, guide, reading
from bot.rendering import promises as promised
from bot.usecases.catch_up import catch_up
from bot.usecases.catch_up import since as since_last_look
from bot.usecases.look import health as look_after
from bot.usecases.look import look, open_incidents, story


async def listed(desk: Console, said: Typed) -> Answer:
    """List the open incidents."""
    found = await open_incidents(said.where, desk.deps)
    return answers.open_incidents(found, desk.deps.models.current, desk.incident_command)


async def show(desk: Console, said: Typed) -> Answer:
    """Show one incident, with everything that can be done about it."""
    seen = await look(said.where, desk.deps)
    return answers.summary(seen.incident, seen.policy, seen.now)


async def help_(desk: Console, _said: Typed) -> Answer:
    """List everything that can be typed."""
    return guide.help_text(desk.incident_command, desk.escalate_command, desk.oncall_command)


async def timeline(desk: Console, said: Typed) -> Answer:
    """Give the log."""
    seen = await story(said.where, desk.deps)
    return reading.timeline(seen.incident, seen.policy, seen.log)


async def catchup(desk: Console, said: Typed) -> Answer:
    """Say in ten lines how it stands."""
    seen = await catch_up(said.where, desk.deps)
    return catching_up.catchup(seen.incident, seen.policy, seen.now)


async def since(desk: Console, said: Typed) -> Answer:
    """Say what is new for whoever asks; the first time, how it stands."""
    seen = await since_last_look(said.where, desk.deps)
    if seen.news is None:
        return catching_up.catchup(seen.incident, seen.policy, seen.now)
    return catching_up.news_since(seen.incident, seen.policy, seen.news)


async def promises(desk: Console, said: Typed) -> Answer:
    """Say what was promised to whom, and what became of it."""
    seen = await story(said.where, desk.deps)
    return promised.promises(seen.incident, seen.log)


async def why(desk: Console, said: Typed) -> Answer:
    """Say what was done by which rule."""
    seen = await story(said.where, desk.deps)
    return reading.reasons(seen.incident, seen.policy, seen.log)


async def health(desk: Desk, _said: Typed) -> Answer:
    """Say how Conn itself is."""
    return reading.health(**vars(await look_after(desk.deps, connected=await desk.connected())))

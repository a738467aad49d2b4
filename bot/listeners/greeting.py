"""The first full member who opens Conn in Slack is whoever installs it: they read, once, what is left to do.

Slack tells an app with a bot token nowhere who installed it.
"""

from bot.delivery import lookup, posting
from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.rendering.home import greeting, left_to_do
from bot.usecases.greet import begin_greeting, end_greeting, is_due
from bot.usecases.home import unready

KEY = "greeting"


async def greet(desk: Desk, person: PersonId) -> None:
    """Say it unless it was said; a greeting whose answer was lost is looked for before it is said again."""
    if desk.greeted:
        return
    if not await is_due(person, desk.deps):
        desk.greeted = True
        return
    if person in desk.deps.outsiders:
        return
    tries = await begin_greeting(person, desk.deps)
    if tries is None:
        return
    if tries == 1 or await lookup.message(desk.slack, person, KEY) is None:
        to_do = left_to_do(**vars(unready(desk.deps)))
        drawn = greeting(desk.deps.models.current.name, to_do, desk.incident_command)
        await posting.post(desk.slack, person, drawn, KEY)
    await end_greeting(desk.deps)
    desk.greeted = True

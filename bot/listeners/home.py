"""App Home: drawn when somebody opens it, and again after what they do while it may still be open."""

import time
from datetime import timedelta

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.greeting import greet
from bot.listeners.payloads import Payload
from bot.rendering.home import REFRESH, home_of_an_outsider, home_view, left_to_do
from bot.rendering.shifts import turns_ahead
from bot.usecases.home import home

LOOKED_AT = timedelta(minutes=30)
"""How long after it was opened a Home is taken for being looked at; Slack does not tell when it is left."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers an opened Home and its button."""

    async def opened(event: Payload) -> None:
        """Draw the page in a moment; the messages tab has nothing to draw. Whoever comes first is greeted."""
        if event.get("tab") == "home":
            _look(desk, PersonId(event["user"]))
        desk.later(greet(desk, PersonId(event["user"])))

    async def refresh(ack: AsyncAck, body: Payload) -> None:
        await ack()
        _look(desk, PersonId(body["user"]["id"]))

    app.event("app_home_opened")(opened)
    app.action(REFRESH)(refresh)


def redraw(desk: Desk, person: PersonId) -> None:
    """Draw the Home of somebody who has just done something, if they may be looking at it."""
    opened = desk.homes.get(person)
    if opened is None:
        return
    if time.monotonic() - opened < LOOKED_AT.total_seconds():
        desk.later(_draw(desk, person))
    else:
        del desk.homes[person]


def _look(desk: Desk, person: PersonId) -> None:
    desk.homes[person] = time.monotonic()
    desk.later(_draw(desk, person))


async def _draw(desk: Desk, person: PersonId) -> None:
    if person in desk.deps.outsiders:
        await desk.slack.call("views.publish", user_id=person, view=home_of_an_outsider())
        return
    page = await home(person, desk.deps)
    to_do = left_to_do(**vars(page.unready))
    turns = turns_ahead(page.turns, desk.deps.models.current, page.now)
    view = home_view(now=page.now, open_ones=page.open_ones, owed=page.owed, to_do=to_do, turns=turns)
    await desk.slack.call("views.publish", user_id=person, view=view)

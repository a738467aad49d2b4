"""Forms that change an incident, sent; whoever was slower than somebody else is shown both values first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.errors import BadField
from bot.domain.meanwhile import ChangedMeanwhile, Shown, shown_again
from bot.domain.policy import Audience
from bot.listeners.change_forms import severity_view
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, of_form
from bot.rendering import change_forms
from bot.rendering.facts_form import facts_form, read_facts
from bot.rendering.lines import Line
from bot.rendering.meanwhile import both
from bot.usecases.change_facts import ChangeFacts, change_facts
from bot.usecases.change_severity import ChangeSeverity, change_severity
from bot.usecases.change_status import ChangeStatus, change_status
from bot.usecases.deps import Where
from bot.usecases.look import Story, story
from bot.usecases.post_update import HandWord, hand_word
from bot.usecases.set_bridge import SetBridge, set_bridge

Response = dict[str, Any]


async def severity_sent(desk: Desk, body: Payload) -> Response:
    """Change the severity."""
    fields = change_forms.read_severity(body["view"])
    where = of_form(body, fields.incident)
    request = ChangeSeverity(where=where, to=fields.to, why=fields.why, shown=fields.shown)
    try:
        await change_severity(request, desk.deps)
    except ChangedMeanwhile as meanwhile:
        known, notice, _ = await _seen(desk, where, meanwhile, fields.shown)
        return _redrawn(await severity_view(desk, where, replace(fields, shown=known), notice))
    return {}


async def status_sent(desk: Desk, body: Payload) -> Response:
    """Change the status."""
    fields = change_forms.read_status(body["view"])
    where = of_form(body, fields.incident)
    try:
        await change_status(ChangeStatus(where=where, to=fields.to, text=fields.text, shown=fields.shown), desk.deps)
    except ChangedMeanwhile as meanwhile:
        known, notice, seen = await _seen(desk, where, meanwhile, fields.shown)
        again = replace(fields, shown=known)
        return _redrawn(change_forms.status_form(seen.incident, seen.policy, fields=again, notice=notice))
    return {}


async def bridge_sent(desk: Desk, body: Payload) -> Response:
    """Set the bridge."""
    fields = change_forms.read_bridge(body["view"])
    where = of_form(body, fields.incident)
    try:
        await set_bridge(SetBridge(where=where, url=fields.url, shown=fields.shown), desk.deps)
    except ChangedMeanwhile as meanwhile:
        known, notice, seen = await _seen(desk, where, meanwhile, fields.shown)
        return _redrawn(change_forms.bridge_form(seen.incident, fields=replace(fields, shown=known), notice=notice))
    return {}


async def facts_sent(desk: Desk, body: Payload) -> Response:
    """Keep what is known; fields that only somebody else changed stay as they are."""
    incident, known, shown = read_facts(body["view"])
    where = of_form(body, incident)
    try:
        await change_facts(ChangeFacts(where=where, known=known, shown=shown), desk.deps)
    except ChangedMeanwhile as meanwhile:
        marks, notice, seen = await _seen(desk, where, meanwhile, shown)
        mine = {name: value for name, value in vars(known).items() if value is not None}
        return _redrawn(facts_form(replace(seen.incident, **mine), seen.policy, known=marks, notice=notice))
    return {}


async def _seen(
    desk: Desk, where: Where, meanwhile: ChangedMeanwhile, before: Shown
) -> tuple[Shown, Sequence[Line], Story]:
    """Say what the form shows from now on, and what its sender has to know."""
    seen = await story(where, desk.deps)
    return shown_again(before, meanwhile.clashes, seen.incident), both(meanwhile, seen.policy, seen.log), seen


def _redrawn(view: dict[str, Any]) -> Response:
    """Show the form again; what was typed into it stays."""
    return {"response_action": "update", "view": view}


async def word_handed(desk: Desk, body: Payload) -> Response:
    """Let somebody else give the word that is due next."""
    value, to = change_forms.read_hand_word(body["view"])
    if to is None:
        raise BadField(field="Owner", why="Choose who gives it.")
    audience = Audience(value.guard.partition("/")[0])
    await hand_word(HandWord(where=of_form(body, value.incident), audience=audience, to=to), desk.deps)
    return {}

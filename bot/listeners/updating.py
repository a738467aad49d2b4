"""Giving word: the update form with the model's own blanks, and the words it would rather not see in public."""

from typing import Any

from bot.domain.errors import BadField, WordsToAvoid
from bot.domain.policy import Audience, TemplateId
from bot.domain.promises import Word
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, of_form
from bot.listeners.replies import Answer, open_form
from bot.rendering import buttons
from bot.rendering.forms import UpdateFields, read_update, update_form
from bot.rendering.lines import spoken
from bot.rendering.status_line import blanks, filled, read_blanks, status_template
from bot.rendering.wording import avoided
from bot.usecases.deps import Where
from bot.usecases.look import Look, look
from bot.usecases.post_update import PostUpdate, post_update


async def open_update_form(
    desk: Desk, where: Where, trigger: str, text: str | None, *, audience: Audience | None = None
) -> Answer:
    """Open the update form with what is due ticked, soonest first, and the blanks of the model's text for it."""
    seen = await look(where, desk.deps)
    due = (audience,) if audience else due_now(seen)
    template = status_template(seen.incident, seen.policy, due)
    asked = blanks(template, seen.incident, seen.policy, seen.now) if template else []
    name = template.id if template else ""
    view = update_form(seen.incident, seen.policy, due=due, last=text, asked=asked, template=name)
    return await open_form(desk, trigger, view, buttons.post_update(seen.incident), text or "")


def due_now(seen: Look) -> tuple[Audience, ...]:
    """Say to whom word is due, soonest first; where it is to nobody yet, to whom it is next."""
    owed = sorted(seen.incident.promises, key=lambda promise: promise.due_at)
    due = tuple(promise.audience for promise in owed if promise.due_at <= seen.now)
    return due or tuple(promise.audience for promise in owed[:1])


async def update_sent(desk: Desk, body: Payload) -> dict[str, Any]:
    """Post what was written; what is better left unsaid comes back with the reason first."""
    view, fields = body["view"], read_update(body["view"])
    where = of_form(body, fields.incident)
    seen, given = await look(where, desk.deps), read_blanks(view)
    template = seen.policy.templates.get(TemplateId(fields.template))
    text = filled(template, given, fields.text) if template else fields.text
    avoid = seen.policy.wording.avoid
    word = Word(
        text=text,
        audiences=fields.audiences,
        next_in=dict.fromkeys(fields.audiences, fields.next_in) if fields.next_in else {},
        blanks=given,
        insisted=tuple(avoid[place].avoid for place in fields.insisted if place < len(avoid)),
    )
    try:
        await post_update(PostUpdate(where=where, word=word), desk.deps)
    except WordsToAvoid as unsaid:
        return _warned(view, fields, seen, unsaid)
    return {}


def _warned(view: Payload, fields: UpdateFields, seen: Look, unsaid: WordsToAvoid) -> dict[str, Any]:
    """Show what is better left unsaid, with everything as it was typed, and let it be sent where the model does."""
    if not seen.policy.wording.insist:
        raise BadField(field="What changed", why=spoken(*avoided(unsaid.found, seen.policy.wording.say)))
    asked = [block for block in view["blocks"] if str(block.get("block_id", "")).startswith("blank_")]
    drawn = update_form(
        seen.incident,
        seen.policy,
        due=fields.audiences,
        last=fields.text,
        asked=asked,
        template=fields.template,
        found=unsaid.found,
    )
    return {"response_action": "update", "view": drawn}

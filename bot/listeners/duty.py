"""Changing duty: what people type after `/oncall`, press, and send as forms."""

from bot.domain.errors import BadField
from bot.domain.people import PersonId
from bot.domain.policy import ChecklistId
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, Typed, unescaped
from bot.listeners.replies import Answer, open_form
from bot.rendering import duty_answers, duty_forms, duty_load, shifts, signing
from bot.rendering.blocks import CHECKBOXES_LIMIT
from bot.rendering.drawn import Drawn
from bot.rendering.duty_forms import OverrideFields
from bot.usecases.hand_over import TickShiftItems, brief, tick_shift_items
from bot.usecases.load import loads_of
from bot.usecases.override import CancelOverride, Made, Override, TimesMissing, cancel_override, overrides
from bot.usecases.override import override as let_stand_in
from bot.usecases.sign_off import Sign, sign_off, sign_offs
from bot.usecases.sign_off import withdraw as withdraw_sign_off


async def override(desk: Desk, said: Typed) -> Answer:
    """Let somebody stand in; where who or when is missing, open the form with what was said."""
    who = said.person or (said.where.by if said.rest.split(maxsplit=1)[:1] == ["me"] else None)
    words = unescaped(said.without_person.removeprefix("me "))
    if not said.rest or (who and not words):
        return await _form(desk, said, OverrideFields(who=who))
    request = Override(by=said.where.by, delivery=said.where.delivery, who=who, words=words)
    try:
        made = await let_stand_in(request, desk.deps)
    except TimesMissing:
        return await _form(desk, said, OverrideFields(who=who, why=words))
    return _made(desk, made)


async def cancel(desk: Desk, said: Typed) -> Answer:
    """Take an override back by its number; alone, list them."""
    policy = desk.deps.models.current
    if not said.rest:
        return duty_answers.standing(await overrides(desk.deps), policy, desk.oncall_command)
    return duty_answers.cancelled(
        await cancel_override(CancelOverride(by=said.where.by, word=said.rest), desk.deps), policy
    )


async def press_cancel(desk: Desk, body: Payload) -> Answer:
    """Take back the override whose button was pressed."""
    request = CancelOverride(by=PersonId(body["user"]["id"]), word=str(body["actions"][0].get("value", "")))
    return duty_answers.cancelled(await cancel_override(request, desk.deps), desk.deps.models.current)


async def sent_override(desk: Desk, body: Payload) -> dict[str, object]:
    """Let somebody stand in as the form says, and say in it what came of that."""
    fields = duty_forms.read_override(body["view"])
    if fields.who is None or fields.starts is None or fields.ends is None:
        raise BadField(field="Who" if fields.who is None else "Until", why="This is needed")
    request = Override(
        by=PersonId(body["user"]["id"]),
        delivery=f"view/{body['view']['id']}",
        who=fields.who,
        words=f"{fields.rotation} {fields.why}",
        between=(fields.starts, fields.ends),
    )
    made = await let_stand_in(request, desk.deps)
    drawn = _made(desk, made)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Override"}, "blocks": list(drawn.blocks)}
    return {"response_action": "update", "view": view}


def _made(desk: Desk, made: Made) -> Drawn:
    policy = desk.deps.models.current
    unsigned = signing.unsigned(made.unsigned, policy)
    return duty_answers.overridden(made.stand_in, made.instead_of, made.over, policy, also=unsigned)


async def signoff(desk: Desk, said: Typed) -> Answer:
    """Sign somebody off for a tier."""
    signed = await sign_off(_sign(said), desk.deps)
    return signing.signed(signed.entry, signed.standing, desk.deps.models.current)


async def withdraw(desk: Desk, said: Typed) -> Answer:
    """Take somebody's sign-offs for a tier back."""
    taken_back = await withdraw_sign_off(_sign(said), desk.deps)
    return signing.withdrawn(taken_back, desk.deps.models.current)


async def signoffs(desk: Desk, _said: Typed) -> Answer:
    """List who lacks which sign-off."""
    return signing.listed(await sign_offs(desk.deps), desk.deps.models.current, desk.oncall_command)


def _sign(said: Typed) -> Sign:
    words = unescaped(said.without_person)
    return Sign(by=said.where.by, person=said.person, words=words)


async def handoff(desk: Desk, said: Typed) -> Answer:
    """Give the handoff brief as of now."""
    now, open_ones = await brief(said.where.by, desk.deps)
    return shifts.as_read(open_ones, now)


async def load(desk: Desk, said: Typed) -> Answer:
    """Say who carried how much of the rotation or tier named, or of all."""
    found, since = await loads_of(said.rest, desk.deps)
    return duty_load.carried(found, since, desk.deps.models.current, desk.oncall_command)


async def ticked(desk: Desk, body: Payload) -> Answer:
    """Keep what somebody ticked in a shift's list."""
    action = body["actions"][0]
    _, shift, checklist, first = str(action["action_id"]).split("/")
    chosen = [str(one["value"]).rpartition("/")[2] for one in action.get("selected_options", [])]
    request = TickShiftItems(
        shift=int(shift),
        checklist=ChecklistId(checklist),
        shown=range(int(first), int(first) + CHECKBOXES_LIMIT),
        done=tuple(int(n) for n in chosen),
        by=PersonId(body["user"]["id"]),
    )
    await tick_shift_items(request, desk.deps)
    return None


async def _form(desk: Desk, said: Typed, fields: OverrideFields) -> Answer:
    async with desk.deps.database.read() as tx:
        now = tx.now
    return await open_form(desk, said.trigger, duty_forms.override_form(desk.deps.models.current, fields, now))

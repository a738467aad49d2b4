"""`/incident model`: which support model is in force, what waits for agreement; and the buttons of a changed one."""

from slack_bolt.async_app import AsyncApp

from bot.domain.people import PersonId
from bot.listeners.desk import Desk
from bot.listeners.payloads import Payload, Typed
from bot.listeners.replies import Answer, noted, whisper
from bot.rendering import model_changes, model_parts
from bot.usecases.adopt_model import adopt_model
from bot.usecases.change_model import ChangeSeen, Reload, SignChange, reload_model, sign_change
from bot.usecases.model_log import model_log, others_open


def register(app: AsyncApp, desk: Desk) -> None:
    """Say which function answers which button; before the ones that answer any."""

    async def sign(desk: Desk, body: Payload) -> Answer:
        return await _sign(desk, body, agrees=True)

    async def reject(desk: Desk, body: Payload) -> Answer:
        return await _sign(desk, body, agrees=False)

    app.action(model_changes.SIGN_OFF)(noted(sign, desk))
    app.action(model_changes.REJECT)(noted(reject, desk))
    app.action(model_changes.ADOPT)(noted(_adopt, desk))


async def model(desk: Desk, said: Typed) -> Answer:
    """Say which model is in force, or what it says of something; with `reload`, put what its file changed forward."""
    if said.rest.partition(" ")[0].casefold() == "reload":
        seen = await reload_model(Reload(by=said.where.by), desk.deps)
        return await _reloaded(desk, seen)
    if said.rest:
        return model_parts.parts(said.rest, desk.deps.models.current, desk.incident_command)
    log = await model_log(desk.deps)
    pending = _scene(desk, log.pending) if log.pending else None
    return model_changes.model(log.policy, log.in_force, pending, log.last, desk.incident_command)


async def _reloaded(desk: Desk, seen: ChangeSeen) -> Answer:
    others = await others_open(desk.deps)
    if seen.number is None:
        return model_changes.unchanged(seen.change, others=others)
    return model_changes.reloaded(_scene(desk, seen), known=seen.known, others=others)


async def _sign(desk: Desk, body: Payload, *, agrees: bool) -> Answer:
    number, by = int(body["actions"][0]["value"]), PersonId(body["user"]["id"])
    seen = await sign_change(SignChange(number=number, by=by, agrees=agrees), desk.deps)
    return model_changes.signed(_scene(desk, seen), others=await others_open(desk.deps))


def _scene(desk: Desk, seen: ChangeSeen) -> model_changes.ChangeScene:
    return model_changes.ChangeScene(change=seen.change, found=seen.found, in_force=desk.deps.models.current)


async def _adopt(desk: Desk, body: Payload) -> Answer:
    """Do it after the receipt: there may be many incidents, each with a transaction of its own."""
    desk.later(_adopted(desk, PersonId(body["user"]["id"]), body.get("response_url")))
    return None


async def _adopted(desk: Desk, by: PersonId, response_url: str | None) -> None:
    adoption = await adopt_model(by, desk.deps)
    await whisper(desk, model_changes.adopted(adoption.took, adoption.kept), by, response_url)

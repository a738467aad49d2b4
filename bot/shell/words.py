"""Every word of `incident …` on the command line: the same use cases as in Slack, with options in place of forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.asks import AskAnswer
from bot.domain.declaring import Declaration, severity_named
from bot.domain.durations import Deadline, DurationError
from bot.domain.errors import BadField
from bot.domain.knowing import Known
from bot.domain.known_people import addresses_of, person_named
from bot.domain.meanwhile import shown
from bot.domain.people import PersonId
from bot.domain.policy import Tag
from bot.domain.promises import Word
from bot.domain.verifying import Confirmed, checks_for
from bot.listeners import acting, anyway, asks, directions, escalating, oncall, phases, reading
from bot.listeners.desk import Console
from bot.listeners.payloads import Typed, unescaped
from bot.listeners.updating import due_now
from bot.rendering import answers, snapshot, terminal
from bot.rendering import asks as drawing
from bot.rendering.drawn import Drawn
from bot.rendering.text import listed
from bot.shell.order import Options
from bot.usecases.ask import AnswerAsk, AskPressed, accept_ask, answer_ask, decline_ask, drop_ask
from bot.usecases.change_facts import ChangeFacts, change_facts
from bot.usecases.command import OfferCommand, TakeCommand, offer_command, take_command
from bot.usecases.declare import Declare
from bot.usecases.declare import declare as declare_incident
from bot.usecases.look import look, place_names, story
from bot.usecases.post_update import PostUpdate, post_update
from bot.usecases.resolve import Resolve
from bot.usecases.resolve import resolve as resolve_incident
from bot.usecases.standing import open_to

Handler = Callable[[Console, Typed, Options], Awaitable[Drawn | None]]


async def declare(console: Console, said: Typed, options: Options) -> Drawn:
    """Declare at once."""
    policy = console.deps.models.current
    first, _, title = said.rest.partition(" ")
    severity = severity_named(policy, first)
    if not title.strip():
        raise BadField(field="Title", why=f"Say what is wrong: declare {severity.id} Checkout is down")
    declaration = Declaration(
        title=unescaped(title.strip()),
        severity=severity.id,
        summary=options.summary,
        category=options.category or "",
        area=options.area or "",
        ticket=options.ticket or "",
        customers=options.customers or "",
        customer=options.customer or "",
        tags=frozenset(Tag(tag) for tag in options.tick),
        money=options.money or 0,
        repeats=options.repeats or 0,
        private=options.private,
        bridge=options.bridge,
        because=options.because,
    )
    where = said.where
    request = Declare(
        declaration=declaration,
        by=where.by,
        delivery=where.delivery,
        anyway=options.anyway,
        typed_by=where.typed_by,
    )
    return terminal.declared(await declare_incident(request, console.deps), policy)


async def take_or_offer(console: Console, said: Typed, options: Options) -> Drawn:
    """Take command, accept it, or offer it to the person named."""
    by, policy = said.where.by, console.deps.models.current
    if said.person and said.person != by:
        offer = OfferCommand(where=said.where, to=said.person, note=options.note)
        return answers.offered((await offer_command(offer, console.deps)).incident, said.person)
    take = TakeCommand(where=said.where, instead_of=await _holder(console, said, options))
    return answers.in_command((await take_command(take, console.deps)).incident, policy)


async def offer(console: Console, said: Typed, options: Options) -> Drawn:
    """Offer command."""
    if said.person is None or said.person == said.where.by:
        raise BadField(field="Incident commander", why="Say who should take command, such as @somebody")
    return await take_or_offer(console, said, options)


async def update(console: Console, said: Typed, options: Options) -> Drawn:
    """Give word to those to whom it is due, or who are named."""
    seen, text = await look(said.where, console.deps), unescaped(said.rest)
    audiences = options.to or due_now(seen)
    if not text:
        raise BadField(field="What changed", why="Say it in a sentence")
    if not audiences:
        raise BadField(field="Audiences", why="No word is owed now, so say to whom: --to internal")
    next_in = _length("Next update in", options.next_in) if options.next_in else None
    word = Word(
        text=text,
        audiences=audiences,
        next_in=dict.fromkeys(audiences, next_in) if next_in else {},
        insisted=tuple(phrase.avoid for phrase in seen.policy.wording.avoid) if options.insist else (),
    )
    outcome = await post_update(PostUpdate(where=said.where, word=word), console.deps)
    return answers.updated(outcome.incident, seen.policy, audiences)


async def escalate(console: Console, said: Typed, options: Options) -> Drawn:
    """Call the tier, team or vendor named, else the next step."""
    call = await escalating.call_typed(console, said)
    if call.helper is None:
        return await escalating.call_next(console, said, call, again=None if options.further else call.why)
    return await escalating.call_helper(console, said, call, call.helper, options.answers, frozenset(options.checked))


async def facts(console: Console, said: Typed, options: Options) -> Drawn:
    """Keep what is known; refused where somebody else ticked something meanwhile."""
    incident = (await look(said.where, console.deps)).incident
    ticked = {*incident.tags, *options.tick} - set(options.untick)
    known = Known(
        tags=frozenset(map(Tag, ticked)) if options.tick or options.untick else None,
        customer=options.customer,
        customers=options.customers,
        category=options.category,
        area=options.area,
        ticket=options.ticket,
        money=options.money,
        repeats=options.repeats,
    )
    if known == Known():
        raise BadField(field="Facts", why="Say what is known, such as --tick security or --ticket OPS-7")
    request = ChangeFacts(where=said.where, known=known, shown=shown(incident, ["tags"]))
    outcome = await change_facts(request, console.deps)
    return terminal.facts_kept(outcome.incident, console.deps.models.current)


async def answer(console: Console, said: Typed, _options: Options) -> Drawn:
    """Say how it stands with something that was asked of one, by its number."""
    number, _, rest = said.rest.partition(" ")
    how, _, note = rest.strip().partition(" ")
    if not number.isdecimal() or how not in (*ANSWERS, *PRESSES):
        known = listed([*PRESSES, *ANSWERS], "or")
        raise BadField(field="Answer", why=f"Say which ask and how it stands, such as answer 1 done ({known})")
    if how in PRESSES:
        outcome = await PRESSES[how](AskPressed(where=said.where, n=int(number)), console.deps)
    else:
        answered = AnswerAsk(where=said.where, n=int(number), how=ANSWERS[how], note=unescaped(note))
        outcome = await answer_ask(answered, console.deps)
    return drawing.all_asks(outcome.incident, console.incident_command)


async def resolve(console: Console, said: Typed, options: Options) -> Drawn:
    """Say that the impact is over, with what the model wants confirmed first."""
    seen = await look(said.where, console.deps)
    checks = enumerate(checks_for(seen.incident, seen.policy)) if options.all_checked else ()
    times = {place: item.times or 1 for place, item in checks}
    confirmed = Confirmed(times=times, why=options.unchecked)
    request = Resolve(where=said.where, text=unescaped(said.rest), confirmed=confirmed)
    return answers.resolved((await resolve_incident(request, console.deps)).incident, seen.policy)


ANSWERS = {how.value: how for how in AskAnswer}
PRESSES = {"accept": accept_ask, "decline": decline_ask, "drop": drop_ask}
"""How somebody answers what was asked of them, in Slack by a button."""


async def show(console: Console, said: Typed, _options: Options) -> Drawn:
    """Show one incident, and what of it waits for Slack."""
    seen = await look(said.where, console.deps)
    drawn = answers.summary(seen.incident, seen.policy, seen.now)
    waits = terminal.waits_for_slack(seen.incident, seen.policy)
    return replace(drawn, text=f"{drawn.text}\n{waits}") if waits else drawn


async def _holder(console: Console, said: Typed, options: Options) -> PersonId | None:
    """Say in whose place somebody takes command: whom they name, or who has it where it is offered to them."""
    if options.instead_of:
        return person_named(console.deps.directory, options.instead_of)
    incident = (await look(said.where, console.deps)).incident
    return incident.commander if incident.offer and incident.offer.to == said.where.by else None


def _length(field: str, words: str) -> timedelta:
    try:
        deadline = Deadline.parse(words)
    except DurationError as wrong:
        raise BadField(field=field, why=str(wrong)) from wrong
    if not deadline.is_elapsed:
        raise BadField(field=field, why="Say how long, such as 20m or 1h")
    return deadline.elapsed


def _without_options(handler: Callable[[Console, Typed], Awaitable[Drawn | None]]) -> Handler:
    async def handled(console: Console, said: Typed, _options: Options) -> Drawn | None:
        return await handler(console, said)

    return handled


async def list_as_data(console: Console, said: Typed) -> list[dict[str, Any]]:
    """List the open incidents for a program."""
    seen, (people, places) = await open_to(said.where.by, console.deps), await _names(console)
    return [snapshot.brief(snapshot.facts(one.incident, one.policy, (), people, places)) for one in seen]


async def show_as_data(console: Console, said: Typed) -> dict[str, Any]:
    """Show one incident to a program."""
    seen, (people, places) = await story(said.where, console.deps), await _names(console)
    return snapshot.facts(seen.incident, seen.policy, seen.log, people, places)


async def _names(console: Console) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give what people and channels are called, by Slack id."""
    return addresses_of(console.deps.directory), await place_names(console.deps)


DATA: dict[str, Callable[[Console, Typed], Awaitable[Any]]] = {"list": list_as_data, "show": show_as_data}
"""What answers with --json."""

WORDS: dict[str, Handler] = {
    "declare": declare,
    "ack": _without_options(acting.ack),
    "ic": take_or_offer,
    "offer": offer,
    "role": _without_options(acting.role),
    "severity": _without_options(acting.severity),
    "status": _without_options(acting.status),
    "bridge": _without_options(acting.bridge),
    "update": update,
    "snooze": _without_options(acting.snooze),
    "facts": facts,
    "note": _without_options(acting.note),
    "ask": _without_options(asks.ask),
    "answer": answer,
    "asks": _without_options(asks.asks),
    "escalate": escalate,
    "standdown": _without_options(escalating.stand_down_typed),
    "resolve": resolve,
    "reopen": _without_options(acting.reopen),
    "cancel": _without_options(acting.cancel),
    "close": _without_options(acting.close),
    "anyway": _without_options(anyway.anyway),
    "list": _without_options(reading.listed),
    "show": show,
    "timeline": _without_options(reading.timeline),
    "catchup": _without_options(reading.catchup),
    "since": _without_options(reading.since),
    "promises": _without_options(reading.promises),
    "why": _without_options(reading.why),
    "checklist": _without_options(phases.checklist),
    "oncall": _without_options(oncall.who),
    "route": _without_options(directions.route),
    "can": _without_options(directions.can),
    "contacts": _without_options(directions.contacts),
    "runbook": _without_options(directions.runbook),
}
"""What can be typed after `incident`; several words of Slack's need a form or its buttons, and are left out."""

NAME_A_PERSON = frozenset({"ic", "offer", "role", "ask"})
"""Words whose first `@name` is somebody; in all others it is part of a sentence."""

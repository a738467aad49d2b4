"""Carrying an order out: whoever is named acts, as the same words would in Slack, and the answer is plain text."""

import logging
import re
from dataclasses import replace

from bot.domain.errors import AmbiguousPerson, NoIncidentHere, Refusal, UnknownPerson
from bot.domain.events import CommandLineUsed
from bot.domain.known_people import names_of, person_named
from bot.domain.people import Directory, PersonId
from bot.domain.words import one_line
from bot.listeners.desk import Console
from bot.listeners.payloads import Typed, words
from bot.listeners.replies import refused, sentence_for
from bot.rendering import refusals, terminal
from bot.rendering.drawn import Drawn
from bot.rendering.text import escaped
from bot.shell.order import Order, Told
from bot.shell.words import DATA, NAME_A_PERSON, WORDS
from bot.trail import following
from bot.usecases.deps import Deps, Where
from bot.usecases.look import place_names

_PERSON = re.compile(r"(?<!\S)@?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\S)@[\w+-]+(?:\.[\w+-]+)*")

log = logging.getLogger(__name__)


async def carry_out(order: Order, deps: Deps) -> Told:
    """Do what was typed, and say what came of it; a refusal changes nothing."""
    console = Console(
        deps=deps,
        incident_command=order.command,
        escalate_command=f"{order.command} escalate",
        oncall_command=f"{order.command} oncall",
    )
    if order.word not in WORDS:
        return Told(text=f"This Conn does not know `{one_line(order.word)}`: it is of another release.", refused=True)
    with following(f"shell/{order.key}"):
        who, host, acting = map(one_line, (order.login, order.host, order.acting))
        log.info("On the command line, the user %s on %s typed `%s` as %s", who, host, order.word, acting)
        told = await _done(order, console)
        names, places = names_of(console.deps.directory), await place_names(console.deps)
        return replace(told, text=terminal.plain(told.text, names, places))


async def _done(order: Order, console: Console) -> Told:
    directory = console.deps.directory
    try:
        said = _typed(order, person_named(directory, order.acting), directory)
    except (AmbiguousPerson, UnknownPerson) as nobody:
        return _refused(nobody, console, PersonId(""))

    async def done() -> Told:
        try:
            return await _answered(said, order, console)
        except Refusal as refusal:
            return _refused(refusal, console, said.where.by)

    told = await sentence_for(done, console, said.where.by, refusals.not_stored())
    return Told(text=told.text, refused=True) if isinstance(told, Drawn) else told


async def _answered(said: Typed, order: Order, console: Console) -> Told:
    """Do it for the incident that was named; without a number, for the only one that is open."""
    try:
        return await _told(said, order, console)
    except NoIncidentHere as nowhere:
        if len(nowhere.open_ones) != 1:
            return Told(text=terminal.which(nowhere.open_ones), refused=True)
        [(only, _)] = nowhere.open_ones
        return await _told(replace(said, where=replace(said.where, incident=only)), order, console)


async def _told(said: Typed, order: Order, console: Console) -> Told:
    if order.options.as_json:
        return Told(text="", data=await DATA[order.word](console, said))
    drawn = await WORDS[order.word](console, said, order.options)
    return Told(text=drawn.text if drawn else "")


def _refused(refusal: Refusal, console: Console, reader: PersonId) -> Told:
    said, further = refused(refusal, console, reader).text, terminal.way_on(refusal, console.deps.models.current)
    return Told(text=f"{said}\n{further}" if further else said, refused=True)


def _typed(order: Order, by: PersonId, directory: Directory) -> Typed:
    """Read the words as a slash command brings them: escaped, and whom they name as a mention."""
    outside = CommandLineUsed(login=order.login, host=order.host)
    where = Where(by=by, delivery=f"shell/{order.key}", typed_by=outside)
    rest = escaped(order.rest)
    if order.word in NAME_A_PERSON:
        rest = _PERSON.sub(lambda found: f"<@{person_named(directory, found[0])}>", rest, count=1)
    return words(f"{order.word} {rest}", where)

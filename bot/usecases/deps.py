"""What every use case is handed: the store, the support model, and who its names are in Slack."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.errors import NoIncidentHere, NoSuchIncident, NotAMember
from bot.domain.events import CommandLineUsed
from bot.domain.ids import ChannelId, IncidentId, MessageTs, label
from bot.domain.incident import Incident
from bot.domain.people import Directory, PersonId
from bot.domain.policy import Policy
from bot.domain.rota.book import Book
from bot.policy.loader import restore
from bot.trail import INCIDENT
from store import duty, incidents, model_changes, policies
from store.database import Database, Transaction


@dataclass(kw_only=True)
class Models:
    """The support model in force, and the older revisions that open incidents still run on.

    `file` is where a changed one is written; `current` follows the database, which other processes change too.
    """

    current: Policy
    file: Path | None = None
    _known: dict[str, Policy] = field(default_factory=dict)
    _watchers: list[Callable[[], None]] = field(default_factory=list)

    async def of(self, tx: Transaction, incident: Incident) -> Policy:
        """Find the model an incident was declared under; it keeps that one until somebody decides otherwise."""
        revision = incident.policy_revision
        if revision == self.current.revision:
            return self.current
        return await self.revision(tx, revision) or self.current

    async def revision(self, tx: Transaction, revision: str) -> Policy | None:
        """Read any model that was ever put forward; None for one that nobody knows."""
        if revision == self.current.revision:
            return self.current
        if revision not in self._known and (body := await policies.body(tx, revision)):
            self._known[revision] = restore(body, name=revision)
        return self._known.get(revision)

    async def in_force(self, tx: Transaction) -> Policy:
        """Find the model in force as the database has it, and run by it from now on."""
        if tx.is_shared and (revision := await model_changes.revision_in_force(tx)) is not None:
            self.switch(await self.revision(tx, revision) or self.current)
        return self.current

    def switch(self, policy: Policy) -> None:
        """Run by this model from now on, and let those know who have to learn its names."""
        if policy.revision == self.current.revision:
            return
        self._known[self.current.revision] = self.current
        self.current = policy
        for watcher in self._watchers:
            watcher()

    def on_switch(self, watcher: Callable[[], None]) -> None:
        """Call this whenever another model is in force; it must neither block nor raise."""
        self._watchers.append(watcher)


@dataclass(kw_only=True)
class Deps:
    """The parts of the running bot that use cases work with.

    `directory` is replaced when Slack is asked again, and so is `absent`: the channels of the model, by name without #,
    that were looked for and not found. `outsiders` are the guests and bots of the workspace. `book` is what was agreed
    about duty when it was last read.
    """

    database: Database
    models: Models
    directory: Directory
    absent: frozenset[str] = frozenset()
    outsiders: frozenset[PersonId] = frozenset()
    book: Book = field(default_factory=Book)

    def learn(self, directory: Directory) -> None:
        """Take over what Slack says about the model's people; what was agreed about their duty stays."""
        known = self.directory
        self.directory = replace(directory, stand_ins=known.stand_ins, signed=known.signed)

    async def catch_up(self, tx: Transaction) -> Book:
        """Know what is agreed about duty as of this transaction, before it decides who is called.

        Everything that decides does this first; where nothing was agreed since, it is one small question.
        """
        book = await duty.read(tx, self.book)
        if book.version > self.book.version:
            self.book, self.directory = book, book.told(self.directory, tx.now)
        return self.book


def refuse_outsiders(person: PersonId, deps: Deps) -> None:
    """Let full members of the workspace pass; NotAMember for anybody else (as far as Slack was asked by now)."""
    if person in deps.outsiders:
        raise NotAMember


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which incident somebody means: the number they named, else the room they are in.

    `delivery` names the Slack payload that says so: a second copy of it changes nothing. `typed_by` is who sits at the
    command line, where it came from there.
    """

    by: PersonId
    delivery: str
    incident: IncidentId | None = None
    channel: ChannelId | None = None
    thread: MessageTs | None = None
    typed_by: CommandLineUsed | None = None


async def located(tx: Transaction, where: Where) -> Incident:
    """Load the incident somebody means, locked for this transaction; refused with those there are to pick from."""
    if where.incident is not None:
        incident = await incidents.load(tx, where.incident)
        if incident is None or not may_see(incident, where.by, where.channel):
            raise NoSuchIncident(word=label(where.incident))
        INCIDENT.set(label(incident.id))
        return incident
    found = await incidents.in_channel(tx, where.channel, where.thread) if where.channel else None
    if found is None:
        raise NoIncidentHere(open_ones=await pick(tx, where))
    INCIDENT.set(label(found.id))
    return found


async def pick(tx: Transaction, where: Where) -> tuple[tuple[IncidentId, str], ...]:
    """List the open incidents this person may choose from."""
    return tuple((i.id, i.title) for i in await incidents.open_ones(tx) if may_see(i, where.by, where.channel))


def may_see(incident: Incident, person: PersonId, channel: ChannelId | None = None) -> bool:
    """Say whether an incident may be named to somebody in a channel: private ones only to those in their room."""
    if not incident.private:
        return True
    in_its_room = incident.room is not None and incident.room.channel == channel
    return in_its_room or person in incident.members

"""Doing behind Conn's back what must never happen, so that the history checker has something to find."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from bot.sandbox import Bookmark, Channel, Message
from bot.sandbox.changes import Content
from bot.sandbox.pagerduty import Alert, AlertStatus
from store.engines import path_of
from tests.steps import Member, Outage
from tests.world import World


@dataclass(frozen=True)
class Plot:
    """A world with one incident, and every way to spoil its history."""

    world: World
    outage: Outage

    def says(self, place: Channel, text: str = "hello", key: str = "") -> Message:
        """Post something as Conn."""
        metadata = {"event_type": "conn_message", "event_payload": {"key": key}} if key else None
        changes = self.world.sandbox.platform.changes
        return changes.say(place, self.world.sandbox.bot_user_id, Content(text=text, metadata=metadata))

    def stores(self, *statements: str) -> None:
        """Change the database, the log's own guards taken away."""
        with closing(sqlite3.connect(path_of(self.world.home.url))) as database, database:
            for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                assert database.execute(statement).rowcount > 0, statement

    @property
    def alert(self) -> Alert:
        """Give the alert of the incident's call."""
        return self.world.pagerduty.alerts[0]

    def rings(self, key: str) -> None:
        """Ring a phone by an alert of this name, beside any that is there."""
        event = {"event_action": "trigger", "dedup_key": key}
        self.world.pagerduty.alerts.append(Alert(dedup_key=key, events=[event]))

    def rings_on(self) -> None:
        """Let a phone ring whose call was answered."""
        self.alert.status = AlertStatus.TRIGGERED

    def calls(self, method: str, error: str | None, started: float) -> None:
        """Write a call into Slack's log."""
        self.world.sandbox.log.called(
            method=method,
            args={},
            token="",
            outcome="error" if error else "ok",
            error=error,
            started=started,
            took=0.01,
            connection="",
        )

    def delivers(self, person: Member, answer: str, missed: str | None = None) -> None:
        """Write a command and its answer into Slack's log."""
        self.world.sandbox.log.delivered(
            kind="slash_commands",
            envelope_id="e",
            payload={"user_id": person.id},
            attempt=0,
            sent=0.0,
            answer={"text": answer},
            missed=missed,
            latency=None if missed else 0.1,
        )

    def logs(self, words: str) -> None:
        """Log a warning."""
        logging.getLogger(f"bot.{self.outage}").warning(words)

    def deletes(self, message: Message) -> None:
        """Take a message away."""
        channel = self.world.sandbox.workspace.channels[message.channel]
        self.world.sandbox.platform.changes.delete(channel, message, by="USLACKBOT")

    def pins_again(self) -> None:
        """Pin a second message as Conn."""
        self.says(self.outage.channel, key="inc:1/card").pinned_by = self.world.sandbox.bot_user_id

    def bookmarks_again(self) -> None:
        """Add the bridge a second time."""
        link = self.world.bookmarks_of(self.outage)[0].link
        place = self.outage.channel
        twin = Bookmark(id="Bk2", channel=place.id, title="Bridge", link=link, emoji="", created=0, updated=0)
        place.bookmarks.append(twin)

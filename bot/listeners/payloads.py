"""What Slack sent, as values; the only place that knows how its payloads are nested."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.events import Origin
from bot.domain.ids import ChannelId, IncidentId, MessageTs
from bot.domain.people import PersonId
from bot.domain.words import kept
from bot.rendering.buttons import ButtonValue
from bot.usecases.deps import Where

Payload = Mapping[str, Any]

_INCIDENT = re.compile(r"(?:^|\s)INC-([1-9]\d{0,8})(?=\s|$)", re.IGNORECASE)
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_TYPED_ON_A_PHONE = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " "})


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A slash command: its whole text, its first word, what follows that, and which incident it is about.

    `channel_name` is what the channel it was typed in is called, without #.
    """

    text: str
    word: str
    rest: str
    where: Where
    trigger: str = ""
    channel_name: str = ""

    @property
    def person(self) -> PersonId | None:
        """The first person mentioned in what follows."""
        found = _PERSON.search(self.rest)
        return PersonId(found[1]) if found else None

    @property
    def without_person(self) -> str:
        """What follows, without that mention."""
        return " ".join(_PERSON.sub(" ", self.rest, count=1).split())


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button: what it carried, and where it was pressed."""

    action: str
    value: ButtonValue
    where: Where
    trigger: str
    response_url: str | None


def typed(command: Payload) -> Typed:
    """Read a slash command."""
    where = Where(
        by=PersonId(command["user_id"]),
        delivery=f"command/{command['trigger_id']}",
        channel=ChannelId(command["channel_id"]),
    )
    said = words(str(command.get("text", "")), where)
    return replace(said, trigger=command["trigger_id"], channel_name=str(command.get("channel_name", "")))


def words(text: str, where: Where) -> Typed:
    """Read what somebody typed; `INC-12` may stand anywhere in it."""
    text = text.translate(_TYPED_ON_A_PHONE).strip()
    named = _INCIDENT.search(text)
    if named:
        text = _INCIDENT.sub(" ", text, count=1).strip()
        where = replace(where, incident=IncidentId(int(named[1])))
    word, _, rest = text.partition(" ")
    return Typed(text=text, word=word.lower(), rest=rest.strip(), where=where)


def pressed(body: Payload) -> Pressed:
    """Read a press; ValueError when the button is none that Conn draws."""
    action = body["actions"][0]
    value = ButtonValue.read(str(action.get("value", "")))
    return Pressed(
        action=action["action_id"],
        value=value,
        where=where_pressed(body, value.incident),
        trigger=body["trigger_id"],
        response_url=body.get("response_url"),
    )


def where_pressed(body: Payload, incident: IncidentId) -> Where:
    """Say who pressed something, about which incident it is, and where that was."""
    channel = body.get("channel", {}).get("id")
    return Where(
        by=PersonId(body["user"]["id"]),
        delivery=f"press/{body['trigger_id']}",
        incident=incident,
        channel=ChannelId(channel) if channel else None,
        thread=body.get("message", {}).get("thread_ts"),
    )


def of_form(body: Payload, incident: IncidentId) -> Where:
    """Say who sent a form, or chose something in one, and about which incident it is."""
    return Where(by=PersonId(body["user"]["id"]), delivery=f"view/{body['view']['id']}", incident=incident)


def origin(body: Payload) -> Origin:
    """Read the message that a message shortcut was used on."""
    message = body["message"]
    return Origin(
        channel=ChannelId(body["channel"]["id"]),
        message=MessageTs(message["ts"]),
        text=kept(str(message.get("text", ""))),
    )


def marked(channel: str, message: str) -> str:
    """Name a message that somebody wants kept, so that a second mark on it changes nothing."""
    return f"timeline/{channel}/{message}"


def unescaped(text: str) -> str:
    """Undo the escaping that Slack puts on what people type, so that it is escaped once where it is shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

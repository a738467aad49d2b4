"""Slack's blocks as lines of text that a person reads, the way their own client would show them."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Any

from rich.text import Text

from bot.sandbox import Message, View
from bot.sandbox.forms import fields, held
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

BOLD = "bold"
NAME = "bold cyan"
LINK = "blue"
QUIET = "dim"
ROW = 74
"""Characters of buttons side by side: what fits into a frame on a terminal of 80 columns."""
PRESSABLE = "black on white"
FIRST = "white on green"

_MARKUP = re.compile(
    r"<!date\^(?P<ts>\d+)\^(?P<format>[^|^>]+)[^>]*>|<@(?P<user>\w+)[^>]*>|<#(?P<channel>\w+)[^>]*>"
    r"|<(?P<url>[a-z]+:[^|>]+)(?:\|(?P<label>[^>]*))?>|\*(?P<bold>[^*\n]+)\*"
)


class Reader:
    """Reads for people of one workspace, with dates in their zone."""

    def __init__(self, workspace: Workspace, zone: tzinfo) -> None:
        """Remember whose names and whose clock."""
        self._workspace = workspace
        self._zone = zone
        self._blocks: dict[str, Callable[[Json], Iterable[Text]]] = {
            "header": lambda block: [Text(block["text"]["text"], style=BOLD)],
            "section": self._section,
            "context": lambda block: [self.markup(one["text"], QUIET) for one in block["elements"]],
            "divider": lambda _: [Text("· · ·", style=QUIET)],
            "actions": lambda block: buttons(block["elements"]),
            "rich_text": self._rich_text,
        }

    def message(self, message: Message) -> list[Text]:
        """Read a message, buttons drawn as [ Acknowledge ]."""
        if not message.blocks:
            return _lines(self.markup(message.text))
        return self.blocks(message.blocks)

    def blocks(self, blocks: list[Json]) -> list[Text]:
        """Read blocks, one after the other."""
        return [line for block in blocks for line in self._blocks.get(block["type"], _unseen)(block)]

    def form(self, view: View) -> list[Text]:
        """Read a form with what stands in its fields; those left empty are told in one line."""
        lines: list[Text] = []
        empty: list[str] = []
        known = {field.block["block_id"]: field for field in fields(view.blocks)}
        for block in view.blocks:
            if block["type"] != "input":
                lines += self.blocks([block])
            elif words := self._held(held(view, known[block["block_id"]])):
                lines.append(Text.assemble((f"{block['label']['text']}: ", BOLD), words))
            else:
                empty.append(block["label"]["text"])
        if empty:
            lines.append(Text(f"(also: {', '.join(empty)})", style=QUIET))
        return [*lines, Text.assemble((f"[ {view.shown['submit']['text']} ]", FIRST))]

    def markup(self, text: str, style: str = "") -> Text:
        """Read text in Slack's markup."""
        read, position = Text(style=style), 0
        for found in _MARKUP.finditer(text):
            read.append(_plain(text[position : found.start()]))
            read.append_text(self._reference(found))
            position = found.end()
        return read.append(_plain(text[position:]))

    def time(self, timestamp: float, form: str = "{time}") -> str:
        """Write a moment as Slack writes its dates, by the reader's clock."""
        moment = datetime.fromtimestamp(timestamp, self._zone)
        today = datetime.fromtimestamp(self._workspace.now(), self._zone).date() == moment.date()
        day = "today" if today else f"{moment:%-d %b}"
        return re.sub(r"\{date\w*\}", day, form.replace("{time}", f"{moment:%H:%M}"))

    def _reference(self, found: re.Match[str]) -> Text:
        if found["ts"]:
            return Text(self.time(int(found["ts"]), found["format"]))
        if found["user"]:
            return Text(self._user(found["user"]), style=NAME)
        if found["channel"]:
            return Text(self._channel(found["channel"]), style=NAME)
        if found["url"]:
            return Text(_plain(found["label"] or found["url"]), style=LINK)
        return self.markup(found["bold"], BOLD)

    def _section(self, block: Json) -> list[Text]:
        text = block["text"]
        read = self.markup(text["text"]) if text["type"] == "mrkdwn" else Text(text["text"])
        accessory = block.get("accessory")
        return [*_lines(read), *(buttons([accessory]) if accessory else [])]

    def _rich_text(self, block: Json) -> list[Text]:
        lines: list[Text] = []
        for element in block["elements"]:
            read = _lines(self._rich_parts(element["elements"]))
            quoted = element["type"] == "rich_text_quote"
            lines += [Text("│ ", style=QUIET) + line for line in read] if quoted else read
        return lines

    def _rich_parts(self, parts: list[Json]) -> Text:
        read = Text()
        for part in parts:
            bold = BOLD if (part.get("style") or {}).get("bold") else ""
            match part["type"]:
                case "user":
                    read.append(self._user(part["user_id"]), NAME)
                case "channel":
                    read.append(self._channel(part["channel_id"]), NAME)
                case "link":
                    read.append(part.get("text") or part["url"], LINK)
                case "date":
                    read.append(self.time(part["timestamp"], part["format"]))
                case _:
                    read.append(str(part.get("text", "")), bold)
        return read

    def _held(self, value: Json) -> str:
        for name, chosen in value.items():
            if name == "type" or not chosen:
                continue
            if name == "selected_user":
                return self._user(chosen)
            many = chosen if isinstance(chosen, list) else [chosen]
            return ", ".join(one["text"]["text"] if isinstance(one, dict) else str(one) for one in many)
        return ""

    def _user(self, member: str) -> str:
        user = self._workspace.users.get(member)
        return f"@{user.name if user else member}"

    def _channel(self, channel: str) -> str:
        found = self._workspace.channels.get(channel)
        return f"#{found.name if found else channel}"


def buttons(elements: Iterable[Json]) -> list[Text]:
    """Draw buttons in rows, the one to press first in colour; none is broken in two."""
    rows: list[Text] = []
    for one in elements:
        if one["type"] != "button":
            continue
        drawn = Text(f"[ {one['text']['text']} ]", style=FIRST if one.get("style") == "primary" else PRESSABLE)
        if rows and len(rows[-1]) + len(drawn) < ROW:
            rows[-1] = Text(" ").join([rows[-1], drawn])
        else:
            rows.append(drawn)
    return rows


def words(lines: Iterable[Text]) -> str:
    """Give what was read as plain words, to look something up in it."""
    return "\n".join(line.plain for line in lines)


def _unseen(_block: Json) -> list[Text]:
    return []


def _lines(read: Text) -> list[Text]:
    return list(read.split("\n"))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

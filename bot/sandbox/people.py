"""People in front of Slack's client: whatever they do reaches the app as Slack would send it."""

from collections.abc import Mapping

from bot.sandbox import modals, payloads
from bot.sandbox.changes import Changes, Content
from bot.sandbox.errors import ImpossibleError
from bot.sandbox.forms import Field, Value, entered, field_named, held
from bot.sandbox.interactions import Interaction
from bot.sandbox.objects import Channel, Json, Message, User
from bot.sandbox.references import with_references
from bot.sandbox.replies import Reply, Submitted
from bot.sandbox.screens import View
from bot.sandbox.stage import Place, Stage


class Person:
    """A member of the workspace who types, presses and reads."""

    def __init__(self, user: User, stage: Stage) -> None:
        """Sit somebody down in front of the client."""
        self.user = user
        self._stage = stage

    def __repr__(self) -> str:
        """Name the person."""
        return f"<{self.user.name} {self.user.id}>"

    @property
    def id(self) -> str:
        """Give the member id, U...."""
        return self.user.id

    @property
    def name(self) -> str:
        """Give the handle."""
        return self.user.name

    @property
    def mention(self) -> str:
        """Give the person as messages mention them."""
        return f"<@{self.id}>"

    @property
    def view(self) -> View | None:
        """Give the modal on top of the screen."""
        return self._stage.platform.screens.top(self.id)

    @property
    def views(self) -> list[View]:
        """List the open modals, the lowest first."""
        return list(self._stage.platform.screens.stacks.get(self.id) or ())

    @property
    def home(self) -> View | None:
        """Give the app's Home tab as last published for this person."""
        return self._stage.platform.screens.homes.get(self.id)

    @property
    def dm(self) -> Channel:
        """Give the conversation with the bot."""
        return self._stage.workspace.direct(self.id)

    def direct(self, other: "Person") -> Channel:
        """Give the conversation with another person, opening it the first time; the app knows nothing of it."""
        return self._stage.workspace.direct(self.id, other.id)

    @property
    def dms(self) -> list[Message]:
        """List the messages between this person and the bot."""
        return self.dm.messages

    def sees(self, channel: Place) -> list[Message]:
        """List what this person reads in a conversation, private messages to them included."""
        place = self._place(channel)
        private = [m for m in place.ephemerals if m.to == self.id and not m.deleted]
        return sorted([*place.messages, *private], key=lambda m: float(m.ts))

    async def command(self, command: str, text: str = "", channel: Place = "general") -> Reply:
        """Type a slash command, and wait for the answer or the error Slack shows."""
        stage = self._stage
        place = self._open_place(channel)
        interaction = stage.platform.interactions.begin(self.id, place)
        commands = stage.platform.manifest.commands
        if command not in commands:
            return Reply(interaction=interaction, error="unknown_command")
        if commands[command].should_escape:
            text = with_references(text, stage.workspace)
        url = stage.response_url(interaction)
        payload = payloads.command(stage.workspace, self.user, interaction, (command, text), url)
        answer = await stage.deliveries.ask("slash_commands", payload, accepts_answer=True)
        return stage.responses.to_command(interaction, answer)

    async def press(self, where: Message | View, button: str) -> Reply:
        """Press a button, by its words or its action id."""
        field = field_named(where.blocks, button)
        if field.element["type"] != "button":
            raise ImpossibleError(f"{button!r} is no button")
        return await self._act(where, field, None)

    async def select(self, where: Message | View, field: str, value: Value) -> Reply:
        """Pick from a menu, tick boxes, or choose from the overflow; the app hears at once."""
        found = field_named(where.blocks, field)
        if isinstance(where, View):
            return await self._pick(where, found, value)
        return await self._act(where, found, self._chosen(found, value))

    async def change(self, view: View, field: str, value: Value) -> Reply:
        """Fill in one field of a modal; the app hears if the field tells it."""
        return await self._pick(view, field_named(view.blocks, field), value)

    async def submit(self, view: View | None, fields: Mapping[str, Value] | None = None) -> Submitted:
        """Fill in a modal by its labels and submit it."""
        view = view or self.view
        if view is None:
            raise ImpossibleError("no modal is open")
        return await modals.submit(self._stage, self.user, view, fields or {})

    async def close(self, view: View | None = None, *, everything: bool = False) -> None:
        """Cancel a modal; `everything` is the x in the corner."""
        view = view or self.view
        if view is None:
            raise ImpossibleError("no modal is open")
        await modals.close(self._stage, self.user, view, everything=everything)

    async def options(self, view: View, field: str, typed: str = "") -> list[str]:
        """Read the options the app offers for what was typed."""
        found = field_named(view.blocks, field)
        offered = await modals.suggestions(self._stage, self.user, view, found, typed)
        return [option["text"]["text"] for option in offered.get("options") or ()]

    async def shortcut(self, shortcut: str) -> Reply:
        """Choose a global shortcut, by name or callback id."""
        return await self._shortcut("shortcut", shortcut, self._begin(None), {})

    async def message_shortcut(self, shortcut: str, message: Message) -> Reply:
        """Choose a shortcut from a message's menu."""
        channel = self._channel_of(message)
        interaction = self._begin(channel, message)
        about = payloads.on_message(self._stage.workspace, channel, message)
        about |= {"message_ts": message.ts, "response_url": self._stage.response_url(interaction)}
        del about["container"]
        return await self._shortcut("message_action", shortcut, interaction, about)

    async def opens_home(self, tab: str = "home") -> View | None:
        """Open the app's Home or Messages tab; the app hears what the Home tab shows by now."""
        app = self._stage.platform.manifest
        if not {"home": app.home_tab, "messages": app.messages_tab}.get(tab):
            raise ImpossibleError(f"{app.app_name} has no tab {tab!r}")
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        if self.home and tab == "home":
            event["view"] = payloads.on_view(self._stage.workspace, self.home)["view"]
        self._stage.platform.events.happened(event)
        return self.home

    async def says(self, text: str, channel: Place = "general", thread: Message | None = None) -> Message:
        """Write a message, in a thread if one is given."""
        place = self._open_place(channel)
        parent = (thread.thread_ts or thread.ts) if thread else None
        return self._changes.say(place, self.id, Content(text=text, thread_ts=parent))

    async def edits(self, message: Message, text: str) -> None:
        """Reword one's own message."""
        self._changes.edit(self._channel_of(message), message, Content(text=text), by=self.id)

    async def deletes(self, message: Message) -> None:
        """Delete a message; the sandbox's people are all admins in this."""
        self._changes.delete(self._channel_of(message), message, by=self.id)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Add an emoji under a message, or take it back."""
        name = emoji.strip(":")
        channel = self._channel_of(message)
        if self.id in message.reactions.get(name, ()):
            self._changes.unreact(channel, message, name, by=self.id)
        else:
            self._changes.react(channel, message, name, by=self.id)

    async def pins(self, message: Message) -> None:
        """Pin a message."""
        self._changes.pin(self._channel_of(message), message, by=self.id)

    async def unpins(self, message: Message) -> None:
        """Take a pin away."""
        self._changes.unpin(self._channel_of(message), message, by=self.id)

    async def sets_topic(self, channel: Place, topic: str) -> None:
        """Write the channel's topic."""
        self._changes.set_topic(self._open_place(channel), topic, by=self.id)

    async def renames(self, channel: Place, name: str) -> None:
        """Give the channel another name."""
        self._changes.rename(self._open_place(channel), name, by=self.id)

    async def archives(self, channel: Place) -> None:
        """Archive the channel."""
        self._changes.archive(self._open_place(channel), by=self.id)

    async def unarchives(self, channel: Place) -> None:
        """Bring an archived channel back."""
        self._changes.unarchive(self._place(channel), by=self.id)

    async def deletes_channel(self, channel: Place) -> None:
        """Delete a channel for good; the sandbox's people are all admins in this."""
        self._changes.delete_channel(self._place(channel), by=self.id)

    async def makes_private(self, channel: Place) -> None:
        """Turn a public channel into a private one."""
        place = self._open_place(channel)
        if place.is_private:
            raise ImpossibleError(f"#{place.name} is private already")
        self._changes.make_private(place, by=self.id)

    async def shares(self, channel: Place, team: str = "T0OTHER") -> None:
        """Share a channel with another company, which has accepted."""
        self._changes.share(self._open_place(channel), team, by=self.id)

    async def joins(self, channel: Place) -> None:
        """Join a public channel."""
        place = self._stage.workspace.channel_named(channel) if isinstance(channel, str) else channel
        if place is None or place.is_private or place.archived:
            raise ImpossibleError(f"{self.name} cannot join {channel!r}")
        if self.id not in place.present:
            self._changes.join(place, self.id)

    async def leaves(self, channel: Place) -> None:
        """Leave a channel."""
        self._changes.leave(self._place(channel), self.id)

    async def invites(self, who: "Person | User", channel: Place) -> None:
        """Bring somebody into a channel, the bot too."""
        place = self._open_place(channel)
        if who.id not in place.present:
            self._changes.join(place, who.id, inviter=self.id)

    async def removes(self, who: "Person | User", channel: Place) -> None:
        """Remove somebody from a channel, the bot too."""
        self._changes.leave(self._place(channel), who.id, by=self.id)

    async def unbookmarks(self, channel: Place, title: str) -> None:
        """Take a bookmark away, by its title."""
        place = self._place(channel)
        for bookmark in [b for b in place.bookmarks if b.title == title]:
            self._changes.remove_bookmark(place, bookmark, by=self.id)

    async def deactivated(self) -> None:
        """Be deactivated by an admin."""
        self.user.deleted = True
        self._changes.user_changed(self.user)

    @property
    def _changes(self) -> Changes:
        return self._stage.platform.changes

    def _place(self, channel: Place) -> Channel:
        return self._stage.place(channel, self.user)

    def _open_place(self, channel: Place) -> Channel:
        place = self._place(channel)
        if place.archived:
            raise ImpossibleError(f"#{place.name} is archived")
        app = self._stage.platform.manifest
        with_app = place.is_im and self._stage.workspace.bot.id in place.present
        if with_app and (app.messages_read_only or not app.messages_tab):
            raise ImpossibleError(f"{app.app_name} takes no direct messages")
        return place

    def _channel_of(self, message: Message) -> Channel:
        if message.deleted:
            raise ImpossibleError("the message is gone")
        if message.to not in (None, self.id):
            raise ImpossibleError("the message was shown to somebody else")
        return self._place(self._stage.workspace.channels[message.channel])

    def _begin(self, channel: Channel | None, source: Message | None = None) -> Interaction:
        return self._stage.platform.interactions.begin(self.id, channel, source)

    def _chosen(self, field: Field, value: Value) -> Json:
        if field.element["type"] == "overflow":
            as_menu = {**field.element, "type": "static_select"}
            return entered(as_menu, value, self._stage.workspace)
        return entered(field.element, value, self._stage.workspace)

    async def _pick(self, view: View, field: Field, value: Value) -> Reply:
        if field.element["type"] == "overflow":
            return await self._act(view, field, self._chosen(field, value))
        await modals.fill(self._stage, self.user, view, field, value)
        if not field.sends_changes:
            return Reply(interaction=self._begin(None))
        return await self._act(view, field, held(view, field))

    async def _act(self, where: Message | View, field: Field, chosen: Json | None) -> Reply:
        stage = self._stage
        payload = payloads.interactive("block_actions", stage.workspace, self.user)
        if isinstance(where, View):
            interaction = self._begin(None)
            payload |= payloads.on_view(stage.workspace, where)
        else:
            channel = self._channel_of(where)
            interaction = self._begin(channel, where)
            payload |= payloads.on_message(stage.workspace, channel, where)
            payload["state"] = payloads.message_state(where)
            payload["response_url"] = stage.response_url(interaction)
        payload["trigger_id"] = interaction.trigger_id
        payload["actions"] = [payloads.action(field.block, field.element, stage.workspace.new_ts(), chosen)]
        return await self._sent(interaction, payload)

    async def _shortcut(self, kind: str, wanted: str, interaction: Interaction, about: Json) -> Reply:
        stage = self._stage
        found = stage.platform.manifest.shortcut(wanted, on_message=kind == "message_action")
        if found is None:
            raise ImpossibleError(f"the app has no {kind.replace('_', ' ')} {wanted!r}")
        payload = payloads.interactive(kind, stage.workspace, self.user) | about
        payload |= {
            "callback_id": found.callback_id,
            "trigger_id": interaction.trigger_id,
            "action_ts": stage.workspace.new_ts(),
        }
        return await self._sent(interaction, payload)

    async def _sent(self, interaction: Interaction, payload: Json) -> Reply:
        answer = await self._stage.interact(payload)
        return Reply(interaction=interaction, error=answer.error, latency_ms=answer.latency * 1000)

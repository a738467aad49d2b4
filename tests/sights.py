"""What can be seen in Slack: pages, cards, topics, announcements, and what was said where."""

from dataclasses import dataclass

from bot.sandbox import Bookmark, Channel, Message, Sandbox
from tests.steps import Member, Outage


@dataclass(frozen=True)
class Page:
    """A call to somebody: which tier it was for, at which call of the ladder, and the message they got."""

    person: Member
    incident: int
    target: str
    rung: int
    message: Message


class Sights:
    """Everything in a world that is read from Slack alone."""

    sandbox: Sandbox
    people: dict[str, Member]

    @property
    def pages(self) -> list[Page]:
        """List everybody who was called, in order."""
        found = []
        for member in self.people.values():
            for message in member.person.dms:
                key = key_of(message)
                if "/page/" in key:
                    incident, _, target, rung, _ = key.split("/")
                    number = int(incident.removeprefix("inc:"))
                    found.append(Page(member, number, target, int(rung[1:]), message))
        return sorted(found, key=lambda page: float(page.message.ts))

    @property
    def paged(self) -> list[str]:
        """List the names of everybody who was called, in order; those called at once by the alphabet."""
        pages = sorted(self.pages, key=lambda page: (page.incident, page.rung, page.person.name))
        return [page.person.name for page in pages]

    @property
    def announcements(self) -> list[Message]:
        """List what Conn wrote in the announcement channel, replies in threads left out."""
        return [m for m in self.sandbox.channel("incidents").posts if m.bot_id and not m.is_reply]

    def card_of(self, outage: Outage) -> Message:
        """Give the card of an incident."""
        if outage.thread:
            card = outage.channel.find(outage.thread)
            assert card is not None, f"the card of {outage} is gone"
            return card
        cards = [m for m in outage.channel.posts if key_of(m) == f"inc:{outage.number}/card"]
        assert len(cards) == 1, f"{outage} has {len(cards)} cards"
        return cards[0]

    def ladder_of(self, outage: Outage) -> Message:
        """Give the one message about who is called for an incident."""
        inside = outage.channel.thread(outage.thread) if outage.thread else outage.channel.posts
        ladders = [m for m in inside if key_of(m) == f"inc:{outage.number}/ladder"]
        assert len(ladders) == 1, f"{outage} has {len(ladders)} ladders"
        return ladders[0]

    def said_in(self, outage: Outage) -> list[str]:
        """List what Conn said where an incident is run, besides card and ladder."""
        return [message.text for message in self.messages_in(outage)]

    def messages_in(self, outage: Outage) -> list[Message]:
        """List the messages Conn wrote where an incident is run, besides card and ladder."""
        inside = (
            [m for m in outage.channel.thread(outage.thread) if m.is_reply] if outage.thread else outage.channel.posts
        )
        return [m for m in inside if m.bot_id and not key_of(m).endswith(("/card", "/ladder"))]

    def reminders_in(self, outage: Outage) -> list[Message]:
        """List the reminders of owed word that stand where an incident is run."""
        return [message for message in self.messages_in(outage) if "Post update" in message.buttons]

    def topic_of(self, outage: Outage) -> str:
        """Read the topic of an incident's channel."""
        return outage.channel.topic

    def pinned_in(self, outage: Outage) -> list[Message]:
        """List what is pinned in an incident's channel."""
        return outage.channel.pins

    def bookmarks_of(self, outage: Outage) -> list[Bookmark]:
        """List the bookmarks of an incident's channel."""
        return outage.channel.bookmarks

    def members_of(self, outage: Outage) -> list[str]:
        """List the names of the people in an incident's channel, in the order in which they came."""
        names = {member.id: member.name for member in self.people.values()}
        return [names[user] for user in outage.channel.members if user in names]

    def channel(self, name: str) -> Channel:
        """Find a channel by its name."""
        return self.sandbox.channel(name)


def key_of(message: Message) -> str:
    """Read the key by which Conn knows its own message again; empty when it has none."""
    return str(((message.metadata or {}).get("event_payload") or {}).get("key", ""))

"""Which Slack channel a name in the support model is."""

from bot.delivery.calls import Body
from bot.delivery.slack import Slack
from bot.domain.ids import ChannelId
from bot.domain.policy import ChannelKey, Policy, Slot
from bot.domain.roster import channels_in
from store import people
from store.database import Database


class NoSuchPlace(Exception):  # noqa: N818 - the sentence says what to do
    """The model names a place to post that cannot be found; the message says which and why."""


class Places:
    """Turns the model's channels into Slack ids, asking Slack once for each."""

    def __init__(self, database: Database, slack: Slack) -> None:
        """Remember ids in the store, so that a restart need not ask again."""
        self._database = database
        self._slack = slack
        self._known: dict[str, ChannelId] = {}

    async def find(self, policy: Policy, key: ChannelKey) -> tuple[ChannelId, str]:
        """Give the id and the name of a channel of the model; NoSuchPlace says why there is none."""
        name = name_of(policy, key)
        await self._learn({name})
        if name not in self._known:
            raise NoSuchPlace(f"there is no channel #{name} that Conn can see: create it, or invite Conn to it")
        return self._known[name], name

    async def enter(self, policy: Policy) -> frozenset[str]:
        """Find, and enter, every channel that incidents are announced or run in, so that no declare has to.

        Gives the names of those that cannot be found.
        """
        names = channels_in(policy)
        await self._learn(set(names))
        return names - self._known.keys()

    async def forget(self, name: str) -> None:
        """Ask Slack again the next time, because the id does not work any more."""
        self._known.pop(name, None)
        async with self._database.begin() as tx:
            await people.forget_place(tx, name)

    async def _learn(self, names: set[str]) -> None:
        """Know these names: from memory, from the store, and the rest from Slack in one go."""
        missing = names - self._known.keys()
        if missing:
            async with self._database.read() as tx:
                stored = {name: await people.place(tx, name) for name in missing}
            self._known.update({name: channel for name, channel in stored.items() if channel is not None})
        if missing := names - self._known.keys():
            await self._ask(missing)

    async def _ask(self, names: set[str]) -> None:
        cursor = ""
        while True:
            page = await self._slack.call(
                "conversations.list",
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=200,
                cursor=cursor,
            )
            for channel in page["channels"]:
                if channel["name"] in names:
                    await self._enter(channel)
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            if not cursor or names <= self._known.keys():
                return

    async def _enter(self, channel: Body) -> None:
        if not channel.get("is_member"):
            await self._slack.call("conversations.join", channel=channel["id"])
        name, found = channel["name"], ChannelId(channel["id"])
        async with self._database.begin() as tx:
            await people.keep_place(tx, name, found)
        self._known[name] = found


def name_of(policy: Policy, key: ChannelKey) -> str:
    """Say the Slack name, without #, of a channel of the model; NoSuchPlace where it has none."""
    channel = policy.channels[key]
    if isinstance(channel.address, Slot):
        raise NoSuchPlace(f"the model leaves open where {channel.name} is: {channel.address.text}")
    if channel.slack_name is None:
        raise NoSuchPlace(f"{channel.name} is no Slack channel")
    return channel.slack_name

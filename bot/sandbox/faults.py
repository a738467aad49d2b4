"""What goes wrong on purpose: one list of rules, tried in order at every Web API call."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypedDict, Unpack

Args = Mapping[str, Any]
Match = str | Callable[[str, Args], bool]


class Aim(TypedDict, total=False):
    """How often a rule strikes (`times`, None for ever) and how many matching calls it lets pass first."""

    times: int | None
    skip: int


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A call as hooks see it; `number` counts all calls from 1, `of_method` those of its method."""

    method: str
    args: Args
    number: int
    of_method: int


RULES = {"ratelimited", "status", "error", "hang", "cut_before", "cut_after", "garbage", "late", "lag"}
SWITCHES = {
    "clear", "duplicate_deliveries", "reorder", "down", "up", "refuse_connections", "drop_sockets", "reset_sockets",
}  # fmt: skip
Hook = Callable[[Seen], Awaitable[None]]


@dataclass(kw_only=True, eq=False)
class Rule:
    """One thing that goes wrong; `after` means Slack has already done what was asked."""

    match: Match
    kind: str
    after: bool = False
    seconds: float = 0.0
    status: int = 500
    code: str = ""
    in_channel: bool = False
    header: str | None = None
    times: int | None = 1
    skip: int = 0
    hits: int = field(default=0, init=False)

    def strikes(self, method: str, args: Args) -> bool:
        """Decide about one call, and count it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if isinstance(self.match, str):
            if self.match not in ("*", method):
                return False
        elif not self.match(method, args):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True


class Faults:
    """Program what goes wrong. `match` is a method name, "*", or a predicate on method and arguments."""

    def __init__(self) -> None:
        """Begin with everything working."""
        self.rules: list[Rule] = []
        self.reordering = 0
        self.duplicated = False
        self._duplicates = 0
        self._before: list[Hook] = []
        self._after: list[Hook] = []
        self._counts: dict[str, int] = {}
        self._switch: Switch | None = None

    def ratelimited(
        self,
        match: Match,
        retry_after: int = 1,
        *,
        in_channel: bool = False,
        header: str | None = None,
        **aim: Unpack[Aim],
    ) -> Rule:
        """Answer 429 with `Retry-After`; nothing happens. The method is closed, or just posting `in_channel`.

        With `header` that is what the header says, whatever holds; an empty one is left out.
        """
        rule = Rule(match=match, kind="ratelimited", seconds=retry_after, in_channel=in_channel, header=header, **aim)
        return self._add(rule)

    def status(self, match: Match, status: int = 500, *, after: bool = False, **aim: Unpack[Aim]) -> Rule:
        """Answer with an HTTP status and an HTML page."""
        return self._add(Rule(match=match, kind="status", status=status, after=after, **aim))

    def error(self, match: Match, code: str, *, after: bool = False, **aim: Unpack[Aim]) -> Rule:
        """Answer `ok: false` with a code, such as internal_error."""
        return self._add(Rule(match=match, kind="error", code=code, after=after, **aim))

    def hang(self, match: Match, seconds: float, *, after: bool = False, **aim: Unpack[Aim]) -> Rule:
        """Answer properly, but only after `seconds`; the effect comes after or before the wait."""
        return self._add(Rule(match=match, kind="hang", seconds=seconds, after=after, **aim))

    def cut_before(self, match: Match, **aim: Unpack[Aim]) -> Rule:
        """Drop the connection; nothing happens."""
        return self._add(Rule(match=match, kind="cut", **aim))

    def cut_after(self, match: Match, **aim: Unpack[Aim]) -> Rule:
        """Do it, then drop the connection instead of answering."""
        return self._add(Rule(match=match, kind="cut", after=True, **aim))

    def garbage(self, match: Match, *, after: bool = True, **aim: Unpack[Aim]) -> Rule:
        """Answer 200 with a JSON body that breaks off."""
        return self._add(Rule(match=match, kind="garbage", after=after, **aim))

    def late(self, match: Match, seconds: float, **aim: Unpack[Aim]) -> Rule:
        """Drop the connection at once, and do it all the same `seconds` later."""
        return self._add(Rule(match=match, kind="late", seconds=seconds, **aim))

    def lag(self, match: Match, seconds: float = 60.0, **aim: Unpack[Aim]) -> Rule:
        """Answer properly, but without the messages of the last `seconds`: what was written is not read yet."""
        return self._add(Rule(match=match, kind="lag", seconds=seconds, **aim))

    def clear(self) -> None:
        """Let everything work again; hooks go too."""
        self.rules.clear()
        self._before.clear()
        self._after.clear()
        self.reordering = self._duplicates = 0

    def before_call(self, hook: Hook) -> Callable[[], None]:
        """Await `hook` before the effect of every call, until the returned function is called."""
        self._before.append(hook)
        return lambda: self._before.remove(hook)

    def after_call(self, hook: Hook) -> Callable[[], None]:
        """Await `hook` after the effect and before the answer, until the returned function is called."""
        self._after.append(hook)
        return lambda: self._after.remove(hook)

    def duplicate_deliveries(self, count: int) -> None:
        """Send each of the next `count` envelopes twice."""
        self._duplicates = count
        self.duplicated = True

    def reorder(self, count: int) -> None:
        """Hold the next `count` events and send them last first."""
        self.reordering = count

    async def down(self) -> None:
        """Cut every connection and refuse new ones, as when Slack is gone."""
        await self._wired().down()

    async def up(self) -> None:
        """Accept connections again, on the same port."""
        await self._wired().up()

    async def down_for(self, seconds: float) -> None:
        """Be gone for `seconds`."""
        await self.down()
        await asyncio.sleep(seconds)
        await self.up()

    async def refuse_connections(self) -> None:
        """Refuse new connections; those open live on."""
        await self._wired().refuse()

    async def drop_sockets(self) -> None:
        """Close every socket properly."""
        await self._wired().drop_sockets()

    def reset_sockets(self) -> None:
        """Reset every socket's TCP connection, so that the app finds out by itself."""
        self._wired().reset_sockets()

    def wire(self, switch: "Switch") -> None:
        """Connect the switches that act on connections."""
        self._switch = switch

    def strike(self, method: str, args: Args) -> Rule | None:
        """Find the rule that strikes this call."""
        for rule in self.rules:
            if rule.strikes(method, args):
                return rule
        return None

    def seen(self, method: str, args: Args) -> Seen:
        """Count a call, for the hooks."""
        self._counts[""] = self._counts.get("", 0) + 1
        self._counts[method] = self._counts.get(method, 0) + 1
        return Seen(method=method, args=args, number=self._counts[""], of_method=self._counts[method])

    async def hooks_before(self, seen: Seen) -> None:
        """Run the hooks that stand before the effect."""
        for hook in list(self._before):
            await hook(seen)

    async def hooks_after(self, seen: Seen) -> None:
        """Run the hooks that stand between effect and answer."""
        for hook in list(self._after):
            await hook(seen)

    def duplicates(self) -> bool:
        """Tell whether this envelope goes out twice."""
        if self._duplicates == 0:
            return False
        self._duplicates -= 1
        return True

    def takes_for_reordering(self) -> bool:
        """Tell whether this event is held back for a while."""
        if self.reordering == 0:
            return False
        self.reordering -= 1
        return True

    def _add(self, rule: Rule) -> Rule:
        self.rules.append(rule)
        return rule

    def _wired(self) -> "Switch":
        if self._switch is None:
            raise RuntimeError("the sandbox has not been started")
        return self._switch


class Switch(Protocol):
    """What the server offers to be broken."""

    async def down(self) -> None:
        """Cut and refuse everything."""

    async def up(self) -> None:
        """Accept again."""

    async def refuse(self) -> None:
        """Refuse new connections."""

    async def drop_sockets(self) -> None:
        """Close sockets properly."""

    def reset_sockets(self) -> None:
        """Reset sockets."""

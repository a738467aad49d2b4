"""Asking Slack who the names of the support model are."""

import asyncio
import logging

from bot.delivery.calls import CallFailed, NotNow, Refused
from bot.delivery.schedules import Schedules
from bot.delivery.slack import Slack
from bot.domain.people import SLACK_ID, Directory, PersonId
from bot.domain.policy import Policy
from bot.domain.roster import names_in, schedules_in, unknown_in
from store import people, schedules
from store.database import Database

AT_ONCE = 10
"""How many people are asked about beside each other."""

PAGE = 200
"""People a call asks for: https://docs.slack.dev/reference/methods/users.list"""

_NEVER = ("is_bot", "is_stranger")
_OUTSIDE = ("is_restricted", "is_ultra_restricted", *_NEVER)

log = logging.getLogger(__name__)


async def remembered(database: Database) -> Directory:
    """Give what Slack said the last time; enough to page by while Slack is away."""
    async with database.read() as tx:
        known, read = await people.everybody(tx), await schedules.everything(tx)
    return Directory(
        schedules=read,
        people={k.name: k.ids[0] for k in known if not k.name.startswith("@") and k.ids and not k.gone},
        groups={k.name: k.ids for k in known if k.name.startswith("@") and not k.gone},
        gone=frozenset(k.name for k in known if k.gone),
    )


async def refreshed(database: Database, slack: Slack, policy: Policy) -> Directory:
    """Ask Slack about every name of the model; what it cannot say now stays as it was."""
    persons, groups = names_in(policy)
    persons |= await on_schedules(database)
    a_few = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_learn(database, slack, name, a_few) for name in sorted(persons)))
    if groups:
        await _keep_groups(database, slack, groups)
    return await remembered(database)


async def read_schedules(database: Database, slack: Slack, source: Schedules, policy: Policy) -> Directory:
    """Ask PagerDuty about every schedule of the model, and Slack about those on them whom nobody asked about yet.

    What PagerDuty cannot say now stays as it was said.
    """
    for schedule_id in sorted(schedules_in(policy)):
        async with database.read() as tx:
            now = tx.now
        try:
            said = await source.read(schedule_id, now)
        except CallFailed as failed:
            log.warning("PagerDuty cannot say now who is on call in %s: %r", schedule_id, failed)
            continue
        async with database.begin() as tx:
            await schedules.keep(tx, schedule_id, said)
    known = await remembered(database)
    a_few = asyncio.Semaphore(AT_ONCE)
    new = await on_schedules(database) - known.people.keys() - known.gone
    await asyncio.gather(*(_learn(database, slack, name, a_few) for name in sorted(new)))
    return await remembered(database) if new else known


async def on_schedules(database: Database) -> frozenset[str]:
    """Collect the e-mail addresses on the schedules that were read."""
    async with database.read() as tx:
        read = await schedules.everything(tx)
    return frozenset(shift.person.lower() for one in read.values() for shift in one.shifts if "@" in shift.person)


async def outsiders(slack: Slack, policy: Policy) -> frozenset[PersonId]:
    """Ask Slack who in the workspace may not act: bots, and guests unless the model lets them."""
    marks = _NEVER if policy.access.guests else _OUTSIDE
    found: set[PersonId] = set()
    cursor = ""
    while True:
        page = await slack.call("users.list", limit=PAGE, cursor=cursor)
        found |= {PersonId(user["id"]) for user in page["members"] if any(user.get(mark) for mark in marks)}
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return frozenset(found)


def knows(directory: Directory, policy: Policy) -> bool:
    """Say whether every name of the model was looked up at some time."""
    gone = {name.lower() for name in directory.gone}
    return all(name.lower() in gone for name in unknown_in(directory, policy))


async def _learn(database: Database, slack: Slack, name: str, a_few: asyncio.Semaphore) -> None:
    async with a_few:
        while True:
            try:
                person = await _person(slack, name)
            except NotNow as later:
                await asyncio.sleep(later.after)
            else:
                break
    async with database.begin() as tx:
        await people.keep(tx, name.lower() if "@" in name else name, [person] if person else [], gone=person is None)


async def _person(slack: Slack, name: str) -> PersonId | None:
    try:
        if SLACK_ID.fullmatch(name):
            user = (await slack.call("users.info", user=name))["user"]
        else:
            user = (await slack.call("users.lookupByEmail", email=name))["user"]
    except Refused as refused:
        log.warning("The support model names %s, whom Slack does not know (%s)", name, refused.code)
        return None
    return None if user.get("deleted") else PersonId(user["id"])


async def _keep_groups(database: Database, slack: Slack, handles: frozenset[str]) -> None:
    try:
        listed = (await slack.call("usergroups.list"))["usergroups"]
    except CallFailed as failed:
        log.warning("User groups cannot be read: %s", failed)
        return
    ids = {f"@{group['handle']}": group["id"] for group in listed}
    for handle in sorted(handles):
        if handle not in ids:
            log.warning("The support model names %s, and there is no such user group", handle)
        users = (await slack.call("usergroups.users.list", usergroup=ids[handle]))["users"] if handle in ids else []
        async with database.begin() as tx:
            await people.keep(tx, handle, [PersonId(user) for user in users], gone=handle not in ids)

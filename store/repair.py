"""Putting right what `check` found, where nothing can be lost by it, and saying so on the incident's log."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, case, func, update

from bot.domain.events import Mended
from bot.domain.ids import IncidentId
from bot.domain.incident import Incident, replay
from bot.domain.outcome import unchanged
from bot.domain.policy import Policy
from store import incidents, timers
from store.check import ENDED_ODDLY, SHOWN_ODDLY, STUCK, Flaw, PolicyOf, Problem
from store.models import EffectRow, IncidentRow, SurfaceRow, TimerRow
from store.outbox import EffectState
from store.record import columns_of, record
from store.surfaces import SurfaceState
from store.timers import TimerState
from store.transaction import Transaction

LOST = "the reason was lost"

MEANING = {
    Flaw.DAMAGED: "The file is damaged. Stop Conn, keep the file, and go back to the last backup.",
    Flaw.LOG: "Somebody changed the log behind Conn's back, or the disk did. What came before the first such entry "
    "is as it was written; a backup shows what was changed. Nothing mends this: it would hide it.",
    Flaw.STATE: "The incident is shown otherwise than its log says. The log is right; --repair goes by it.",
    Flaw.COLUMNS: "Lists may show it wrongly or leave it out. --repair writes them again.",
    Flaw.CLOCK: "Something would be forgotten, or be said for no reason. --repair arms what the incident needs.",
    Flaw.EARLY: "A clock went off before its time. It is past; the log says what followed from it.",
    Flaw.PAST_CLOCK: "It is past, and only its record is incomplete. --repair completes it.",
    Flaw.MESSAGE: "It would never be sent. --repair has it looked for in Slack, and sent if it is not there.",
    Flaw.DUTY: "Somebody changed behind Conn's back who agreed to which duty, or the disk did. A backup shows it.",
    Flaw.SHOWN: "Slack may show something old. --repair has it looked at and drawn again.",
}
"""What each flaw means for people, and what to do."""

FROM_THE_LOG = frozenset({Flaw.STATE, Flaw.COLUMNS, Flaw.CLOCK, Flaw.PAST_CLOCK, Flaw.MESSAGE, Flaw.SHOWN})
"""What can be put right from a log that is whole."""


async def repair(tx: Transaction, found: Sequence[Problem], policy_of: PolicyOf) -> list[Problem]:
    """Put right what is safe, in this transaction, and give back what is left.

    An incident whose log is not what was written is left alone whole: nobody knows what is true of it.
    """
    untrusted = {problem.incident for problem in found if problem.flaw is Flaw.LOG}
    safe = [p for p in found if p.flaw in FROM_THE_LOG and p.incident is not None and p.incident not in untrusted]
    mended = {problem for problem in found if problem.flaw is Flaw.MESSAGE and problem.incident is None}
    if mended:
        await _let_messages_go_on(tx, EffectRow.incident.is_(None))
    for incident, group in groupby(sorted(safe, key=_by_incident), key=_by_incident):
        problems = list(group)
        if await _mend(tx, IncidentId(incident), problems, policy_of):
            mended |= set(problems)
    return [problem for problem in found if problem not in mended]


def _by_incident(problem: Problem) -> int:
    return problem.incident or 0


async def _mend(tx: Transaction, key: IncidentId, problems: list[Problem], policy_of: PolicyOf) -> bool:
    incident = replay(key, await incidents.log(tx, key))
    policy = await policy_of(incident)
    if policy is None:
        return False
    await _write_again(tx, incident, policy)
    await timers.arm_anew(tx, incident, policy)
    await _complete(tx, key)
    outcome = unchanged(incident).then(Mended(what=tuple(str(problem) for problem in problems)), at=tx.now)
    await record(tx, outcome, policy)
    return True


async def _write_again(tx: Transaction, incident: Incident, policy: Policy) -> None:
    row = update(IncidentRow).where(IncidentRow.id == incident.id)
    await tx.execute(row.values(**columns_of(incident, policy)))


async def _complete(tx: Transaction, key: IncidentId) -> None:
    """Give every row of the incident that is in no legal state one from which Conn goes on by itself."""
    ended = {
        "state": case((TimerRow.state.in_(list(TimerState)), TimerRow.state), else_=TimerState.CANCELLED.value),
        "ended_at": func.coalesce(TimerRow.ended_at, tx.now),
        "ended_why": func.coalesce(TimerRow.ended_why, LOST),
    }
    await tx.execute(update(TimerRow).where(TimerRow.incident == key, ENDED_ODDLY).values(ended))
    await _let_messages_go_on(tx, EffectRow.incident == key)
    drawn_again = {
        "state": SurfaceState.UNKNOWN,
        "seen_version": 0,
        "lease_token": None,
        "lease_until": None,
        "not_before": tx.now,
    }
    await tx.execute(update(SurfaceRow).where(SurfaceRow.incident == key, SHOWN_ODDLY).values(drawn_again))


async def _let_messages_go_on(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Have messages that are in no legal state looked for in Slack, and sent if they are not there."""
    given_up = EffectRow.state.in_((EffectState.OBSOLETE, EffectState.DEAD))
    looked_for = {
        "state": case((given_up, EffectRow.state), else_=EffectState.UNKNOWN.value),
        "last_error": func.coalesce(EffectRow.last_error, LOST),
        "sent_at": func.coalesce(EffectRow.sent_at, EffectRow.created_at),
        "lease_token": None,
        "lease_until": None,
        "not_before": tx.now,
    }
    await tx.execute(update(EffectRow).where(which, STUCK).values(looked_for))

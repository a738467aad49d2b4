"""What must be true of what one person was asked for."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.events import (
    AskAccepted,
    AskDone,
    AskDropped,
    AskDue,
    AskExtended,
    AskMade,
    AskReturned,
    Cancelled,
    Closed,
    Resolved,
    Unmet,
)
from bot.domain.standing_asks import AskStage
from tests.history.evidence import Case, Evidence


def an_ask_comes_back_at_its_time_and_not_before(evidence: Evidence) -> Iterator[str]:
    """Nobody's time for an ask is cut short, none is chased once it is over, and none that is open has no clock."""
    for case in evidence.cases:
        yield from _chased(case)
        armed = {row.subject for row in case.timers if row.kind == "ask" and row.state == "armed"}
        for ask in case.incident.open_asks:
            if ask.stage is not AskStage.RETURNED and str(ask.n) not in armed:
                yield f"{case}: ask {ask.n} is {ask.stage}, and nothing will come of it"


def _chased(case: Case) -> Iterator[str]:
    runs_until: dict[int, datetime] = {}
    for entry in case.log:
        match entry.event:
            case AskDue(n=n) | AskReturned(n=n, why=Unmet.NOT_ACCEPTED | Unmet.SILENT) if n not in runs_until:
                yield f"{case}: ask {n} came back at {entry.seq}, and nobody had time for it"
            case AskDue(n=n) | AskReturned(n=n, why=Unmet.NOT_ACCEPTED | Unmet.SILENT) if entry.at < runs_until[n]:
                yield f"{case}: ask {n} came back at {entry.at}, and there was time until {runs_until[n]}"
            case _:
                pass
        match entry.event:
            case AskMade(n=n, accept_by=until) | AskDue(n=n, answer_by=until):
                runs_until[n] = until
            case AskAccepted(n=n, due_at=until) | AskExtended(n=n, due_at=until):
                runs_until[n] = until
            case AskReturned(n=n) | AskDone(n=n) | AskDropped(n=n):
                runs_until.pop(n, None)
            case Resolved() | Cancelled() | Closed():
                runs_until.clear()
            case _:
                pass


INVARIANTS = (an_ask_comes_back_at_its_time_and_not_before,)

"""What came due while Conn was away."""

from bot.domain.events import Missed, WasAway
from bot.domain.policy import Audience, Goal, PhaseId, Policy
from bot.domain.timers import TimerKind
from bot.rendering.lines import At, Line, Strong, joined, line
from bot.rendering.names import owed
from bot.rendering.targets import target_words


def was_away(away: WasAway, policy: Policy) -> Line:
    """Say what came due while nobody was there: what is made up for now, and what people still owe."""
    due = sorted(away.missed, key=lambda missed: missed.due_at)
    owed_kinds = (TimerKind.PROMISE, TimerKind.TARGET)
    owed_words = [_missed(m, policy) for m in due if m.kind in owed_kinds]
    sent = [_missed(m, policy) for m in due if m.kind not in owed_kinds]
    return line(
        Strong("Conn was not running from "),
        At(away.gone_at),
        " to ",
        At(away.back_at),
        ".",
        *([" Overdue now: ", *joined(owed_words), "."] if owed_words else []),
        *([" Late, and made up for now: ", *joined(sent), "."] if sent else []),
    )


def _missed(missed: Missed, policy: Policy) -> Line:
    match missed.kind:
        case TimerKind.PROMISE:
            what = f"the {owed(Audience(missed.subject))}"
        case TimerKind.VENDOR:
            what = "the reminder to ask a vendor again"
        case TimerKind.TRIGGER:
            what = "a rule of the model"
        case TimerKind.ESCALATE:
            what = "the next call"
        case TimerKind.INVESTIGATE:
            what = "the end of the time to find the cause"
        case TimerKind.NEXT_DAY:
            what = "what was left for the day"
        case TimerKind.OFFER:
            what = "the end of an offer of command"
        case TimerKind.PHONE:
            what = "the word that perhaps no phone rings"
        case TimerKind.PRESENCE:
            what = "the question whether command is still held"
        case TimerKind.ASK:
            what = "the end of somebody's time for an ask"
        case TimerKind.HANDOFF:
            what = "the question about a handoff"
        case TimerKind.TARGET:
            goal, _, tier = missed.subject.partition("/")
            what = f"the {target_words(Goal(goal), tier, policy)}"
        case TimerKind.PHASE:
            phase = policy.phases.get(PhaseId(missed.subject))
            what = f"what comes next in {phase.name if phase else missed.subject}"
        case _:
            what = "the call for an incident commander"
    return line(f"{what} (", At(missed.due_at), ")")

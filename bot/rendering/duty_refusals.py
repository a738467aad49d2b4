"""Why a change of duty was not made: what is wrong, what is safe, what to type instead."""

from collections.abc import Sequence

from bot.domain.policy import Policy
from bot.domain.rota.errors import (
    AlreadyOnDuty,
    AlreadySignedOff,
    BadStretch,
    DutyRefusal,
    EditedElsewhere,
    MayNotSign,
    NobodyNamed,
    NoRotation,
    NoSuchOverride,
    NotForDuty,
    NothingSigned,
    NothingToSign,
    NotSignedOff,
    NoTurn,
    NotYourSwap,
    RotationOpen,
    SwapOver,
    SwapWithOneself,
    UnknownRotation,
    WhichRotation,
)
from bot.domain.rota.events import SwapEnd
from bot.rendering.lines import At, Line, Link, Person, Strong, Theirs, line, people, reason
from bot.rendering.names import rotation_name, still_open, target_name
from bot.rendering.text import listed, safe_url

SAFE = "Nothing was changed."

_SWAP_OVER = {
    SwapEnd.ACCEPTED: "That swap was accepted already.",
    SwapEnd.DECLINED: "That swap was declined already.",
    SwapEnd.LAPSED: "That offer lapsed: the first of the two turns has begun.",
    SwapEnd.OVERTAKEN: "That offer no longer holds: one of the two turns was changed since.",
}


def lines(refusal: DutyRefusal, policy: Policy, command: str = "/oncall") -> Sequence[Line]:
    """Answer with what can be done instead."""
    match refusal:
        case NobodyNamed(example=example):
            typed = Strong(f"{command} {example}")
            return [line(f"Nobody is mentioned. {SAFE}"), line("Pick them from Slack's list: ", typed, ".")]
        case NotForDuty(person=person):
            return [line(Person(person), f" cannot be called: no full member of this workspace. {SAFE}")]
        case WhichRotation() as which:
            return _which(which, command)
        case NoRotation(team=team):
            of = f"{target_name(team, policy)} has no rotation" if team else "The model has no rotation"
            return [line(f"{of}: whom it names stands in the support model, and is changed there. {SAFE}")]
        case UnknownRotation(word=word, known=known, nearest=nearest):
            meant = f" Did you mean {nearest}?" if nearest else ""
            there = f"The rotations are {listed(known)}." if len(known) > 1 else f"The rotation is {known[0]}."
            return [line("There is no rotation or tier ", Theirs(word, 60), f".{meant} {there}")]
        case RotationOpen(rotation=rotation, slot=slot):
            name = rotation_name(rotation, policy)
            return [line(f"Nobody can say yet whose turn it is in {name}. {SAFE}"), still_open(slot.text, slot.owner)]
        case EditedElsewhere(rotation=rotation, where=where):
            place = Link(where) if safe_url(where) else reason(where)
            return [line(f"The turns of {rotation_name(rotation, policy)} are not changed here: ", place, f". {SAFE}")]
        case BadStretch(why=why, starts=starts, ends=ends):
            read = (
                line("That was read as ", At(starts, "date_time"), " to ", At(ends, "date_time"), ".")
                if starts and ends
                else ()
            )
            return [line(reason(why), f". {SAFE}"), read, _times()]
        case AlreadyOnDuty(person=person, rotation=rotation, starts=starts, ends=ends):
            name = rotation_name(rotation, policy)
            turn = line(f" has {name} already, from ", At(starts, "date_time"), " to ", At(ends, "date_time"))
            return [line(Person(person), turn, f". {SAFE}")]
        case NoSuchOverride(word=word, known=known):
            there = f"There are {listed(map(str, known))}." if known else "There is none."
            return [
                line("No override to come has the number ", Theirs(word or "(none given)", 40), f". {there} {SAFE}")
            ]
        case SwapWithOneself():
            return [line(f"A swap takes somebody else. {SAFE}")]
        case NoTurn(person=person, rotation=rotation):
            return [line(Person(person), f" has no turn in {rotation_name(rotation, policy)} to swap. {SAFE}")]
        case NotYourSwap(to=to):
            return [line("Only ", Person(to), f" can answer that offer. {SAFE}")]
        case SwapOver(end=end):
            return [line(f"{_SWAP_OVER[end]} {SAFE}")]
        case NotSignedOff() as unsigned:
            return _unsigned(unsigned, policy, command)
        case NothingToSign(tier=tier):
            return [line(f"{target_name(tier, policy)} asks for no sign-off. {SAFE}")]
        case AlreadySignedOff(person=person, tier=tier):
            return [line(Person(person), f" is signed off for {target_name(tier, policy)} already. {SAFE}")]
        case MayNotSign(person=person, tier=tier, who=who):
            may = line(people(who), " may") if who else line("Somebody else has to")
            name = target_name(tier, policy)
            return [line("You may not sign ", Person(person), f" off for {name}: ", may, f" do that. {SAFE}")]
        case NothingSigned(person=person, tier=tier):
            return [
                line(
                    "Nobody told Conn that ", Person(person), f" was signed off for {target_name(tier, policy)}. {SAFE}"
                ),
                line("Who is signed off in the support model is changed there."),
            ]
        case _:
            return [line(f"That cannot be done now. {SAFE}")]


def _unsigned(unsigned: NotSignedOff, policy: Policy, command: str) -> Sequence[Line]:
    name = target_name(unsigned.tier, policy)
    until = line(" until ", At(unsigned.strict_until, "date_time")) if unsigned.strict_until else ()
    strict = line(" There is no exception", until, ".") if unsigned.strict else ()
    return [
        line(Person(unsigned.person), f" is not signed off for {name} and cannot take it. {SAFE}", strict),
        line("Missing: ", Theirs("; ".join(unsigned.missing)), "."),
        line("Who may sign them off types ", Strong(f"{command} signoff @somebody {unsigned.tier}"), "."),
    ]


def _which(which: WhichRotation, command: str) -> Sequence[Line]:
    meant = f" Did you mean {which.nearest}?" if which.nearest else ""
    return [
        line(f"Say which rotation: {listed(which.known, 'or')}.{meant} {SAFE}"),
        line("For example: ", Strong(f"{command} override @somebody today 18:00 22:00 {which.known[0]}"), "."),
    ]


def _times() -> Line:
    return line(
        "Times are those of the rotation's zone, such as today 18:00, 22:00, tomorrow 9am, 2026-11-25 09:00 or +4h."
    )

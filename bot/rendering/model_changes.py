"""A changed support model, said rule by rule: to whoever has to agree, and in the log of the changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.domain.change_control import ChangeState, ModelChange, Signature
from bot.domain.errors import BrokenModel, ChangeDecided, NotAskedToSign
from bot.domain.ids import CONN, IncidentId, label
from bot.domain.model_diff import Difference
from bot.domain.model_messages import AskToSign, ModelMessage, PostChange, PostOutcome, TellOutcome
from bot.domain.policy import Policy, SignOff, Slot
from bot.rendering.blocks import Block, button
from bot.rendering.drawn import Drawn
from bot.rendering.lateness import Delay, delayed
from bot.rendering.lines import At, Line, Person, Strong, Theirs, joined, line, written
from bot.rendering.names import short
from bot.rendering.replies import reply
from bot.rendering.text import listed, size

SIGN_OFF = "sign_off_model"
REJECT = "reject_model"
ADOPT = "adopt_model"

LABELS = {SIGN_OFF: "Sign off", REJECT: "Reject", ADOPT: "Apply to open incidents"}

_ROOM = 2600  # characters of one message that differences may take; Slack cuts a text at 4000
_NAMED = 10
_ERROR = 400  # characters of one mistake
_SAID = 110  # characters of what a rule said

_STATES = {
    ChangeState.PENDING: "waits for agreement",
    ChangeState.IN_FORCE: "is in force",
    ChangeState.REJECTED: "is rejected",
    ChangeState.REPLACED: "is replaced by a newer one",
    ChangeState.WITHDRAWN: "is withdrawn",
}


@dataclass(frozen=True, kw_only=True)
class ChangeScene:
    """A change as it is now, what differs, the model in force that asks for agreement; `number` names it on buttons.

    `delay` is how long a message waited, None when a message goes out in time.
    """

    change: ModelChange
    found: tuple[Difference, ...]
    in_force: Policy
    number: int = 0
    delay: Delay | None = None


def draw(message: ModelMessage, scene: ChangeScene) -> Drawn:
    """Draw a message; once the change is decided, its buttons are gone."""
    match message:
        case AskToSign() | PostChange():
            return asked_to_sign(scene)
        case TellOutcome() | PostOutcome():
            return outcome(scene)
        case other:
            assert_never(other)


def asked_to_sign(scene: ChangeScene) -> Drawn:
    """Say what is to change and what that needs; with the buttons as long as it waits."""
    row = (press(SIGN_OFF, scene.number, primary=True), press(REJECT, scene.number))
    return _said(scene, _asked(scene), row if scene.change.state is ChangeState.PENDING else ())


def outcome(scene: ChangeScene) -> Drawn:
    """Say what became of a change, and by whom."""
    said = [_signed(one) for one in scene.change.signatures] or _differences(scene.found)
    return reply(_standing(scene.change), *said, *_late(scene))


def unchanged(change: ModelChange, *, others: int) -> Drawn:
    """Say that the file is as the model in force; `others` counts the open incidents that run on another."""
    first = line("The file says what the model in force says, revision ", Strong(change.revision), ".")
    return reply(first, line("Nothing was changed."), *_keeping(others), buttons=_adopt(others))


def reloaded(scene: ChangeScene, *, known: bool, others: int) -> Drawn:
    """Answer whoever had the file looked at; `others` counts the open incidents that run on another model."""
    if scene.change.state is ChangeState.IN_FORCE:
        return _said(scene, _keeping(others), _adopt(others))
    again = [line("It was put forward already.")] if known else []
    return _said(scene, [*again, *_asked(scene)], ())


def signed(scene: ChangeScene, *, others: int) -> Drawn:
    """Answer whoever signed, with what came of it."""
    lines = (_standing(scene.change), *_asked(scene))
    if scene.change.state is ChangeState.IN_FORCE:
        return reply(*lines, *_keeping(others), buttons=_adopt(others))
    return reply(*lines)


def refused(refusal: BrokenModel | ChangeDecided | NotAskedToSign) -> list[Line]:
    """Say why nothing was changed."""
    match refusal:
        case BrokenModel(errors=errors):
            first = line(Strong("The changed file cannot be used."), " Nothing was changed: the model in force stays.")
            return [first, *_errors(errors)]
        case ChangeDecided(state=state, at=at):
            return [line("That was decided, at ", At(at, "date_time"), f": it {_STATES[ChangeState(state)]}.")]
        case NotAskedToSign(signed=True):
            return [line("You have signed already; nothing else is asked of you.")]
        case NotAskedToSign(missing=missing):
            asked = joined([line(Strong(short(title))) for title in missing[:_NAMED]])
            return [line("Your agreement is not asked for, but that of: ", asked, ". Nothing was changed.")]
        case other:
            assert_never(other)


def model(
    policy: Policy,
    in_force: ModelChange,
    pending: ChangeScene | None,
    last: Sequence[tuple[int, ModelChange]],
    command: str = "/incident",
) -> Drawn:
    """Say which model is in force and since when, what waits for whom, what changed lately, and how to read it."""
    since = line(" since ", At(in_force.decided_at, "date_time")) if in_force.decided_at else ()
    return reply(
        line(
            Strong("Support model: "), Theirs(policy.name, 100), f", revision {policy.revision}, in force", since, "."
        ),
        *([_standing(pending.change), *_asked(pending)] if pending else [line("No change waits for anybody.")]),
        line(Strong("Last changes:")),
        *(_logged(number, change) for number, change in last),
        *([line(f"It is looked at next on {when}.")] if (when := policy.change_control.next_review) else []),
        line("One part of it in words: ", Strong(f"{command} model {next(iter(policy.severities))}"), "."),
    )


def adopted(took: Sequence[IncidentId], kept: Sequence[tuple[IncidentId, str]]) -> Drawn:
    """Say which incidents run by the model in force from now on, and which cannot."""
    names = listed([label(number) for number in took])
    said = line(f"{names}: the model in force holds from now on.") if took else ()
    none = () if took or kept else line("Every open incident runs by the model in force already.")
    return reply(said, none, *(line(f"{label(number)} keeps its model: {why}.") for number, why in kept))


def press(action: str, number: int, *, primary: bool = False) -> Block:
    """Draw a button about one change."""
    return button(LABELS[action], action, str(number), primary=primary, spoken=f"{LABELS[action]}, change {number}")


def difference_line(one: Difference) -> Line:
    """Say one rule: where it stands, what it said, what it says."""
    place = f" ({one.place})" if one.place else ""
    if one.before is None:
        return line(Strong(one.path), ": added: ", Theirs(one.after or "", _SAID), place)
    if one.after is None:
        return line(Strong(one.path), ": removed: ", Theirs(one.before, _SAID), place)
    return line(Strong(one.path), ": ", Theirs(one.before, _SAID), " -> ", Theirs(one.after, _SAID), place)


def plainly(one: Difference) -> str:
    """Say one rule whole, for a terminal."""
    place = f" ({one.place})" if one.place else ""
    if one.before is None:
        return f"{one.path}: added: {one.after}{place}"
    if one.after is None:
        return f"{one.path}: removed: {one.before}{place}"
    return f"{one.path}: {one.before} -> {one.after}{place}"


def _said(scene: ChangeScene, more: Sequence[Line], row: Sequence[Block]) -> Drawn:
    lines = (_standing(scene.change), *_differences(scene.found), *more, *_late(scene))
    return reply(*lines, buttons=tuple(row))


def _standing(change: ModelChange) -> Line:
    why = line(": ", Theirs(change.why.rstrip("."))) if change.why else ()
    when = change.decided_at or change.at
    by = line(", put forward by ", Person(change.by)) if change.by != CONN else ()
    return line(
        Strong(f"Support model, revision {change.revision}, "),
        Strong(_STATES[change.state]),
        why,
        by,
        ", ",
        At(when, "date_time"),
        ".",
    )


def _differences(found: Sequence[Difference]) -> list[Line]:
    """Say as many as one message holds, and how many more there are."""
    lines: list[Line] = []
    room = _ROOM
    for place, one in enumerate(found):
        said = difference_line(one)
        room -= size(written(said))
        if room < 0:
            return [*lines, line(f"and {len(found) - place} more; policy diff shows them all.")]
        lines.append(said)
    return lines


def _asked(scene: ChangeScene) -> list[Line]:
    """Say who has agreed, who has yet to, and whose place is open, so that nobody can."""
    change = scene.change
    if change.state is not ChangeState.PENDING:
        return [_signed(one) for one in change.signatures]
    signers = scene.in_force.change_control.sign_offs
    asked = [one for one in signers if one.title in change.missing][:_NAMED]
    return [
        *map(_signed, change.signatures),
        line(
            "It is used once these have agreed: ",
            joined([line(Strong(short(one.title))) for one in asked]),
            ".",
        ),
        *(_open(one, one.who) for one in asked if isinstance(one.who, Slot)),
    ]


def _open(asked: SignOff, slot: Slot) -> Line:
    return line(
        Strong(short(asked.title)),
        " is open in the model: ",
        Theirs(slot.text, 100),
        " (",
        Theirs(slot.owner or "no owner", 60),
        "). Filling in what is open needs nobody's agreement.",
    )


def _signed(one: Signature) -> Line:
    said = " agreed as " if one.agrees else " rejected it as "
    return line(Person(one.by), said, Strong(short(one.title)), ", ", At(one.at, "date_time"), ".")


def _logged(number: int, change: ModelChange) -> Line:
    signed = joined([line(Person(one.by)) for one in change.signatures]) if change.signatures else ()
    return line(f"{number}. ", _standing(change), *((" Signed: ", *signed, ".") if signed else ()))


def _keeping(others: int) -> list[Line]:
    """Say that what is open keeps its deadlines unless somebody decides otherwise."""
    if not others:
        return []
    keep = "1 open incident keeps" if others == 1 else f"{others} open incidents keep"
    return [line(f"{keep} the model and the deadlines of before.")]


def _adopt(others: int) -> tuple[Block, ...]:
    return (press(ADOPT, others),) if others else ()


def _errors(errors: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    room = _ROOM
    for place, error in enumerate(errors):
        room -= min(size(error), _ERROR)
        if room < 0:
            return [*lines, line(f"and {len(errors) - place} more; policy check lists them all.")]
        lines.append(line(Theirs(error, _ERROR)))
    return lines


def _late(scene: ChangeScene) -> list[Line]:
    late = delayed(scene.delay)
    return [late] if late else []

"""Who hears of a changed support model: whoever has to agree, the channel of the changes, whoever put it forward."""

from bot.domain.change_control import ChangeState, ModelChange, all_signers, log_channel
from bot.domain.effects.effect import Effect, Urgency
from bot.domain.messages import Redraw
from bot.domain.model_messages import AskToSign, ModelMessage, PostChange, PostOutcome, TellOutcome
from bot.domain.people import SLACK_ID, Directory, PersonId
from bot.domain.policy import Policy


def effects_of_change(
    number: int, before: ModelChange | None, change: ModelChange, in_force: Policy, directory: Directory
) -> tuple[Effect, ...]:
    """Say what is told after a change moved on; `in_force` is the model that asks for agreement.

    What asked for agreement is drawn again at each step, and what became of a change is said once.
    """
    asked = all_signers(in_force, directory, change.asked)
    if before is None:
        unasked = () if change.asked else _all_told(number, in_force, directory)
        return (*_first_told(number, in_force, asked), *unasked)
    step = f"{change.state.value}/{len(change.signatures)}"
    channel = log_channel(in_force)
    shown = [*(_ask_key(number, person) for person in asked), *([_post_key(number)] if channel else [])]
    redrawn = tuple(_effect(f"{key}/redraw/{step}", Redraw(of=key), order=key) for key in shown)
    return redrawn if change.state is ChangeState.PENDING else (*redrawn, *_ended(number, change, in_force, asked))


def _first_told(number: int, in_force: Policy, asked: tuple[PersonId, ...]) -> tuple[Effect, ...]:
    """Ask whoever has to agree; where the model has a channel for its changes, that reads of each."""
    channel = log_channel(in_force)
    posted = (_effect(_post_key(number), PostChange(channel=channel, number=number)),) if channel else ()
    questions = tuple(_effect(_ask_key(number, person), AskToSign(person=person, number=number)) for person in asked)
    return (*posted, *questions)


def _all_told(number: int, in_force: Policy, directory: Directory) -> tuple[Effect, ...]:
    """Let whoever has to agree at other times know that it went without."""
    titles = (one.title for one in in_force.change_control.sign_offs)
    return tuple(_told(number, person) for person in all_signers(in_force, directory, titles))


def _ended(number: int, change: ModelChange, in_force: Policy, asked: tuple[PersonId, ...]) -> tuple[Effect, ...]:
    channel = log_channel(in_force)
    author = (PersonId(change.by),) if SLACK_ID.fullmatch(change.by) else ()
    posted = (_effect(f"model:{number}/outcome", PostOutcome(channel=channel, number=number)),) if channel else ()
    return (*posted, *(_told(number, person) for person in dict.fromkeys((*asked, *author))))


def _told(number: int, person: PersonId) -> Effect:
    return _effect(f"model:{number}/outcome/{person}", TellOutcome(person=person, number=number))


def _ask_key(number: int, person: PersonId) -> str:
    return f"model:{number}/ask/{person}"


def _post_key(number: int) -> str:
    return f"model:{number}/change"


def _effect(key: str, message: ModelMessage | Redraw, *, order: str | None = None) -> Effect:
    return Effect(key=key, incident=None, urgency=Urgency.ANSWER, message=message, order=order)

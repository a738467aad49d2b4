"""Why something was not done: what happened, what is safe, what to do now."""

from bot.domain.errors import (
    AlreadyAcknowledged,
    AlreadyAsked,
    AlreadyDeclared,
    AlreadyInCommand,
    AlreadyOver,
    AlreadySo,
    AmbiguousPerson,
    AskMoved,
    BadField,
    BrokenModel,
    ChangeDecided,
    DeclaredOften,
    EscalatedMeanwhile,
    JustEscalated,
    LedByAnother,
    MoreNeeded,
    NobodyLeftToPage,
    NoHandoffDue,
    NoIncidentHere,
    NoLongerOffered,
    NoSuchIncident,
    NotAllowed,
    NotAMember,
    NotAskedOfYou,
    NotAskedToSign,
    NotChased,
    NothingPromised,
    NothingToStop,
    NotVerified,
    OfferGone,
    Refusal,
    StillOpen,
    UnknownPerson,
    UnknownRole,
    UnknownSeverity,
    UnknownStatus,
    UnknownTeam,
    WordsToAvoid,
)
from bot.domain.ids import label
from bot.domain.meanwhile import ChangedMeanwhile
from bot.domain.people import SLACK_ID, PersonId
from bot.domain.policy import Policy
from bot.domain.rota.errors import DutyRefusal
from bot.rendering import buttons, duty_refusals, model_changes, permitting
from bot.rendering.answers import pick
from bot.rendering.asks import refused as refused_ask
from bot.rendering.blocks import Block
from bot.rendering.drawn import Drawn
from bot.rendering.lines import At, Line, Person, Place, Strong, Theirs, line, reason
from bot.rendering.names import owed, target_name
from bot.rendering.replies import reply
from bot.rendering.text import listed
from bot.rendering.wording import avoided

_SKIPPED = 10
_TYPED = 1000


def sentence(
    refusal: Refusal,
    policy: Policy,
    *,
    reader: PersonId | None = None,
    action: str | None = None,
    command: str = "/incident",
    oncall: str = "/oncall",
) -> Drawn:
    """Answer a refusal to its `reader`; `action` is the button that would do what they asked, where there is one."""
    match refusal:
        case AlreadyInCommand():
            return _in_command(refusal, reader)
        case OfferGone(incident=incident, commander=holder):
            has = line(Person(holder), " has command of ") if holder else line("Nobody has command of ")
            gone = line("That offer does not stand any more. ", has, Strong(label(incident)), ". Nothing was changed.")
            return reply(gone)
        case NoIncidentHere(open_ones=open_ones):
            return pick(open_ones, action=action, command=command)
        case StillOpen(incident=incident):
            said = line(Strong(label(incident)), " is still open. Resolve it first; nothing was changed.")
            return reply(said, buttons=(buttons.press(buttons.RESOLVE, incident),))
        case AlreadyDeclared(severity=severity, title=title) | DeclaredOften(severity=severity, title=title):
            return reply(*declared_before(refusal), buttons=(buttons.declare_anyway(severity, title),))
        case LedByAnother(incident=incident, commander=commander):
            has = line(Person(commander), " has command of ", Strong(label(incident)), " and decides that.")
            how = line("Nothing was changed. Tell them, or take command yourself.")
            return reply(has, how, buttons=(buttons.press(buttons.TAKE_COMMAND, incident, commander),))
        case NotAllowed():
            return permitting.refused(refusal, policy, command)
        case BrokenModel() | ChangeDecided() | NotAskedToSign():
            return reply(*model_changes.refused(refusal))
        case DutyRefusal():
            return reply(*duty_refusals.lines(refusal, policy, oncall))
        case JustEscalated(incident=incident, target=target, rung=rung, seconds=seconds):
            first = line(f"You called {target_name(target, policy)} {seconds} s ago. Nobody else was called.")
            further = buttons.press(buttons.ESCALATE_ON, incident, str(rung))
            return reply(first, line("Should the next one be called too?"), buttons=(further,))
        case AlreadyAsked() | AskMoved() | NotAskedOfYou():
            return reply(refused_ask(refusal))
        case UnknownPerson() | AmbiguousPerson():
            return reply(_nobody(refusal))
        case AlreadyAcknowledged() | EscalatedMeanwhile() | NobodyLeftToPage():
            return reply(*_of_the_ladder(refusal, policy))
        case _:
            return reply(*_others(refusal, policy, command))


def declared_before(refusal: AlreadyDeclared | DeclaredOften) -> list[Line]:
    """Say what somebody declared just now, and that another one takes a second word."""
    match refusal:
        case AlreadyDeclared(incident=incident, channel=channel, seconds=seconds):
            here = line(" It is run in ", Place(channel), ".") if channel else ()
            name = Strong(label(incident))
            return [line("You declared the same ", f"{seconds} s ago: ", name, ".", here, " No second one was made.")]
        case DeclaredOften(many=many, latest=latest):
            lately = line(f"You declared {many} incidents within a minute, the latest is ", Strong(label(latest)), ".")
            return [line(lately, " This one was not declared."), line("If it is another emergency, say so.")]


def not_stored() -> Drawn:
    """Admit that nothing was recorded, so that nobody relies on it."""
    return reply(
        line(
            Strong("That was not recorded."),
            " Conn could not reach its database. Nothing was changed; please try again.",
        )
    )


def perhaps_stored() -> Drawn:
    """Admit that nobody knows whether it was recorded."""
    return reply(
        line(
            Strong("That may or may not be recorded."),
            " Conn lost its database while storing it. Look at the incident's card before you do it again.",
        )
    )


def not_yet() -> Drawn:
    """Ask for patience, where waiting longer would end in an error of Slack's."""
    return reply(
        line(
            Strong("That is not done yet."),
            " It takes longer than usual. You hear from Conn when it is recorded, or that it was not; "
            "please do not repeat it before.",
        )
    )


def stored_by_now() -> Drawn:
    """Keep the word given to somebody who was asked for patience."""
    return reply(line(Strong("That is recorded now."), " Thank you for waiting."))


def form_not_yet() -> Drawn:
    """Ask for patience in a form, which stays open."""
    return reply(
        line("This takes longer than usual, and may not be recorded yet. Send it again in a moment: it counts once.")
    )


def unknown_command(word: str, nearest: str | None, command: str = "/incident") -> Drawn:
    """Name the nearest command to what was typed."""
    first = line("There is no command ", Strong(f"{command} "), Theirs(word, 60), ". Nothing was changed.")
    meant = line("Did you mean ", Strong(f"{command} {nearest}"), "? ") if nearest else ()
    return reply(first, line(meant, "All commands: ", Strong(f"{command} help"), "."))


def form_not_opened(again: Block | None, typed: str = "") -> Drawn:
    """Admit that a form did not open: its trigger lives for three seconds and works once; `again` brings another."""
    kept = line("You had typed: ", Theirs(typed, _TYPED)) if typed else ()
    return reply(
        line("Slack did not open the form in time. Nothing was changed; please try again."),
        kept,
        buttons=(again,) if again else (),
    )


def stale_form() -> Drawn:
    """Say that a form is not as Conn draws it."""
    return reply(line("That form is out of date. Nothing was changed; close it and open it again."))


def stale_button() -> Drawn:
    """Say that a button belongs to something that is no more."""
    return reply(line("That button is out of date. Nothing was changed; use the newest card in the channel."))


def _in_command(refusal: AlreadyInCommand, reader: PersonId | None) -> Drawn:
    since, name = At(refusal.since), Strong(label(refusal.incident))
    if refusal.commander == reader:
        return reply(line("You have command of ", name, " already, since ", since, "."))
    held = line(Person(refusal.commander), " has command of ", name, " since ", since, ". Nothing was changed.")
    take_over = buttons.take_over(refusal.incident, refusal.commander)
    return reply(held, line("Agree with them first, then take over."), buttons=(take_over,))


def _of_the_ladder(refusal: Refusal, policy: Policy) -> list[Line]:
    match refusal:
        case AlreadyAcknowledged(by=by, at=at):
            return [line(Person(by), " acknowledged already, at ", At(at), ". Nothing was changed.")]
        case EscalatedMeanwhile(target=target, at=at):
            called = f"{target_name(target, policy)} was called meanwhile, at "
            return [line(called, At(at), ". Nobody else was called; press again to go one further.")]
        case NobodyLeftToPage(skipped=skipped):
            lines = [line(Theirs(name, 60), ": ", reason(why), ".") for name, why in skipped[:_SKIPPED]]
            return [line("Nobody is left to call on this path. Ask for help by name."), *lines]
        case _:
            return []


def _nobody(refusal: UnknownPerson | AmbiguousPerson) -> Line:
    match refusal:
        case UnknownPerson(word=word, nearest=nearest):
            meant = f" Did you mean {listed(nearest, 'or')}?" if nearest else ""
            return line("Nobody is known as ", Theirs(word, 60), f".{meant} Nothing was changed.")
        case AmbiguousPerson(word=word, known=known):
            return line("Several people are called ", Theirs(word, 60), f": {listed(known)}. Nothing was changed.")


def _others(refusal: Refusal, policy: Policy, command: str) -> list[Line]:
    match refusal:
        case AlreadyOver(incident=incident, status=status, by=by, at=at):
            was = f" is {policy.status_name(status).lower()} already: "
            return [line(Strong(label(incident)), was, Person(by), ", ", At(at, "date_time"), ". Nothing was changed.")]
        case AlreadySo(incident=incident, what=what, value=value):
            shown = Person(PersonId(value)) if SLACK_ID.fullmatch(value) else Theirs(value, 200)
            return [
                line("The ", what, " of ", Strong(label(incident)), " is ", shown, " already. Nothing was changed.")
            ]
        case ChangedMeanwhile(incident=incident):
            changed = " was changed by somebody else meanwhile. Nothing was changed now; open the form again."
            return [line(Strong(label(incident)), changed)]
        case UnknownStatus(word=word, known=known):
            return [
                line("There is no status ", Theirs(word, 60), f". There are {listed(known)}."),
                line(f"To end it: {command} resolve, {command} close or {command} cancel."),
            ]
        case UnknownRole(word=word, known=known):
            said = line("There is no role ", Theirs(word, 60), ". ") if word else ()
            return [line(said, f"Say which role and who, such as {command} role comms @somebody: {listed(known)}.")]
        case MoreNeeded(missing=missing):
            return [line("Before they are called, say: ", Theirs(listed(list(missing)), 500), ". Nobody was called.")]
        case NotChased():
            return [line("That vendor is not chased any more. Nothing was changed.")]
        case NothingToStop(incident=incident):
            return [line("Nobody is being called for ", Strong(label(incident)), ", so nothing was stopped.")]
        case NoLongerOffered(incident=incident):
            needless = line("That was done meanwhile, or ", Strong(label(incident)), " needs it no more.")
            return [needless, line("Nothing was changed.")]
        case NothingPromised(audience=audience):
            return [line(f"No {owed(audience)} is owed now, so nothing was changed.")]
        case WordsToAvoid(found=found):
            return [*avoided(found), line("Nothing was sent.")]
        case NotVerified(missing=missing):
            return [line("Not confirmed yet: ", Theirs(listed(missing), 900), ". Nothing was changed; resolve again.")]
        case NotAMember():
            return [
                line("Conn takes this only from full members of the workspace. Nothing was changed."),
                line("Tell somebody of the team; anyone of them can declare or act."),
            ]
        case NoHandoffDue():
            return [line("Nobody is asked to hand over command now, so nothing was changed.")]
        case UnknownSeverity(word=word, known=known, nearest=nearest):
            meant = f" Did you mean {nearest}?" if nearest else ""
            return [
                line("There is no severity ", Theirs(word, 60), f".{meant} There are {listed(known)}."),
                line(
                    "Nothing was declared. For example: ",
                    Strong(f"{command} declare {nearest or known[0]} Checkout is down"),
                ),
            ]
        case UnknownTeam(word=word, known=known, nearest=nearest):
            meant = f" Did you mean {nearest}?" if nearest else ""
            has = listed(known) if known else "none"
            return [line("There is no tier or team ", Theirs(word, 60), f".{meant} The model has {has}.")]
        case BadField(field=field, why=why):
            return [line(Strong(f"{field}: "), reason(why), ". Nothing was changed.")]
        case NoSuchIncident(word=word):
            return [line("There is no incident ", Theirs(word, 60), ". Open ones: ", Strong(f"{command} list"), ".")]
        case _:
            return [line("That cannot be done now. Nothing was changed.")]

"""Who was called, and who answered."""

from bot.domain.climbing import path_of
from bot.domain.events import (
    Acknowledged,
    Entry,
    HelpAsked,
    NotReached,
    Paged,
    PageDeclined,
    PassedOver,
    PathEnded,
    StoodDown,
    Triggered,
    Unanswered,
)
from bot.domain.ids import CONN
from bot.domain.people import SLACK_ID
from bot.rendering.lines import Line, Person, Strong, Theirs, line, people, reason
from bot.rendering.names import called, group_name, standing_in, target_name
from bot.rendering.rules import triggered
from bot.rendering.scene import Scene
from bot.rendering.sentences.acting import actor
from bot.rendering.text import span


def of_the_ladder(entry: Entry, scene: Scene) -> Line:
    """Say who was called, who answered and who could not be reached."""
    match entry.event:
        case Paged() as paged:
            return _paged(entry, paged, scene)
        case PassedOver(name=name, why=why):
            who = Person(name) if SLACK_ID.fullmatch(name) else Strong(name)
            return line(who, " was passed over: ", reason(why), ".")
        case PathEnded() as ended:
            return _path_ended(ended, scene)
        case StoodDown(why=why):
            because = line(": ", reason(why)) if why else ()
            return line(actor(entry), " stood the call down", because, ". Nobody further is called by itself.")
        case HelpAsked(target=target):
            return line(actor(entry), " asks ", Strong(target_name(target, scene.policy)), " for help:")
        case Triggered() as ruled:
            return triggered(ruled, scene.policy)
        case Unanswered(target=target, people=who, waited=waited):
            named = called(target, who, scene.policy)
            return line(named, f" did not acknowledge within {span(waited)}. Reach them another way.")
        case PageDeclined(target=target):
            return line(actor(entry), f" cannot come for {target_name(target, scene.policy)}.")
        case NotReached(person=person, why=why):
            return line(
                "Slack could not deliver the page to ", Person(person), ": ", reason(why), ". Call them another way."
            )
        case Acknowledged(rung=number, target=target):
            rung = scene.rung(number)
            took = f" after {span(entry.at - rung.paged_at)}" if rung else ""
            group = group_name(target, scene.policy)
            return line(actor(entry), f" acknowledged{f' for {group}' if group else ''}{took}.")
        case _:
            return ()


def _path_ended(ended: PathEnded, scene: Scene) -> Line:
    """Say that the ladder is at its end, in the model's own words where it has some."""
    ask = " Ask for help by name."
    if not ended.after:
        return line(Strong("Nobody on the path could be called."), ask)
    path = path_of(scene.policy, scene.incident.path)
    end = path.end if path else "Nobody is left to call."
    return line(reason(ended.why), ". ", Theirs(end), ask)


def _paged(entry: Entry, paged: Paged, scene: Scene) -> Line:
    who = called(paged.target, paged.people, scene.policy)
    wait = f" They have {span(paged.wait)} to acknowledge." if paged.wait else ""
    unsigned = line(" Not signed off: ", people(paged.unsigned), ".") if paged.unsigned else ()
    instead = line(unsigned, *(part for one in paged.stands_in for part in (" ", *standing_in(one))))
    if entry.actor == CONN:
        return line(who, " was called: ", reason(paged.why), ".", wait, instead)
    return line(actor(entry), " escalated to ", who, ": ", reason(paged.why), ".", wait, instead)

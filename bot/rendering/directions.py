"""Where to go with something: whose problem it is, which channel is right, whom to reach, what to read."""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.asking import Asked
from bot.domain.channel_choice import channels_for, is_wrong
from bot.domain.policy import Area, Channel, Contact, Policy, Route, Runbook, Severity, Slot, Target
from bot.domain.routing import Suggestion
from bot.rendering.asked import Page, address, answer, names, text
from bot.rendering.consequences import length
from bot.rendering.drawn import Drawn
from bot.rendering.lines import Line, Strong, line
from bot.rendering.model import limit_text
from bot.rendering.names import severity_label, short, still_open, target_name
from bot.rendering.replies import reply
from bot.rendering.text import listed


def routes(asked: Asked[Route], suggestion: Suggestion, policy: Policy, command: str) -> Drawn:
    """Say who has this kind of problem first, who after them, and how long it may take in all."""
    page = Page[Route](
        section="routes",
        example=f"{command} route {_example((*asked.every, *policy.areas.values()))}",
        name=lambda route: short(route.name),
        one=lambda route: _route(route, policy),
        every=lambda every: [*_by_category(every), *_areas(tuple(policy.areas.values()), policy), *_assigned(policy)],
    )
    return answer(asked, page, policy, also=_triaged(suggestion, policy))


def channels(asked: Asked[Channel], policy: Policy, command: str) -> Drawn:
    """Say where something is said, and where it is not."""
    page = Page[Channel](
        section="channels",
        example=f"{command} channel {next(iter(policy.severities))}",
        name=lambda channel: short(channel.name),
        one=lambda channel: _channel(channel, policy),
        every=lambda every: [_in_short(channel) for channel in every],
    )
    return answer(asked, page, policy)


def channels_of(severity: Severity, policy: Policy) -> Drawn:
    """Say which channels are right for how urgent something is, and which are wrong."""
    right = channels_for(policy, severity.id)
    wrong = [short(channel.name) for channel in policy.channels.values() if is_wrong(channel, severity.id)]
    first = line(Strong(severity_label(severity)), " goes here:" if right else ": the model binds no channel to it.")
    instead = () if right else [channel for channel in policy.channels.values() if not channel.severities]
    return reply(
        first,
        *(said for channel in right for said in _channel(channel, policy)),
        *([line("These are for any severity:")] if instead else []),
        *(_in_short(channel) for channel in instead),
        *([line(f"Not for {severity.id}: ", names(wrong), ".")] if wrong else []),
    )


def contacts(asked: Asked[Contact], policy: Policy, command: str) -> Drawn:
    """Say how somebody is reached."""
    page = Page[Contact](
        section="contacts",
        example=f"{command} contacts {_example(asked.every)}",
        name=lambda contact: short(contact.name),
        one=lambda contact: [contact_line(contact, policy)],
        every=lambda every: [contact_line(contact, policy) for contact in every],
    )
    return answer(asked, page, policy)


def runbooks(asked: Asked[Runbook], policy: Policy, command: str) -> Drawn:
    """Say what there is to read, and where."""
    page = Page[Runbook](
        section="runbooks",
        example=f"{command} runbook {_example(asked.every)}",
        name=lambda runbook: short(runbook.name),
        one=lambda runbook: [_runbook(runbook)],
        every=lambda every: [line(names([short(runbook.name) for runbook in every]), ".")] if every else [],
    )
    return answer(asked, page, policy)


def _example(every: Sequence[Route | Area | Contact | Runbook]) -> str:
    """Take the first of what there is; a section with nothing in it shows no example."""
    return short(every[0].name).lower() if every else ""


def _route(route: Route, policy: Policy) -> list[Line]:
    first = line(Strong(short(route.name)), f" ({short(route.category)}): ", _whom((route.owner,), policy))
    after = "".join(f", then {_whom(hop, policy)}" for hop in route.then)
    within = f" In all within {length(route.within)}." if route.within else ""
    path = policy.paths[route.path] if route.path else None
    climbs = f" It escalates along: {short(path.name or path.id)}." if path else ""
    return [line(first, f"{after}.{within}{climbs}"), *_reached(route.owner, policy)]


def _reached(owner: Target, policy: Policy) -> list[Line]:
    """Say how the first owner is reached, where the model says it or leaves it open."""
    team = policy.team(str(owner))
    still = [source for source in team.who if isinstance(source, Slot)] if team else []
    if team and team.contact:
        return [line("Reach them: ", address(team.contact), ".")]
    return [still_open(slot.text, slot.owner) for slot in still]


def _whom(targets: Sequence[Target], policy: Policy) -> str:
    return listed([target_name(str(target), policy) for target in targets])


def _by_category(every: Sequence[Route]) -> list[Line]:
    by = sorted(every, key=lambda route: [one.category for one in every].index(route.category))
    grouped = groupby(by, key=lambda route: route.category)
    return [line(Strong(short(name)), ": ", names([short(one.name) for one in of]), ".") for name, of in grouped]


def _assigned(policy: Policy) -> list[Line]:
    """Say which categories reports have, and how their owner is chosen."""
    triage = policy.triage
    return [
        *([line("Categories: ", text(names(triage.categories)), ".")] if triage.categories else []),
        *(line(text(rule.rstrip(".")), ".") for rule in triage.assignment),
    ]


def _areas(areas: Sequence[Area], policy: Policy) -> list[Line]:
    return [line(Strong(short(area.name)), ": ", target_name(area.owner, policy), ".") for area in areas]


def _triaged(suggestion: Suggestion, policy: Policy) -> list[Line]:
    """Say what the words themselves suggest: the part of the system, how bad it is, whom to call, what to do."""
    lines = _areas(suggestion.areas, policy)
    if suggestion.severity and any(keyword.severity for keyword in suggestion.because):
        lines.append(line("The words suggest ", Strong(severity_label(policy.severities[suggestion.severity])), "."))
    if suggestion.page:
        lines.append(line("Call: ", _whom(suggestion.page, policy), "."))
    return [*lines, *(line("Do: ", text(what.rstrip(".")), ".") for what in suggestion.do)]


def _channel(channel: Channel, policy: Policy) -> list[Line]:
    place = [] if channel.address is None or str(channel.address) in channel.name else [address(channel.address)]
    hours = policy.hours[channel.hours] if channel.hours else None
    expected = channel.answer or ", ".join(map(limit_text, channel.answer_within))
    return [
        line(Strong(short(channel.name)), *(line(": ", one) for one in place), "."),
        *([line("For: ", text(names(_meant(channel))), ".")] if _meant(channel) else []),
        *([line("Not for: ", text(names(channel.not_for)), ".")] if channel.not_for else []),
        *([line("Expect: ", text(expected), ".")] if expected else []),
        *([line("Read in: ", text(hours.name or hours.id), ".")] if hours else []),
    ]


def _in_short(channel: Channel) -> Line:
    meant = line(": ", text(names(_meant(channel)))) if _meant(channel) else None
    return line(Strong(short(channel.name)), meant, ".")


def _meant(channel: Channel) -> Sequence[str]:
    return channel.use_for or channel.severities


def contact_line(contact: Contact, policy: Policy) -> Line:
    """Say how somebody of the directory is reached, when, and for what."""
    team = policy.team(contact.tier) if contact.tier else None
    whose = f" ({short(team.name)})" if team and team.name != contact.name else ""
    details = [
        *([contact.hours] if contact.hours else []),
        *([f"for {listed(contact.severities)}"] if contact.severities else []),
        *([contact.use_for] if contact.use_for else []),
    ]
    reached = address(contact.address) if contact.address else line("no address given")
    return line(Strong(short(contact.name)), f"{whose}: ", reached, *(line("; ", text(one)) for one in details))


def _runbook(runbook: Runbook) -> Line:
    note = line(" (", text(runbook.note), ")") if runbook.note else ()
    return line(Strong(short(runbook.name)), ": ", address(runbook.location), note)

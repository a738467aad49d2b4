"""Where the people an update is for are told, for whoever writes it."""

from bot.domain.policy import Audience, ChannelKind, Policy, TemplateId, TemplateKind
from bot.rendering.lines import Line, Theirs, line
from bot.rendering.names import known_as, short
from bot.rendering.text import listed


def told_where(audience: Audience, policy: Policy) -> list[Line]:
    """Say where people have to say it themselves, and what to mind; nothing where Conn does, or the model is silent."""
    setting, where = policy.audiences.get(audience), by_hand(audience, policy)
    note = line(" ", Theirs(setting.note.rstrip("."), 200), ".") if setting and setting.note else ()
    return [line(f"Say it in: {listed(where)}.", _words(audience, policy), note)] if where else []


def by_hand(audience: Audience, policy: Policy) -> list[str]:
    """List the places of an audience that Conn cannot write to."""
    setting = policy.audiences.get(audience)
    places = [policy.channels[key] for key in setting.channels] if setting else []
    return [short(place.name) for place in places if place.kind is not ChannelKind.SLACK]


def reader(audience: Audience, policy: Policy) -> str:
    """Say in a few words who an audience is here, and where it is told by hand."""
    where = by_hand(audience, policy)
    return ", ".join(filter(None, (known_as(audience, policy), f"told in {listed(where)}" if where else "")))


def _words(audience: Audience, policy: Policy) -> Line:
    """Name the text for it, where no form fills it in."""
    setting = policy.audiences.get(audience)
    text = policy.templates[TemplateId(setting.template)] if setting and setting.template else None
    if text is None or text.kind is TemplateKind.STATUS_UPDATE:
        return ()
    return line(" The text for it: ", Theirs(text.name or text.id, 100), ".")

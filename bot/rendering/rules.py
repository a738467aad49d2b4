"""A rule of the model at work, in words: what it is, who was told, and what is left to people."""

from bot.domain.events import Triggered
from bot.domain.policy import Policy
from bot.rendering.lines import At, Line, Strong, Theirs, line, people, reason
from bot.rendering.names import target_name
from bot.rendering.text import listed


def triggered(event: Triggered, policy: Policy) -> Line:
    """Say which rule holds, who was told because of it, and what people do."""
    template = policy.templates.get(event.template) if event.template else None
    names = [target_name(target, policy) for target in event.offers]
    were = " was told." if len(event.told) == 1 else " were told."
    who = line(" ", people(event.told), were) if event.told else None
    by = line(" An answer is expected by ", At(event.answer_by, "date_time"), ".") if event.answer_by else None
    to_do = line(" To do: ", Theirs(listed(list(event.do)), 600), ".") if event.do else None
    text = line(" The text for it: ", Theirs(template.name or template.id), ".") if template else None
    waits = line(f" Conn waits for a word of yours to call {listed(names)}.") if names else None
    return line(Strong("By the model: "), reason(event.why), ".", who, by, to_do, text, waits)

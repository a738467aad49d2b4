"""What comes after an incident: by when the post-mortem is held, by whom, and what follows it."""

from bot.domain.coverage import due
from bot.domain.incident import Incident
from bot.domain.policy import Policy, Postmortem, TemplateId
from bot.rendering.consequences import length
from bot.rendering.lines import At, Line, Strong, Theirs, line
from bot.rendering.names import severity_of
from bot.rendering.text import listed


def postmortem_text(after: Postmortem, policy: Policy) -> str:
    """Say within what time a post-mortem is held, and what belongs to it."""
    within = f" within {length(after.due)}" if after.due else ""
    return f"A post-mortem is held{within}{_details(after, policy)}."


def after_lines(incident: Incident, policy: Policy) -> list[Line]:
    """Say what an incident that is over leaves to do: the post-mortem with its time, and how it is filed."""
    after, causes = severity_of(incident, policy).postmortem, policy.triage.root_causes
    held = after.required and incident.over
    by = due(after.due, incident.over.at, policy=policy) if held and incident.over and after.due else None
    when = line(" by ", At(by, "date_time")) if by else ()
    return [
        *([line(Strong("A post-mortem is held"), when, Theirs(_details(after, policy), 600), ".")] if held else []),
        *([line("Its root cause is one of: ", Theirs(listed(causes, "or"), 300), ".")] if causes else []),
    ]


def _details(after: Postmortem, policy: Policy) -> str:
    template = policy.templates[TemplateId(after.template)] if after.template else None
    parts = [
        *([length(after.lasts)] if after.lasts else []),
        *([f"with {listed(after.attendees)}"] if after.attendees else []),
        *([f"written as {template.name or template.id}"] if template else []),
        *(["customers can read it"] if after.public else []),
        *([f"its actions are looked at after {length(after.follow_up)}"] if after.follow_up else []),
    ]
    return f": {', '.join(parts)}" if parts else ""
